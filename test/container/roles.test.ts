import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parse } from 'yaml';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { runCli } from '../support/cli-process.ts';
import { freePort } from '../support/free-port.ts';
import { connectorEnv, newSecrets } from '../support/connector-process.ts';
import { createHuman } from '../support/human.ts';
import { layOutImage, type Image, type RunningCommand } from '../support/image.ts';
import { startPostgres } from '../support/postgres.ts';
import { sandboxFor, setUp } from '../support/set-up-connector.ts';
import { until } from '../support/until.ts';

type Role = 'web' | 'worker';
const { services } = parse(readFileSync('compose.yaml', 'utf8'), { merge: true }) as {
  readonly services: Readonly<Record<Role, { readonly command: readonly string[] }>>;
};
const [, HEALTH_CHECK = ''] = /HEALTHCHECK[^]*?CMD (\[.*\])/.exec(readFileSync('Dockerfile', 'utf8')) ?? [];

/** No engine runs here: the image's files in a folder, compose.yaml's commands as processes, a real PostgreSQL. */
describe('the container’s commands, with PostgreSQL', () => {
  const folder = mkdtempSync(join(tmpdir(), 'image-'));
  const ports = { web: 0, worker: 0 };
  const running: Partial<Record<Role, RunningCommand>> = {};
  let image: Image;
  let sandbox: Sandbox;
  let env: Record<string, string>;
  let untouched: readonly string[];

  before(async () => {
    image = layOutImage(folder);
    untouched = image.listing();
    ports.web = await freePort();
    ports.worker = await freePort();
    sandbox = await sandboxFor(ports.web, { seed: 12 });
    const databaseUrl = await (await startPostgres()).createDatabase();
    env = connectorEnv({ port: ports.web, sandbox, store: { databaseUrl }, secrets: newSecrets() });
  });
  after(async () => {
    for (const { child } of Object.values(running)) child.kill('SIGKILL');
    await sandbox.stop();
    await (await startPostgres()).stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (role: Role) => image.run(services[role].command, { ...env, PORT: String(ports[role]) });
  const health = async (role: Role) =>
    image.run(JSON.parse(HEALTH_CHECK) as string[], { PORT: String(ports[role]) }).ended;

  it('the health check fails while nothing answers', async () => {
    assert.equal(await health('web'), 1);
  });

  it('web and worker, started at once on an empty database, both become healthy', async () => {
    for (const role of ['web', 'worker'] as const) running[role] = start(role);
    for (const role of ['web', 'worker'] as const) {
      await until(async () => {
        assert.equal(running[role]?.child.exitCode, null, running[role]?.output());
        return (await fetch(`http://127.0.0.1:${ports[role]}/readyz`).catch(() => null))?.ok === true;
      }, 90_000);
      assert.equal(await health(role), 0, role);
    }
  });

  it('the worker does what the web process was asked for', async () => {
    await setUp(`http://127.0.0.1:${ports.web}`, sandbox);
    const turns = async (role: Role) =>
      (await (await fetch(`http://127.0.0.1:${ports[role]}/metrics`)).text()).match(
        /^connector_turns_total\{task="lane",outcome="done"\} [1-9]/m,
      );
    await until(async () => (await turns('worker')) !== null, 30_000);
    assert.equal(await turns('web'), null);
  });

  it('doctor finds everything in order, beside them', async () => {
    const { code, out } = await runCli(['doctor'], env);
    assert.equal(code, 0, out);
    assert.match(out, /^ok {6}database: PostgreSQL answers$/m);
    assert.match(out, /^ok {6}PUBLIC_URL: something answers/m);
    assert.match(out, /^ok {6}Desk webhook of \d+: stands/m);
  });

  it('sync works beside them', async () => {
    const human = createHuman(sandbox);
    await human.create('desk', 'accounts', { accountName: 'Beside The Worker' });
    const { code, out, err } = await runCli(['sync'], env);
    assert.equal(code, 0, out + err);
    const inCrm = () =>
      human.records('crm', 'accounts').some(({ Account_Name }) => Account_Name === 'Beside The Worker');
    await until(inCrm, 30_000);
  });

  it('doctor tells a database of an older version, and changes nothing in it', async () => {
    const DATABASE_URL = await (await startPostgres()).createDatabase();
    for (let time = 0; time < 2; time += 1) {
      const { code, out } = await runCli(['doctor'], { ...env, DATABASE_URL });
      assert.equal(code, 1);
      assert.match(
        out,
        /^PROBLEM database: PostgreSQL at .* older version, or none \(missing: 0001-initial/m,
      );
    }
  });

  it('both end at SIGTERM with exit code 0, and nothing was written beside the database', async () => {
    for (const role of ['worker', 'web'] as const) {
      running[role]?.child.kill('SIGTERM');
      assert.equal(await running[role]?.ended, 0, running[role]?.output());
    }
    assert.deepEqual(image.listing(), untouched);
  });
});
