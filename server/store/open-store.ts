import type { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, PostgresDialect } from 'kysely';
import type { Store } from '../ports/store.ts';
import { migrate } from './migrate.ts';
import { createStore } from './org-store.ts';
import { openPglite } from './pglite.ts';
import { nameOf, openPostgres } from './postgres.ts';
import type { Database } from './schema.ts';
import { createSecrets } from './secrets.ts';
import type { EncryptionKeys } from './secrets.ts';
import { yieldingPglite } from './yielding-pglite.ts';
import type { YieldingPglite } from './yielding-pglite.ts';

export interface StoreOptions {
  /** PostgreSQL, for several processes. */
  readonly databaseUrl?: string | undefined;
  /** Folder of the embedded database, for one process. Neither: in memory, gone with the process. */
  readonly dataDir?: string | undefined;
  readonly encryptionKeys: EncryptionKeys;
}

export interface OpenStore {
  readonly store: Store;
  readonly db: Kysely<Database>;
  /** Only embedded: for maintenance. */
  readonly pglite?: PGlite;
  /** Where the job queue lives: the same database. Embedded, it must share the one connection. */
  readonly jobsDatabase: { readonly pglite: YieldingPglite } | { readonly connectionString: string };
}

/**
 * Opens the database and brings its tables up to date.
 *
 * @throws StartupError one line that says what to do
 */
export async function openStore(options: StoreOptions): Promise<OpenStore> {
  const secrets = createSecrets(options.encryptionKeys);
  const { databaseUrl, dataDir } = options;

  if (databaseUrl !== undefined) {
    const pool = await openPostgres(databaseUrl);
    const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
    await migrateOrClose(db, nameOf(databaseUrl), true, () => db.destroy());
    const store = createStore(db, secrets, () => db.destroy());
    return { store, db, jobsDatabase: { connectionString: databaseUrl } };
  }

  const embedded = await openPglite(dataDir);
  const { pglite } = embedded;
  const close = (): Promise<void> => embedded.close();
  const shared = yieldingPglite(pglite);
  const db = new Kysely<Database>({ dialect: new PGliteDialect({ pglite: shared }) });
  await migrateOrClose(db, `The data folder ${dataDir ?? '(in memory)'}`, false, close);
  return { store: createStore(db, secrets, close), db, pglite, jobsDatabase: { pglite: shared } };
}

async function migrateOrClose(
  db: Kysely<Database>,
  name: string,
  shared: boolean,
  close: () => Promise<void>,
): Promise<void> {
  try {
    await migrate(db, name, shared);
  } catch (error) {
    await close();
    throw error;
  }
}
