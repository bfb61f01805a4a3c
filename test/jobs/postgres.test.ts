import { openStore } from '../../server/store/open-store.ts';
import { testKeys } from '../support/keys.ts';
import { startPostgres } from '../support/postgres.ts';
import { jobsSuite } from './jobs.suite.ts';

jobsSuite('PostgreSQL', async () => {
  const postgres = await startPostgres();
  const databaseUrl = await postgres.createDatabase();
  const { store, jobsDatabase } = await openStore({ databaseUrl, encryptionKeys: testKeys });
  return {
    database: jobsDatabase,
    async close() {
      await store.close();
      await postgres.stop();
    },
  };
});
