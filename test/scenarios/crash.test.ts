import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import {
  configureModules,
  connectProducts,
  signIn,
  startSync,
  waitForFirstSync,
} from '../support/administrator.ts';
import { newSecrets, startConnector, type ConnectorSettings } from '../support/connector-process.ts';
import { startPostgres } from '../support/postgres.ts';
import { until } from '../support/until.ts';
import { createRandom } from '../support/random.ts';
import { freePort } from '../support/free-port.ts';

/** Times the connector is killed during one first sync; `CRASH_ROUNDS=50 npm test scenarios/crash` for a campaign. */
const ROUNDS = Number(process.env['CRASH_ROUNDS'] ?? 10);
const CONTACTS = 150;
const MODULES = ['accounts', 'contacts', 'products'] as const;
const FIRST_SYNC_LIMIT_MS = 120_000;

describe('S104, P7: kill -9 in the middle of the first sync', () => {
  it(`PGlite: killed ${ROUNDS} times, it finishes; nobody is doubled, nobody lost`, async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'crash-'));
    try {
      await crashAndFinish({ dataDir });
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  });

  it(`PostgreSQL: killed ${ROUNDS} times, it finishes; nobody is doubled, nobody lost`, async () => {
    const postgres = await startPostgres();
    try {
      await crashAndFinish({ databaseUrl: await postgres.createDatabase() });
    } finally {
      await postgres.stop();
    }
  });
});

async function crashAndFinish(store: ConnectorSettings['store']): Promise<void> {
  const port = await freePort();
  const sandbox = await startSandbox({
    seed: CONTACTS,
    // Slow enough that every phase of the sync is hit.
    settings: { autoApprove: true, variants: { 'desk.latencyMs': '10' } },
    connectorClient: { redirectUris: [`http://127.0.0.1:${port}/oauth/callback`] },
  });
  const settings: ConnectorSettings = {
    port,
    sandbox,
    store,
    secrets: newSecrets(),
    env: { INTENT_GRACE_SECONDS: '1', LANE_LEASE_SECONDS: '2' },
  };
  const expected = expectedCounts(sandbox);
  const random = createRandom(7);
  let connector = await startConnector(settings);
  try {
    const email = [...sandbox.world.people.values()][0]?.email ?? '';
    let admin = await signIn(connector.url, email);
    await connectProducts(admin, email);
    await configureModules(admin);
    await startSync(admin);

    for (let round = 0; round < ROUNDS; round += 1) {
      await callsMade(sandbox, 5 + Math.floor(random.next() * 25));
      await connector.kill();
      connector = await startConnector(settings);
    }
    admin = await signIn(connector.url, email);
    await waitForFirstSync(admin, FIRST_SYNC_LIMIT_MS);
    // What a kill left without an answer is looked up and sent again after a wait, which the first session outlives.
    await until(() => isDeepStrictEqual(liveCounts(sandbox), expected), FIRST_SYNC_LIMIT_MS).catch(
      () => undefined,
    );
    await quiet(sandbox);

    assert.deepEqual(liveCounts(sandbox), expected);
    for (const module of MODULES)
      for (const side of ['desk', 'crm'] as const) assertNobodyDoubled(sandbox, side, module);

    const before = sandbox.calls.list().length;
    await sandbox.advance('PT30M');
    await startSync(admin);
    await delay(500);
    await waitForFirstSync(admin, FIRST_SYNC_LIMIT_MS);
    const writes = sandbox.calls
      .list()
      .slice(before)
      .filter((call) => call.mutations > 0);
    assert.deepEqual(writes, [], 'a second first sync writes nothing');
  } finally {
    await connector.stop();
    await sandbox.stop();
  }
}

/** What both sides must hold in the end: the same test seed has its overlap by e-mail and name, old records stay alone. */
function expectedCounts(sandbox: Sandbox): Record<string, number> {
  const yearAgo = Date.now() - 365 * 86_400_000;
  const counts: Record<string, number> = {};
  for (const module of MODULES) {
    const desk = keysOf(sandbox, 'desk', module);
    const crm = keysOf(sandbox, 'crm', module);
    const needed =
      module === 'accounts' ? accountsOfYoungContacts(sandbox, yearAgo) : { desk: new Set(), crm: new Set() };
    const moves = (rows: readonly Keyed[], others: readonly Keyed[], wanted: Set<unknown>) => {
      const present = new Set(others.map(({ key }) => key).filter((key) => key !== ''));
      return rows.filter((row) => (row.createdMs >= yearAgo || wanted.has(row.id)) && !present.has(row.key))
        .length;
    };
    counts[`desk ${module}`] = desk.length + moves(crm, desk, needed.crm);
    counts[`crm ${module}`] = crm.length + moves(desk, crm, needed.desk);
  }
  return counts;
}

function accountsOfYoungContacts(sandbox: Sandbox, yearAgo: number) {
  const young = (side: 'desk' | 'crm') =>
    live(sandbox, side, 'contacts').filter((row) => createdMs(row) >= yearAgo);
  return {
    desk: new Set<unknown>(young('desk').map((row) => row['accountId'])),
    crm: new Set<unknown>(young('crm').map((row) => (row['Account_Name'] as { id?: string } | null)?.id)),
  };
}

interface Keyed {
  readonly id: string;
  readonly key: string;
  readonly createdMs: number;
}
const KEY = {
  accounts: { desk: 'accountName', crm: 'Account_Name' },
  contacts: { desk: 'email', crm: 'Email' },
  products: { desk: 'productName', crm: 'Product_Name' },
} as const;

function keysOf(sandbox: Sandbox, side: 'desk' | 'crm', module: (typeof MODULES)[number]): Keyed[] {
  return live(sandbox, side, module).map((row) => {
    const value = row[KEY[module][side]];
    const key = typeof value === 'string' ? value.trim().replace(/\s+/g, ' ').toLowerCase() : '';
    return { id: String(row['id']), key, createdMs: createdMs(row) };
  });
}
function assertNobodyDoubled(sandbox: Sandbox, side: 'desk' | 'crm', module: (typeof MODULES)[number]): void {
  const keys = keysOf(sandbox, side, module)
    .map(({ key }) => key)
    .filter((key) => key !== '');
  assert.equal(new Set(keys).size, keys.length, `${side} ${module}`);
}
function createdMs(row: Readonly<Record<string, unknown>>): number {
  return Date.parse(String(row['createdTime'] ?? row['Created_Time']));
}
function live(sandbox: Sandbox, product: 'desk' | 'crm', module: (typeof MODULES)[number]) {
  return sandbox.records({ product, module }).filter((row) => row['_state'] === 'live');
}
function liveCounts(sandbox: Sandbox): Record<string, number> {
  const entries = MODULES.flatMap((module) =>
    (['desk', 'crm'] as const).map(
      (side) => [`${side} ${module}`, live(sandbox, side, module).length] as const,
    ),
  );
  return Object.fromEntries(entries);
}

/** Waits until the connector made that many more calls, or has nothing left to do. */
async function callsMade(sandbox: Sandbox, more: number): Promise<void> {
  const goal = sandbox.calls.list().length + more;
  const deadline = Date.now() + 10_000;
  while (sandbox.calls.list().length < goal && Date.now() < deadline) await delay(5);
}

/** Waits until no write happened for two seconds. */
async function quiet(sandbox: Sandbox): Promise<void> {
  const writes = () => sandbox.calls.list().filter((call) => call.mutations > 0).length;
  for (let before = -1; before !== writes();) {
    before = writes();
    await delay(2_000);
  }
}
