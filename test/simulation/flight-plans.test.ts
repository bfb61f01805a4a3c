import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { needsBackFill } from '../../server/core/mapping/back-fill.ts';
import type { FieldMapping, ModuleConfig } from '../../server/core/mapping/field-mapping.ts';
import { defaultMapping } from '../../server/core/mapping/suggest-mapping.ts';
import type { Module, Side } from '../../server/core/record.ts';
import { MODULES, SIDES } from '../../server/core/record.ts';
import type { Clock } from '../../server/ports/clock.ts';
import type { Store } from '../../server/ports/store.ts';
import { openTestStore } from '../support/test-store.ts';
import { hasSessionBegun, requestBackFill } from '../../server/sync/back-fill.ts';
import { startFirstSync } from '../../server/sync/first-sync.ts';
import { retryFailures } from '../../server/sync/failure-log.ts';
import { createFlightPlans } from '../../server/sync/flight-plan.ts';
import type { FlightPlans, PlannedModule, PlanRequest } from '../../server/sync/flight-plan.ts';
import { createFieldCatalogue } from '../../server/sync/load-modules.ts';
import type { Call } from '../sandbox/kernel/types.ts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { DEFAULT_MAPPINGS, startEngine, type Engine } from '../support/engine.ts';
import { createHuman, type Human } from '../support/human.ts';
import { createRandom, type Random } from '../support/random.ts';

/** Random configurations, each with four plans. `FLIGHT_PLANS=100 npm test flight-plans` is the long campaign. */
const CASES = Number(process.env['FLIGHT_PLANS'] ?? 100);
const FIRST_SEED = Number(process.env['FLIGHT_PLANS_FIRST_SEED'] ?? 1);
const ORGS = 10;
const CONTACTS = 12;
const EDITS = 12;

const NAME: Record<Module, Record<Side, string>> = {
  accounts: { desk: 'accountName', crm: 'Account_Name' },
  contacts: { desk: 'lastName', crm: 'Last_Name' },
  products: { desk: 'productName', crm: 'Product_Name' },
};
const TEXT: Record<Module, Record<Side, readonly string[]>> = {
  accounts: { desk: ['phone', 'city', 'description'], crm: ['Phone', 'Billing_City', 'Description'] },
  contacts: { desk: ['title', 'mobile', 'city'], crm: ['Title', 'Mobile', 'Mailing_City'] },
  products: { desk: ['productCode', 'description'], crm: ['Product_Code', 'Description'] },
};
/** One is longer than CRM takes for a mobile number, so some records fail. */
const VALUES = ['red', 'blue', '', '030 12345', '0'.repeat(31)];
const SETTINGS = {
  intentGraceMs: 50,
  deskIndexLagMs: 10 * 60_000,
  crmOverlapMs: 60_000,
  pollProductsMs: 0,
  pollReconcileMs: 0,
};

const tally = { creates: 0, updates: 0, pairs: 0, skips: 0, failures: 0 };

interface World {
  readonly seed: number;
  readonly random: Random;
  readonly sandbox: Sandbox;
  readonly engine: Engine;
  readonly human: Human;
  readonly plans: FlightPlans;
  readonly clock: Clock;
}

