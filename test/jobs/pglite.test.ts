import { openStore } from '../../server/store/open-store.ts';
import { testKeys } from '../support/keys.ts';
import { jobsSuite } from './jobs.suite.ts';

jobsSuite('PGlite', async () => {
  const { store, jobsDatabase } = await openStore({ encryptionKeys: testKeys });
  return { database: jobsDatabase, close: () => store.close() };
});
