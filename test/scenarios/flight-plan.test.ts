import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import type { HistoryChanges } from '../../server/contract/history.ts';
import type { FlightPlan, LatestPlan, PlanDrift, PlanRequest } from '../../server/contract/plan.ts';
import { MODULES } from '../../server/core/record.ts';
import { startConnector, type TestConnector } from '../support/connector.ts';
import { freePort } from '../support/free-port.ts';
import { startScenarioApi, type ScenarioApi } from '../support/scenario-api.ts';

const NO_DRIFT: PlanDrift = { missing: [], extra: [], different: [] };

interface Planner extends ScenarioApi {
  /** Computes a plan to its end; asserts that nothing was written meanwhile. */
  readonly plan: (request: PlanRequest) => Promise<FlightPlan>;
  readonly drift: () => Promise<PlanDrift>;
}

async function startPlanner(seed: string | undefined): Promise<Planner> {
  const api = await startScenarioApi(seed === undefined ? {} : { seed });
  const { connector, adminToken: token, scenario } = api;
  await connector.authorize(token, 'desk', 'ada.admin@zylker.example');
  await connector.authorize(token, 'crm', 'carla.crm@zylker.example');
  return {
    ...api,
    async plan(request) {
      const latest = async () => (await api.get<LatestPlan>('/v1/plan')).plan;
      const writes = await scenario.writesDuring(async () => {
        const begun = await connector.call('/v1/plan', { body: request, token });
        assert.equal(begun.status, 202, JSON.stringify(begun.body));
        while ((await latest())?.state === 'computing') await delay(20);
      });
      const plan = await latest();
      assert.deepEqual(writes, [], 'a plan writes nothing');
      assert.ok(plan?.state === 'ready', JSON.stringify(plan));
      return plan;
    },
    drift: () => api.get<PlanDrift>('/v1/plan/drift'),
  };
}

/** Records added and updated, per module and side that is written. */
function counts(plan: FlightPlan) {
  return (plan.summary?.modules ?? []).map(({ module, creates, updates, pairs }) => {
    return { module, creates, updates, pairs };
  });
}

describe('flight plan of the first session', () => {
  let planner: Planner;
  before(async () => {
    planner = await startPlanner('small');
  });
  after(() => planner.stop());

  it('the plan names every write of a whole company, and the first session does exactly these', async () => {
    const { scenario, plan, drift } = planner;
    const made = await plan({ kind: 'first-sync', modules: [...MODULES] });
    assert.equal(await scenario.engine.org.links.count('contacts'), 0, 'nothing of it is stored as done');
    const planned = counts(made);
    assert.deepEqual(
      planned.map(({ module }) => module),
      [...MODULES],
    );
    const page = await planner.get<HistoryChanges>('/v1/plan/changes?module=contacts&target=crm');
    assert.ok(page.changes.some(({ action, fields }) => action === 'added' && fields.length > 0));

    const calls = await scenario.writesDuring(() => scenario.engine.firstSync());
    assert.deepEqual(await drift(), NO_DRIFT);
    const run = await scenario.engine.org.runs.latest('first-sync');
    for (const { module, creates } of planned) {
      for (const target of ['desk', 'crm'] as const) {
        const count = run?.counts.find((row) => row.module === module && row.target === target);
        assert.equal(count?.added ?? 0, creates[target], `${module} added to ${target}`);
      }
    }
    const cost = made.summary?.cost;
    assert.ok(cost);
    assert.equal(calls.filter(({ product }) => product === 'desk').length, cost.desk.calls);
    assert.ok(cost.crm.credits > 0 && (made.summary?.estimatedSeconds ?? 0) > 0);
  });
});

