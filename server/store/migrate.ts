import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { StartupError, firstLine } from './errors.ts';
import { initial } from './migrations/0001-initial.ts';
import { absences } from './migrations/0002-absences.ts';
import { permissions } from './migrations/0003-permissions.ts';
import { legacyImport } from './migrations/0004-legacy-import.ts';
import { openConflicts } from './migrations/0005-open-conflicts.ts';
import { waitingReferences } from './migrations/0006-waiting-references.ts';
import { panels } from './migrations/0007-panels.ts';
import { administration } from './migrations/0008-administration.ts';
import { failedVersions } from './migrations/0009-failed-versions.ts';
import { expiredViews } from './migrations/0010-expired-views.ts';
import type { Database } from './schema.ts';

/** In order of their names; a released migration never changes. Both databases run the same ones. */
const MIGRATIONS = {
  '0001-initial': initial,
  '0002-absences': absences,
  '0003-permissions': permissions,
  '0004-legacy-import': legacyImport,
  '0005-open-conflicts': openConflicts,
  '0006-waiting-references': waitingReferences,
  '0007-panels': panels,
  '0008-administration': administration,
  '0009-failed-versions': failedVersions,
  '0010-expired-views': expiredViews,
};

/** Any number, the same in every process: makes processes that start together migrate one after the other. */
const MIGRATION_LOCK = 741_190_263;

/**
 * Brings the database to this version's tables. Safe when several processes start at once.
 *
 * @param database how to name the database in a message
 * @throws StartupError when the database was written by a newer version, or a migration failed
 */
export async function migrate(db: Kysely<Database>, database: string, shared: boolean): Promise<void> {
  if (!shared) return runMigrations(db, database);
  // Held by one connection while others of the pool migrate: also covers the creation of Kysely's own tables.
  await db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`.execute(connection);
    try {
      await runMigrations(db, database);
    } finally {
      await sql`select pg_advisory_unlock(${MIGRATION_LOCK})`.execute(connection);
    }
  });
}

/**
 * Changes nothing: tells whether the tables are this version's.
 *
 * @throws StartupError when they are older or newer
 */
export async function requireMigrated(db: Kysely<Database>, database: string): Promise<void> {
  const provider = { getMigrations: () => Promise.resolve(MIGRATIONS) };
  const known = await new Migrator({ db, provider }).getMigrations();
  const missing = known.filter(({ executedAt }) => executedAt === undefined).map(({ name }) => name);
  if (missing.length > 0) {
    throw new StartupError(
      `${database} has the tables of an older version, or none (missing: ${missing.join(', ')}); start the connector once, which brings them up to date`,
    );
  }
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  const unknown = rows.filter(({ name }) => !(name in MIGRATIONS)).map(({ name }) => name);
  if (unknown.length > 0) {
    throw new StartupError(
      `${database} was written by a newer version of the connector (${unknown.join(', ')}); use that version`,
    );
  }
}

async function runMigrations(db: Kysely<Database>, database: string): Promise<void> {
  const provider = { getMigrations: () => Promise.resolve(MIGRATIONS) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error === undefined) return;
  if (firstLine(error).includes('corrupted migrations')) {
    throw new StartupError(
      `${database} was written by a newer version of the connector; start that version, or restore an older backup`,
      { cause: error },
    );
  }
  throw new StartupError(`${database} could not be brought up to date: ${firstLine(error)}`, {
    cause: error,
  });
}
