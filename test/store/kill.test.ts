import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { startPostgres } from '../support/postgres.ts';
import { killSuite } from './kill.suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'connector-kill-'));
killSuite('PGlite', () => Promise.resolve(folder));
killSuite('PostgreSQL', async () => (await startPostgres()).createDatabase());
after(async () => {
  rmSync(folder, { recursive: true, force: true });
  await (await startPostgres()).stop();
});