describe('flight plans of a running sync', () => {
  let planner: Planner;
  before(async () => {
    planner = await startPlanner(undefined);
    await planner.scenario.engine.firstSync();
  });
  after(() => planner.stop());

  it('S82: the plan of a resume names what piled up during the pause', async () => {
    const { scenario, plan, drift, connector, adminToken: token } = planner;
    const { human, engine } = scenario;
    const pair = await scenario.pair('contacts', 'crm', { Last_Name: 'Pile', Email: 'pile@plan.example' });
    await connector.call('/v1/sync/pause', { method: 'POST', token });
    await human.update('crm', 'contacts', pair.crm, { Title: 'Planned' });
    const newcomer = { lastName: 'Newcomer', email: 'newcomer@plan.example' };
    await engine.notify('contacts', 'desk', await human.create('desk', 'contacts', newcomer));
    const made = await plan({ kind: 'resume' });
    const [contacts] = counts(made);
    assert.deepEqual(contacts, {
      module: 'contacts',
      creates: { desk: 0, crm: 1 },
      updates: { desk: 1, crm: 0 },
      pairs: 0,
    });
    await connector.call('/v1/sync/resume', { method: 'POST', token });
    await engine.settle();
    assert.deepEqual(await drift(), NO_DRIFT);
  });

  it('what changed between plan and apply is reported as drift, record by record', async () => {
    const { scenario, plan, drift } = planner;
    const { human, engine } = scenario;
    const make = (name: string) =>
      scenario.pair('contacts', 'crm', { Last_Name: name, Email: `${name}@plan.example` });
    const [changed, reverted, late] = [await make('changed'), await make('reverted'), await make('late')];
    await human.update('crm', 'contacts', changed.crm, { Title: 'One' });
    await human.update('crm', 'contacts', reverted.crm, { Title: 'One' });
    await plan({ kind: 'resume' });
    await human.update('crm', 'contacts', changed.crm, { Title: 'Two' });
    await human.update('crm', 'contacts', reverted.crm, { Title: null });
    await human.update('crm', 'contacts', late.crm, { Title: 'Three' });
    await engine.settle();
    const { missing, extra, different } = await drift();
    assert.deepEqual(
      missing.map(({ crmId }) => crmId),
      [reverted.crm],
    );
    assert.deepEqual(
      extra.map(({ crmId }) => crmId),
      [late.crm],
    );
    assert.deepEqual(
      different.map(({ done }) => done.crmId),
      [changed.crm],
    );
  });

  it('S71: the plan of Try Again for all names what would go through now, and what fails again', async () => {
    const { scenario, plan, drift, connector, adminToken: token } = planner;
    const { human, engine } = scenario;
    await scenario.pair('contacts', 'desk', { lastName: 'First', email: 'same@plan.example' });
    const twin = await human.create('desk', 'contacts', { lastName: 'Twin', email: 'same@plan.example' });
    await scenario.sync('contacts', 'desk', twin);
    assert.ok(await scenario.failureOf('contacts', 'desk', twin), 'its e-mail address is taken');
    const hopeless = await plan({ kind: 'retry-all' });
    assert.deepEqual(hopeless.summary?.modules[0]?.creates, { desk: 0, crm: 0 });
    assert.equal(Object.values(hopeless.summary.modules[0].failures)[0], 1);
    await human.update('desk', 'contacts', twin, { email: 'twin@plan.example' });
    const made = await plan({ kind: 'retry-all' });
    assert.deepEqual(made.summary?.modules[0]?.creates, { desk: 0, crm: 1 });
    assert.ok(await scenario.failureOf('contacts', 'desk', twin), 'a plan clears no failure');
    await connector.call('/v1/failures/retry', { body: {}, token });
    await engine.settle();
    assert.deepEqual(await drift(), NO_DRIFT);
  });

  it('S21: the plan of a mapping that is not saved names each record that gets a value', async () => {
    const { scenario, plan, drift, connector, adminToken: token } = planner;
    const { human, engine } = scenario;
    type Mapping = Extract<PlanRequest, { kind: 'mapping' }>['config'] & { readonly version: number };
    const { module, syncType, mappings, departmentIds, version } = await planner.get<Mapping>(
      '/v1/modules/contacts/mapping',
    );
    const put = (rows: Mapping['mappings'], expectedVersion: number) =>
      connector.call('/v1/modules/contacts/config', {
        method: 'PUT',
        body: { syncType, mappings: rows, departmentIds, expectedVersion },
        token,
      });
    const without = mappings.filter(({ desk }) => desk !== 'title');
    assert.equal((await put(without, version)).status, 200);
    const pair = await scenario.pair('contacts', 'crm', {
      Last_Name: 'Mapped',
      Email: 'mapped@plan.example',
    });
    await human.update('crm', 'contacts', pair.crm, { Title: 'Arrives' });
    await engine.settle();

    const made = await plan({ kind: 'mapping', config: { module, syncType, mappings, departmentIds } });
    assert.deepEqual(made.summary?.modules[0]?.fields, [{ target: 'desk', field: 'title', records: 1 }]);
    assert.equal(
      (await planner.get<Mapping>('/v1/modules/contacts/mapping')).version,
      version + 1,
      'not saved',
    );
    assert.equal((await put(mappings, version + 1)).status, 200);
    await engine.settle();
    assert.equal(human.record('desk', 'contacts', pair.desk)?.['title'], 'Arrives');
    assert.deepEqual(await drift(), NO_DRIFT);
  });

  it('a plan is for administrators; nonsense and modules that are not set up are refused', async () => {
    const { connector, adminToken, agentToken } = planner;
    const ask = (body: unknown, token: string) => connector.call('/v1/plan', { body, token });
    assert.equal((await ask({ kind: 'resume' }, agentToken)).status, 403);
    assert.equal((await ask({ kind: 'everything' }, adminToken)).status, 400);
    assert.equal((await ask({ kind: 'first-sync', modules: [] }, adminToken)).status, 400);
    const row = { desk: 'lastName', crm: 'No_Such_Field', direction: 'both' };
    const config = { module: 'contacts', mappings: [{ ...row, conflict: 'newest', initialWinner: 'crm' }] };
    const invalid = await ask({ kind: 'mapping', config }, adminToken);
    assert.equal(invalid.body['code'], 'mapping-invalid');
  });
});

