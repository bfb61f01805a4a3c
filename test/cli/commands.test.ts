import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { runCli } from '../support/cli-process.ts';
import { freePort } from '../support/free-port.ts';
import { connectorEnv, newSecrets } from '../support/connector-process.ts';
import type { ConnectorProcess, ConnectorSettings } from '../support/connector-process.ts';
import { createHuman } from '../support/human.ts';
import { sandboxFor, startSetUp } from '../support/set-up-connector.ts';

const SEED = 12;
const newKey = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;

/** In the order of an operator's day: the tests build on one another, for a first sync is expensive. */
describe('npm run cli, on the embedded database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cli-'));
  let sandbox: Sandbox;
  let settings: ConnectorSettings;
  let connector: ConnectorProcess;
  let orgKey: string;
  let env: Record<string, string>;
  const cli = (...args: string[]) => runCli(args, env);

  before(async () => {
    const port = await freePort();
    sandbox = await sandboxFor(port, { seed: SEED });
    settings = { port, sandbox, store: { dataDir: join(folder, 'store') }, secrets: newSecrets() };
    env = connectorEnv(settings);
    orgKey = sandbox.orgPairs[0]?.deskOrgId ?? '';
  });
  after(async () => {
    await connector.stop();
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('without a command, or with an unknown one, lists what there is', async () => {
    const none = await cli();
    assert.equal(none.code, 1);
    for (const name of ['doctor', 'plan', 'sync', 'export', 'rotate-keys', 'erase', 'adopt-legacy']) {
      assert.match(none.out, new RegExp(`^npm run cli -- ${name}`, 'm'));
    }
    assert.match((await cli('dance')).err, /^There is no command "dance"/);
  });

  it('an option that does not exist is one line with the usage', async () => {
    const { code, err } = await cli('sync', '--nope');
    assert.equal(code, 1);
    assert.match(err, /^Unknown option '--nope'.*Usage: npm run cli -- sync \[--org ID\]\n$/);
  });

  it('doctor on a fresh installation finds no problem and creates nothing', async () => {
    const { code, out } = await cli('doctor');
    assert.equal(code, 0, out);
    assert.match(out, /^note {4}database: .*is empty → the first start/m);
    assert.match(out, /^ok {6}host 127\.0\.0\.1:\d+: answers$/m);
    assert.equal(readdirSync(folder).length, 0);
  });

  it('doctor names a wrong variable with its remedy and exits with 1', async () => {
    const { code, out } = await runCli(['doctor'], { ...env, SESSION_SECRET: 'short' });
    assert.equal(code, 1);
    assert.match(out, /^PROBLEM configuration: SESSION_SECRET must have at least 32 characters/m);
  });

  it('doctor names a host that does not answer', async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`;
    const { code, out } = await runCli(['doctor'], { ...env, SANDBOX_DESK_URL: nobody });
    assert.equal(code, 1);
    assert.match(
      out,
      /^PROBLEM host 127\.0\.0\.1:\d+: could not connect \(ECONNREFUSED\) → let this machine reach it/m,
    );
  });

  it('every command keeps its hands off the embedded database while the connector runs', async () => {
    ({ connector } = await startSetUp(settings));
    for (const args of [['sync'], ['erase', '--org', orgKey, '--yes']]) {
      const { code, err } = await cli(...args);
      assert.equal(code, 1, args.join(' '));
      assert.match(err, /^The connector \(pid \d+ on .*\) works on the embedded database; stop it first/);
    }
    const { code, out } = await cli('doctor');
    assert.equal(code, 1);
    assert.match(out, /^PROBLEM database: the connector \(pid \d+\) works on it/m);
    assert.match(out, /^ok {6}PUBLIC_URL: something answers/m);
    await connector.stop();
  });

  it('doctor finds tokens, webhook and channel in order once it is connected', async () => {
    const { code, out } = await cli('doctor');
    assert.equal(code, 0, out);
    for (const line of [
      /^ok {6}migrations: /m,
      new RegExp(`^ok      organisation ${orgKey}: its integration is active$`, 'm'),
      new RegExp(`^ok      desk of ${orgKey}: answers`, 'm'),
      new RegExp(`^ok      crm of ${orgKey}: answers`, 'm'),
      new RegExp(`^ok      Desk webhook of ${orgKey}: stands`, 'm'),
      new RegExp(`^ok      CRM channel of ${orgKey}: stands until`, 'm'),
      new RegExp(
        `^ok      calls of ${orgKey}: today [1-9]\\d* to desk \\(\\d+ credits left\\), [1-9]\\d* to crm`,
        'm',
      ),
    ]) {
      assert.match(out, line);
    }
  });

  it('doctor tells a channel that CRM dropped', async () => {
    await sandbox.advance('P8D');
    const { out } = await cli('doctor');
    assert.match(out, /^PROBLEM CRM channel of \d+: is not there; changes are found by polling only → /m);
  });

  it('plan tells what an edit made meanwhile would change, and sync then does it', async () => {
    const human = createHuman(sandbox);
    const account = await human.create('crm', 'accounts', { Account_Name: 'Made While Nobody Watched' });
    const planned = await cli('plan');
    assert.equal(planned.code, 0, planned.err);
    assert.match(planned.out, /^accounts: 1 created in desk/m);
    const json = await cli('plan', '--json');
    assert.equal((JSON.parse(json.out) as { state: string }).state, 'ready');
    const inDesk = () =>
      human
        .records('desk', 'accounts')
        .some(({ accountName }) => accountName === 'Made While Nobody Watched');
    assert.equal(inDesk(), false, 'planning writes nothing');

    const synced = await cli('sync');
    assert.equal(synced.code, 0, synced.err);
    assert.match(
      synced.out,
      new RegExp(`^${orgKey} accounts crm → desk: 1 added, 0 updated, 0 failed$`, 'm'),
    );
    assert.ok(inDesk(), `account ${account} has its partner`);
  });

  it('export writes one table to stdout, or all into a folder that only its owner reads', async () => {
    const pairs = await cli('export', 'pairs');
    assert.equal(pairs.code, 0, pairs.err);
    assert.match(pairs.out, /^module,deskId,crmId,deskPresence,crmPresence\r\n/);
    assert.match(pairs.out, /^accounts,\d+,\d+,live,live\r$/m);
    const out = join(folder, 'export');
    const all = await cli('export', '--org', orgKey, '--out', out);
    assert.equal(all.code, 0, all.err);
    const files = ['failures', 'history', 'pairs'].map((table) => `${orgKey}-${table}.csv`);
    assert.deepEqual(readdirSync(out).sort(), files);
    assert.match(readFileSync(join(out, `${orgKey}-history.csv`), 'utf8'), /first-sync,products,desk,crm,1,/);
    assert.match((await cli('export', 'secrets')).err, /^There is no table "secrets"/);
  });

  it('rotate-keys moves every secret to the new key, after which the old one is not missed', async () => {
    const old = env['ENCRYPTION_KEYS'] ?? '';
    const fresh = newKey('fresh');
    env = { ...env, ENCRYPTION_KEYS: `${fresh},${old}` };
    const rotated = await cli('rotate-keys');
    assert.equal(rotated.code, 0, rotated.err);
    assert.match(
      rotated.out,
      /^\d+ secrets were written again; all are under key "fresh" now\.\nRemove "demo"/,
    );
    assert.doesNotMatch(rotated.out, /^0 secrets/);
    env = { ...env, ENCRYPTION_KEYS: fresh };
    assert.match((await cli('doctor')).out, /^ok {6}desk of \d+: answers/m);
  });

  it('doctor says which key is missing when secrets do not open', async () => {
    const { code, out } = await runCli(['doctor'], { ...env, ENCRYPTION_KEYS: newKey('other') });
    assert.equal(code, 1);
    assert.match(
      out,
      /^PROBLEM desk of \d+: .*key "fresh".* → put the key of that name back into ENCRYPTION_KEYS$/m,
    );
  });

  it('erase asks first, then leaves nothing of the organisation', async () => {
    const asked = await cli('erase', '--org', orgKey);
    assert.equal(asked.code, 1);
    assert.match(asked.out, /has \d+ pairs\. Erasing cannot be undone.*Add --yes/);
    const done = await cli('erase', '--org', orgKey, '--yes');
    assert.equal(done.code, 0, done.err);
    assert.match(done.out, /is erased/);
    assert.match((await cli('doctor')).out, /^note {4}organisations: none is connected/m);
  });
});