describe('flight plans of random configurations', () => {
  let sandbox: Sandbox;
  let store: Store;
  before(async () => {
    sandbox = await startSandbox({ seed: CONTACTS, orgs: ORGS });
    ({ store } = await openTestStore());
  });
  after(async () => {
    await store.close();
    await sandbox.stop();
  });

  for (let seed = FIRST_SEED; seed < FIRST_SEED + CASES; seed += 1) {
    it(`seed ${seed}: what was planned is what the apply does, by the sandbox’s own call log`, async () => {
      const orgIndex = (seed - FIRST_SEED) % ORGS;
      if (orgIndex === 0 && seed > FIRST_SEED) await startOver(seed);
      const random = createRandom(seed);
      const world = sandbox.world.clock;
      const clock: Clock = { now: () => world.iso(), sleep: (ms) => world.advance(ms) };
      const engine = await startEngine({ sandbox, orgIndex, sharedStore: store, clock, modules: [] });
      const catalogue = createFieldCatalogue(engine.gateways, clock);
      const plans = createFlightPlans({
        store,
        clock,
        log: { debug() {}, info() {}, warn() {}, error() {} },
        defaults: DEFAULT_MAPPINGS,
        settings: SETTINGS,
        newId: randomUUID,
        open: () => Promise.resolve({ gateways: engine.gateways, catalogue }),
      });
      const human = createHuman(sandbox, orgIndex);
      try {
        await flyThrough({ seed, random, sandbox, engine, human, plans, clock });
      } finally {
        await engine.stop();
      }
    });
  }

  it('the cases had something of everything: created, updated, paired, skipped and failed', () => {
    for (const [what, count] of Object.entries(tally)) assert.ok(count > 0, `${what}: ${count}`);
  });

  async function startOver(seed: number): Promise<void> {
    await sandbox.reset({ settings: { random: seed } });
    for (const { deskOrgId } of sandbox.orgPairs) {
      await store.forOrg(deskOrgId).transaction(({ erasure }) => erasure.everything());
    }
  }
});

/** First session, edits after a pause, another mapping, Try Again for all: each planned, then done. */
async function flyThrough(world: World): Promise<void> {
  const { random, engine, sandbox, clock } = world;
  const { org } = engine;
  const modules = random.chance(0.7)
    ? MODULES
    : random.pick([['accounts', 'contacts'], ['products']] as const);
  for (const module of modules) await org.configs.save(await randomConfig(world, module), 0, clock.now());

  await planAndDo(world, { kind: 'first-sync', modules }, async () => {
    await startFirstSync(org, modules, clock, randomUUID);
    await engine.settle();
  });
  await editSomething(world, modules);
  await sandbox.advance('PT20M');
  await planAndDo(world, { kind: 'resume' }, () => engine.settle());

  const module = random.pick(modules);
  const before = await org.configs.current(module);
  assert.ok(before);
  const config = await randomConfig(world, module);
  await planAndDo(world, { kind: 'mapping', config }, async () => {
    await org.transaction(async (repositories) => {
      await repositories.configs.save(config, before.version, clock.now());
      const isSynced = await hasSessionBegun(repositories, module);
      if (isSynced && needsBackFill(before, config)) await requestBackFill(repositories.cursors, module);
    });
    await engine.settle();
  });
  await planAndDo(world, { kind: 'retry-all' }, async () => {
    await retryFailures(org, {}, clock.now());
    await engine.settle();
  });
}

async function planAndDo(world: World, request: PlanRequest, apply: () => Promise<void>): Promise<void> {
  const { plans, engine, sandbox, seed } = world;
  const { orgKey } = engine.org;
  const label = `seed ${seed}, ${request.kind}`;
  const planning = sandbox.calls.list().length;
  await plans.begin(orgKey, request);
  await plans.settled(orgKey);
  const plan = await plans.read(orgKey);
  assert.deepEqual(mutationsSince(sandbox, planning), [], `${label}: planning writes nothing`);
  assert.ok(plan?.state === 'ready' && plan.summary, `${label}: ${JSON.stringify(plan)}`);

  const failedBefore = new Map((await engine.org.failures.list()).map((row) => [idOf(row), row.failedAt]));
  const start = sandbox.calls.list().length;
  await sandbox.world.clock.advance(1);
  await apply();
  const calls = mutationsSince(sandbox, start);

  assert.deepEqual(await plans.drift(orgKey), { missing: [], extra: [], different: [] }, `${label}: drift`);
  for (const module of MODULES) {
    const planned: PlannedModule | undefined = plan.summary.modules.find((entry) => entry.module === module);
    for (const side of SIDES) {
      const mine = calls.filter((call) => call.product === side && moduleOf(call) === module);
      const count = (method: string) =>
        sum(mine.filter((call) => verbOf(call) === method).map(({ mutations }) => mutations));
      const where = `${label}: ${module} in ${side}`;
      assert.equal(count('POST'), planned?.creates[side] ?? 0, `${where}, created`);
      assert.equal(count('PUT'), planned?.updates[side] ?? 0, `${where}, updated`);
      tally.creates += planned?.creates[side] ?? 0;
      tally.updates += planned?.updates[side] ?? 0;
    }
    const failed = (await engine.org.failures.list(module)).filter(
      (row) => failedBefore.get(idOf(row)) !== row.failedAt,
    );
    const plannedFailures = sum(Object.values(planned?.failures ?? {}));
    tally.failures += plannedFailures;
    tally.pairs += planned?.pairs ?? 0;
    tally.skips += (planned?.skips.desk ?? 0) + (planned?.skips.crm ?? 0);
    assert.equal(failed.length, plannedFailures, `${label}: ${module} failures`);
  }
  for (const side of SIDES) {
    const mine = calls.filter(({ product }) => product === side);
    assert.equal(mine.length, plan.summary.cost[side].calls, `${label}: calls to ${side}`);
    assert.equal(
      sum(mine.map(({ credits }) => credits)),
      plan.summary.cost[side].credits,
      `${label}: credits of ${side}`,
    );
  }
}