describe('flight plans beside other work', () => {
  let planner: Planner;
  before(async () => {
    planner = await startPlanner(undefined);
    await planner.scenario.engine.firstSync();
  });
  after(() => planner.stop());

  it('of two administrators who plan at once one is told to wait; a plan survives a restart, a broken one says so', async () => {
    const { connector, scenario, adminToken: token } = planner;
    const ask = () => connector.call('/v1/plan', { body: { kind: 'resume' }, token });
    const answers = await Promise.all([ask(), ask()]);
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [202, 409]);
    assert.equal(answers.find(({ status }) => status === 409)?.body['code'], 'plan-running');
    const latest = async (from: TestConnector) =>
      ((await from.call('/v1/plan', { token })).body as unknown as LatestPlan).plan;
    while ((await latest(connector))?.state === 'computing') await delay(20);
    const restarted = await startConnector(scenario.sandbox, await freePort(), {
      store: scenario.engine.store,
    });
    try {
      const ready = await latest(restarted);
      assert.equal(ready?.state, 'ready');
      assert.deepEqual(ready, await latest(connector));

      const scratch = scenario.engine.store.rehearsalOf(scenario.engine.org.orgKey);
      const interrupted = { ...ready, state: 'computing', finishedAt: null, summary: null };
      await scratch.cursors.set('plan', JSON.stringify(interrupted));
      const lost = await latest(restarted);
      assert.equal(lost?.state, 'failed');
      assert.match(lost.problem ?? '', /plan again/);
      const again = await planner.plan({ kind: 'resume' });
      assert.equal(again.state, 'ready');
    } finally {
      await restarted.stop();
    }
  });

  it('P18: a plan that is computed while the sync writes disturbs nothing and writes nothing of its own', async () => {
    const { scenario, connector, adminToken: token } = planner;
    const { human, engine } = scenario;
    const pairs: { readonly desk: string; readonly crm: string }[] = [];
    for (const name of ['busy1', 'busy2', 'busy3']) {
      pairs.push(await scenario.pair('contacts', 'crm', { Last_Name: name, Email: `${name}@plan.example` }));
    }
    for (const { crm } of pairs) await human.update('crm', 'contacts', crm, { Title: 'Busy' });
    await engine.notify('contacts', 'crm', ...pairs.map(({ crm }) => crm));
    const gateway = engine.gateways.desk;
    const update = gateway.update.bind(gateway);
    let planned: LatestPlan['plan'] = null;
    gateway.update = async (module, changes, options) => {
      gateway.update = update;
      assert.equal((await connector.call('/v1/plan', { body: { kind: 'resume' }, token })).status, 202);
      do {
        await delay(20);
        planned = (await planner.get<LatestPlan>('/v1/plan')).plan;
      } while (planned?.state === 'computing');
      return await update(module, changes, options);
    };
    const writes = await scenario.writesDuring(() => engine.settle());
    assert.equal((planned as LatestPlan['plan'])?.state, 'ready');
    assert.equal(
      writes.reduce((sum, { mutations }) => sum + mutations, 0),
      3,
      'each once',
    );
    for (const { desk } of pairs) assert.equal(human.record('desk', 'contacts', desk)?.['title'], 'Busy');
    assert.deepEqual(await scenario.writesDuring(() => engine.settle()), []);
  });
});
