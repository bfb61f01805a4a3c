import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openStore } from '../../server/store/open-store.ts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { runCli } from '../support/cli-process.ts';
import { connectorEnv } from '../support/connector-process.ts';
import { testKeys } from '../support/keys.ts';
import { startPostgres } from '../support/postgres.ts';

const IMPORT = { module: 'contacts', viewId: '7001', viewName: 'All Contacts', everyMinutes: 60 };
const SETTINGS = { orgKey: '600100001', deskDataCenter: 'eu', imports: [IMPORT] };

describe('npm run cli -- adopt-legacy', () => {
  let folder: string;
  let databaseUrl: string;
  let sandbox: Sandbox;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'adopt-legacy-'));
    databaseUrl = await (await startPostgres()).createDatabase();
    sandbox = await startSandbox({ seed: 12 });
  });
  after(async () => {
    await sandbox.stop();
    await (await startPostgres()).stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function run(content: unknown) {
    const file = join(folder, 'settings.json');
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
    const env = connectorEnv({ port: 0, sandbox, store: { databaseUrl } });
    const { code, out, err } = await runCli(['adopt-legacy', file], env);
    return { code, output: (out + err).trim() };
  }
  async function state(): Promise<string | undefined> {
    const { store } = await openStore({ databaseUrl, encryptionKeys: testKeys });
    try {
      return (await store.forOrg(SETTINGS.orgKey).integration.get())?.state;
    } finally {
      await store.close();
    }
  }

  const wrong: readonly (readonly [situation: string, content: unknown, message: RegExp])[] = [
    ['is not JSON', '{', /settings\.json is not JSON/],
    ['names no organisation', { ...SETTINGS, orgKey: '' }, /orgKey: the Desk organisation id/],
    ['imports nothing', { ...SETTINGS, imports: [] }, /imports:/],
    ['imports a module twice', { ...SETTINGS, imports: [IMPORT, IMPORT] }, /imports: a module occurs twice/],
    [
      'imports products into no department',
      { ...SETTINGS, imports: [{ ...IMPORT, module: 'products' }] },
      /imports: products need departmentIds/,
    ],
    [
      'imports every minute',
      { ...SETTINGS, imports: [{ ...IMPORT, everyMinutes: 1 }] },
      /imports\.0\.everyMinutes/,
    ],
    ['has a misspelt key', { ...SETTINGS, imports: [{ ...IMPORT, view: '1' }] }, /view/],
  ];
  for (const [situation, content, message] of wrong) {
    it(`S89: a file that ${situation} is refused in one line, and nothing is adopted`, async () => {
      const { code, output } = await run(content);
      assert.equal(code, 1);
      assert.equal(output.split('\n').length, 1, output);
      assert.match(output, message);
      assert.equal(await state(), undefined);
    });
  }

  it('S89: a good file makes the organisation one of the scheduled import, and may be given again', async () => {
    for (const everyMinutes of [60, 120]) {
      const { code, output } = await run({ ...SETTINGS, imports: [{ ...IMPORT, everyMinutes }] });
      assert.equal(code, 0, output);
      assert.match(output, /600100001 imports contacts from "All Contacts"/);
    }
    assert.equal(await state(), 'legacy');
  });

  it('S91: an organisation that has the sync is refused', async () => {
    const { store } = await openStore({ databaseUrl, encryptionKeys: testKeys });
    const moved = await store
      .forOrg(SETTINGS.orgKey)
      .integration.transition(['legacy'], 'configured', '2026-01-01T00:00:00.000Z');
    await store.close();
    assert.ok(moved);
    const { code, output } = await run(SETTINGS);
    assert.equal(code, 1);
    assert.match(output, /cannot go back to the import/);
    assert.equal(await state(), 'configured');
  });
});
