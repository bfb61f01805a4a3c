import { after } from 'node:test';
import { openStore } from '../../server/store/open-store.ts';
import { testKeys } from '../support/keys.ts';
import { startPostgres } from '../support/postgres.ts';
import { storeSuite } from './store.suite.ts';

storeSuite('PostgreSQL', async () => {
  const postgres = await startPostgres();
  return openStore({ databaseUrl: await postgres.createDatabase(), encryptionKeys: testKeys });
});
after(async () => (await startPostgres()).stop());
