import type { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, PostgresDialect } from 'kysely';
import type { Store } from '../ports/store.ts';
import { migrate, requireMigrated } from './migrate.ts';
import { createStore } from './org-store.ts';
import { openPglite } from './pglite.ts';
import { nameOf, openPostgres } from './postgres.ts';
import type { Database } from './schema.ts';
import { rotateSecrets } from './rotate-secrets.ts';
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
  /** `require` looks without touching: tables of another version are an error. Default `apply`. */
  readonly migrations?: 'apply' | 'require';
}

export interface OpenStore {
  readonly store: Store;
  readonly db: Kysely<Database>;
  /** Writes all secrets again under the current key; how many were under another. */
  rotateSecrets(): Promise<number>;
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
  const { databaseUrl, dataDir, migrations = 'apply' } = options;
  const bring = (db: Kysely<Database>, name: string, shared: boolean) =>
    migrations === 'require' ? requireMigrated(db, name) : migrate(db, name, shared);

  if (databaseUrl !== undefined) {
    const pool = await openPostgres(databaseUrl);
    const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
    await orClose(bring(db, nameOf(databaseUrl), true), () => db.destroy());
    const store = createStore(db, secrets, () => db.destroy());
    return {
      store,
      db,
      rotateSecrets: () => rotateSecrets(db, secrets),
      jobsDatabase: { connectionString: databaseUrl },
    };
  }

  const embedded = await openPglite(dataDir);
  const { pglite } = embedded;
  const close = (): Promise<void> => embedded.close();
  const shared = yieldingPglite(pglite);
  const db = new Kysely<Database>({ dialect: new PGliteDialect({ pglite: shared }) });
  await orClose(bring(db, `The data folder ${dataDir ?? '(in memory)'}`, false), close);
  return {
    store: createStore(db, secrets, close),
    db,
    rotateSecrets: () => rotateSecrets(db, secrets),
    pglite,
    jobsDatabase: { pglite: shared },
  };
}

async function orClose(work: Promise<void>, close: () => Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    await close();
    throw error;
  }
}
