import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Session } from '../support/administrator.ts';
import { freePort } from '../support/free-port.ts';
import type { ConnectorProcess } from '../support/connector-process.ts';
import { createHuman } from '../support/human.ts';
import { startPostgres } from '../support/postgres.ts';
import { sandboxFor, startSetUp } from '../support/set-up-connector.ts';
import { until } from '../support/until.ts';

/** As of prom-client's text form: `name{label="value"} 1`. */
interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}
type Line = Readonly<Record<string, unknown>>;

describe('a running connector, as its operator sees it', () => {
  let sandbox: Sandbox;
  let connector: ConnectorProcess;
  let admin: Session;

  before(async () => {
    const port = await freePort();
    sandbox = await sandboxFor(port, { seed: 12 });
    ({ connector, admin } = await startSetUp({
      port,
      sandbox,
      store: { databaseUrl: await (await startPostgres()).createDatabase() },
      env: { LOG_LEVEL: 'debug' },
    }));
  });
  after(async () => {
    await connector.stop();
    await sandbox.stop();
    await (await startPostgres()).stop();
  });

  async function scrape(): Promise<readonly Sample[]> {
    const answer = await fetch(`${connector.url}/metrics`);
    assert.equal(answer.status, 200);
    return samplesOf(await answer.text());
  }
  const lines = (): readonly Line[] =>
    connector
      .output()
      .split('\n')
      .slice(0, -1)
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Line);

  it('counts calls by product and status, and tells how many credits are left', async () => {
    const samples = await scrape();
    for (const product of ['desk', 'crm']) {
      const made = samples.filter(
        ({ name, labels }) =>
          name === 'connector_zoho_calls_total' &&
          labels['product'] === product &&
          labels['status'] === '200',
      );
      assert.ok(made.reduce((sum, { value }) => sum + value, 0) > 5, product);
    }
    // CRM tells its credits only once half of them are used.
    assert.ok((one(samples, 'connector_zoho_credits_left', { product: 'desk' }) ?? 0) > 1_000);
  });

  it('tells state, queue, lag, failures and turns of the sync', async () => {
    const human = createHuman(sandbox);
    for (const lastName of ['Twin', 'Other Twin']) {
      await human.create('desk', 'contacts', { lastName, email: 'twin@example.com' });
    }
    const twin = { module: 'contacts', code: 'already-linked' };
    await until(async () => one(await scrape(), 'connector_failures', twin) === 1, 60_000);
    await until(async () => one(await scrape(), 'connector_inbox_lag_seconds', {}) === 0, 60_000);
    const samples = await scrape();
    assert.equal(one(samples, 'connector_organisations', { state: 'active' }), 1);
    assert.ok((one(samples, 'connector_turns_total', { task: 'lane', outcome: 'done' }) ?? 0) > 0);
    assert.notEqual(
      one(samples, 'connector_poll_age_seconds', { module: 'contacts', side: 'crm' }),
      undefined,
    );
    assert.notEqual(one(samples, 'connector_intents', {}), undefined);
    assert.notEqual(one(samples, 'connector_lanes_held', {}), undefined);
  });

  it('names every metric of its own in docs/operations.md, and documents no other', async () => {
    const answer = await fetch(`${connector.url}/metrics`);
    const own = [...(await answer.text()).matchAll(/^# TYPE ((?:connector|http)_\w+)/gm)].map(
      ([, name]) => name,
    );
    const documented = [
      ...readFileSync('docs/operations.md', 'utf8').matchAll(/^\| `((?:connector|http)_\w+)`/gm),
    ];
    assert.deepEqual(documented.map(([, name]) => name).sort(), own.sort());
  });

  it('names no organisation and no person in the metrics', async () => {
    const text = await (await fetch(`${connector.url}/metrics`)).text();
    assert.ok(!text.includes(admin.orgId));
    assert.ok(!text.includes('@'));
  });

  it('gives every log line of one turn the same correlation id, and calls to Zoho the run they belong to', async () => {
    const calls = () => lines().filter(({ msg, task }) => msg === 'called Zoho' && task === 'lane');
    // Polls make a turn every few seconds.
    await until(() => new Set(calls().map(({ correlationId }) => correlationId)).size > 1, 60_000);
    for (const { correlationId, orgKey } of calls()) {
      assert.match(String(correlationId), /^[0-9a-f-]{36}$/);
      assert.equal(orgKey, admin.orgId);
    }
    const ofRuns = calls().filter(({ runId }) => runId !== undefined);
    assert.ok(ofRuns.length > 10, `${ofRuns.length} of ${calls().length}`);
  });

  it('marks what a request causes at Zoho with the id that the caller got', async () => {
    const answer = await fetch(`${connector.url}/v1/departments`, {
      headers: { authorization: `Bearer ${admin.token}` },
    });
    const id = answer.headers.get('x-request-id');
    await until(() =>
      lines().some(({ msg, correlationId }) => msg === 'called Zoho' && correlationId === id),
    );
  });

  it('answers that it is alive and ready', async () => {
    assert.deepEqual(await (await fetch(`${connector.url}/livez`)).json(), { status: 'alive' });
    assert.deepEqual(await (await fetch(`${connector.url}/readyz`)).json(), { status: 'ready' });
  });

  it('ends at the signal of an orchestrator with exit code 0, saying so', async () => {
    await connector.stop();
    assert.equal(connector.child.exitCode, 0, connector.output().slice(-2_000));
    assert.ok(lines().some(({ msg, signal }) => msg === 'stopped' && signal === 'SIGTERM'));
  });
});

function samplesOf(text: string): readonly Sample[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', labels = '', value = ''] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', text = '']) => [key, text]);
      return { name, labels: Object.fromEntries(pairs) as Record<string, string>, value: Number(value) };
    });
}

function one(samples: readonly Sample[], wanted: string, labels: Readonly<Record<string, string>>) {
  return samples.find(
    ({ name, labels: found }) =>
      name === wanted && Object.entries(labels).every(([key, value]) => found[key] === value),
  )?.value;
}