/** Name, match key and mandatory fields as suggested; of the others some, in any direction, by any policy. */
async function randomConfig(
  { random, engine, human }: World,
  module: Module,
): Promise<Omit<ModuleConfig, 'version'>> {
  const fields = {
    desk: await engine.gateways.desk.readFields(module),
    crm: await engine.gateways.crm.readFields(module),
  };
  const needed = new Set([...Object.values(NAME[module]), 'email', 'Email', 'accountId', 'Account_Name']);
  const mappings = defaultMapping(module, fields, DEFAULT_MAPPINGS)
    .filter(({ desk, crm }) => needed.has(desk) || needed.has(crm) || random.chance(0.7))
    .map((row): FieldMapping => {
      if (needed.has(row.desk)) return row;
      return {
        ...row,
        direction: random.chance(0.8) ? row.direction : 'crm-to-desk',
        conflict: random.pick(['newest', 'desk', 'crm', 'ask']),
        initialWinner: random.pick(SIDES),
      };
    });
  const departments = human.records('desk', 'products').flatMap((row) => row['departmentIds'] as string[]);
  return {
    module,
    syncType: random.chance(0.75) ? 'two-way' : 'crm-to-desk',
    mappings,
    departmentIds: module === 'products' ? [random.pick(departments)] : [],
  };
}

/** Edits of one field or new records, on either side; nobody announces them. */
async function editSomething({ random, human }: World, modules: readonly Module[]): Promise<void> {
  for (let edit = 0; edit < EDITS; edit += 1) {
    const module = random.pick(modules);
    const side = random.pick(SIDES);
    const records = human.records(side, module);
    if (random.chance(0.2)) {
      const values: Record<string, unknown> = { [NAME[module][side]]: `Made ${edit} ${module} ${side}` };
      if (module === 'products' && side === 'desk') {
        values['departmentIds'] = human.records('desk', 'products')[0]?.['departmentIds'];
      }
      await human.create(side, module, values);
    } else {
      const id = String(random.pick(records)['id']);
      const value = random.pick(VALUES);
      const field = random.pick(TEXT[module][side]);
      if (value.length > 30 && field !== 'mobile') continue;
      await human.update(side, module, id, { [field]: value === '' ? null : value });
    }
  }
}

function mutationsSince(sandbox: Sandbox, start: number): readonly Call[] {
  return sandbox.calls
    .list()
    .slice(start)
    .filter(({ mutations }) => mutations > 0);
}

function moduleOf({ path }: Call): Module | undefined {
  return MODULES.find((module) => new RegExp(`/${module}(/|$|\\?)`, 'i').test(path));
}

function verbOf({ method }: Call): string {
  return method === 'PATCH' ? 'PUT' : method;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function idOf({ module, side, recordId }: { module: Module; side: Side; recordId: string }): string {
  return `${module} ${side} ${recordId}`;
}
