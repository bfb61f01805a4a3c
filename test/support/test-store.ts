import { openStore, type OpenStore } from '../../server/store/open-store.ts';
import { testKeys } from './keys.ts';
import { startPostgres } from './postgres.ts';

/** Name of a database that already has this version's tables; set by `test/run.ts`, else each store migrates its own. */
const TEMPLATE = 'PG_TEMPLATE';

/**
 * A store on a database of its own on the tests' PostgreSQL, which is dropped when the store is closed. Opening one
 * costs a tenth of what the embedded database needs to start, whose own suites are in `test/store` and `test/jobs`.
 */
export async function openTestStore(): Promise<OpenStore> {
  const postgres = await startPostgres();
  const databaseUrl = await postgres.createDatabase(process.env[TEMPLATE]);
  const opened = await openStore({ databaseUrl, encryptionKeys: testKeys });
  const store = {
    ...opened.store,
    async close() {
      await opened.store.close();
      await postgres.dropDatabase(databaseUrl);
    },
  };
  return { ...opened, store };
}

/** Makes the template for all test files of a run; they find server and template in the environment. */
export async function prepareTestStores(): Promise<{ stop(): Promise<void> }> {
  const postgres = await startPostgres();
  const databaseUrl = await postgres.createDatabase();
  const { store } = await openStore({ databaseUrl, encryptionKeys: testKeys });
  await store.close();
  process.env['PG_URL'] = postgres.url;
  process.env[TEMPLATE] = new URL(databaseUrl).pathname.slice(1);
  return { stop: () => postgres.stop() };
}
