import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Integration } from '../../server/contract/integration.ts';
import type { ModuleConfig } from '../../server/core/mapping/field-mapping.ts';
import type { Module } from '../../server/core/record.ts';
import { adoptLegacy } from '../../server/sync/legacy-import.ts';
import type { Answer, CallOptions } from '../support/connector.ts';
import { startScenarioApi, type ScenarioApi } from '../support/scenario-api.ts';

const DAY_MS = 24 * 3_600_000;
const HOUR_MS = 3_600_000;
const ADMIN = 'ada.admin@zylker.example';

interface Legacy extends ScenarioApi {
  readonly orgKey: string;
  /** Id of the CRM view "New This Week", which shows what was created in the last seven days. */
  readonly newThisWeek: string;
  admin(path: string, options?: CallOptions): Promise<Answer>;
  integration(): Promise<Integration>;
  adopt(modules?: readonly Module[], viewId?: string): Promise<void>;
  connect(): Promise<void>;
  readonly desk: (email: string) => readonly Readonly<Record<string, unknown>>[];
}

/** An organisation that has used the scheduled import of "New This Week", once an hour. */
async function startLegacy(): Promise<Legacy> {
  const api = await startScenarioApi();
  const { scenario, connector } = api;
  const { sandbox, engine } = scenario;
  const orgKey = sandbox.orgPairs[0]?.deskOrgId ?? '';
  await engine.org.transaction(({ erasure }) => erasure.everything());
  const grant = sandbox.token({ orgId: orgKey });
  const answer = await fetch(`${sandbox.urls.crm}/crm/v8/settings/custom_views?module=Contacts`, {
    headers: { authorization: `Zoho-oauthtoken ${grant.access_token}` },
  });
  const { custom_views: views } = (await answer.json()) as {
    custom_views: readonly { readonly id: string; readonly name: string }[];
  };
  const newThisWeek = views.find(({ name }) => name === 'New This Week')?.id ?? '';
  let token = api.adminToken;
  /** The virtual clock outlives sessions, so the administrator signs in anew when asked to. */
  async function admin(path: string, options: CallOptions = {}): Promise<Answer> {
    const answer = await connector.call(path, { ...options, token });
    if (answer.status !== 401) return answer;
    token = String((await connector.signIn(ADMIN)).body['token']);
    return connector.call(path, { ...options, token });
  }
  return {
    ...api,
    orgKey,
    newThisWeek,
    admin,
    async integration() {
      const { status, body } = await admin('/v1/integration');
      assert.equal(status, 200, JSON.stringify(body));
      return body as unknown as Integration;
    },
    adopt: (modules = ['contacts'], viewId = newThisWeek) =>
      adoptLegacy(
        engine.store,
        orgKey,
        {
          deskDataCenter: 'sandbox',
          imports: modules.map((module) => ({
            module,
            viewId,
            viewName: 'New This Week',
            departmentIds: [],
            everyMinutes: 60,
          })),
        },
        connector.clock.now(),
      ),
    async connect() {
      await admin('/v1/integration');
      await connector.authorize(token, 'desk', ADMIN);
      await connector.authorize(token, 'crm', 'carla.crm@zylker.example');
    },
    desk: (email) => scenario.human.records('desk', 'contacts').filter((row) => row['email'] === email),
  };
}

const person = (name: string) => ({ Last_Name: name, Email: `${name.toLowerCase()}@import.example` });

describe('S89: the scheduled import of CRM custom views', () => {
  let legacy: Legacy;
  before(async () => {
    legacy = await startLegacy();
  });
  after(() => legacy.stop());

  it('S89: imports what the view shows, one way, and only when the schedule says so', async () => {
    const { scenario, desk } = legacy;
    const { human, engine, sandbox } = scenario;
    await human.create('crm', 'contacts', person('Outside'));
    await sandbox.world.clock.advance(8 * DAY_MS);
    const inside = await human.create('crm', 'contacts', person('Inside'));
    await legacy.adopt();
    await engine.settle();
    assert.equal(desk('inside@import.example').length, 0, 'nothing before both products are connected');

    await legacy.connect();
    assert.equal((await legacy.integration()).state, 'legacy', 'connecting is not switching');
    const importing = await scenario.writesDuring(() => engine.settle());
    assert.ok(importing.length > 0 && importing.every(({ product }) => product === 'desk'));
    assert.equal(desk('inside@import.example').length, 1);
    assert.equal(desk('outside@import.example').length, 0, 'the view does not show it');

    await human.update('crm', 'contacts', inside, { Title: 'Captain' });
    const calls = sandbox.calls.list().length;
    await engine.settle();
    assert.equal(sandbox.calls.list().length, calls, 'the next import is not due');
    await sandbox.world.clock.advance(HOUR_MS);
    await engine.settle();
    assert.equal((await scenario.partner('contacts', 'crm', inside))['title'], 'Captain');

    const deskId = (await scenario.partnerId('contacts', 'crm', inside)) ?? '';
    await human.update('desk', 'contacts', deskId, { title: 'Admiral' });
    await sandbox.world.clock.advance(HOUR_MS);
    const back = await scenario.writesDuring(() => engine.settle());
    assert.ok(
      back.every(({ product }) => product === 'desk'),
      'nothing goes to CRM',
    );
    assert.equal(human.record('crm', 'contacts', inside)?.['Title'], 'Captain');
  });

  it('S89: the page shows what is imported; a view that CRM lost is named, and other modules go on', async () => {
    const { scenario } = legacy;
    const [entry] = (await legacy.integration()).legacyImports;
    assert.equal(entry?.viewName, 'New This Week');
    assert.equal(entry.everyMinutes, 60);
    assert.ok(entry.importedAt);
    await legacy.adopt(['accounts'], '999999999999');
    await scenario.engine.settle();
    const { problems, state } = await legacy.integration();
    assert.equal(state, 'legacy');
    assert.deepEqual(
      problems.map(({ topic, code, details }) => [topic, code, details['viewId']]),
      [['import-accounts', 'view-unreadable', '999999999999']],
    );
    await legacy.adopt();
    await scenario.sandbox.world.clock.advance(HOUR_MS);
    const later = await scenario.human.create('crm', 'contacts', person('Later'));
    await scenario.engine.settle();
    assert.ok(await scenario.partnerId('contacts', 'crm', later));
  });
});

describe('Enable Two-way Sync', () => {
  let legacy: Legacy;
  before(async () => {
    legacy = await startLegacy();
  });
  after(() => legacy.stop());
  const post = () => legacy.admin('/v1/integration/switch', { method: 'POST' });

  it('S90: who does not continue, may not, or is not connected leaves the import as it was', async () => {
    await legacy.adopt();
    const untouched = await legacy.integration();
    const asAgent = { method: 'POST', token: legacy.agentToken };
    assert.equal((await legacy.connector.call('/v1/integration/switch', asAgent)).status, 403);
    const early = await post();
    assert.equal(early.status, 409);
    assert.equal(early.body['code'], 'not-connected');
    assert.deepEqual(await legacy.integration(), untouched);
    assert.equal(untouched.state, 'legacy');
    assert.equal(untouched.switchedAt, null);
  });

  it('S91, S92: after Continue there is no way back, also after deletion, and views are forgotten', async () => {
    const { scenario } = legacy;
    await scenario.human.create('crm', 'contacts', person('Imported'));
    // Imported by the product of old: there in Desk, but nobody noted a pair.
    await scenario.human.create('crm', 'contacts', person('Oldtimer'));
    await scenario.human.create('desk', 'contacts', {
      lastName: 'Oldtimer',
      email: 'oldtimer@import.example',
    });
    await legacy.adopt();
    await legacy.connect();
    await scenario.engine.settle();
    assert.equal(legacy.desk('imported@import.example').length, 1);

    const first = await post();
    assert.equal(first.status, 200, JSON.stringify(first.body));
    assert.deepEqual((await post()).body, first.body, 'a double click is one switch');
    const switched = await legacy.integration();
    assert.equal(switched.state, 'configured');
    assert.equal(switched.switchedAt, first.body['switchedAt']);
    assert.deepEqual(switched.legacyImports, []);
    await assert.rejects(legacy.adopt(), { code: 'illegal-transition' });
    await scenario.human.create('crm', 'contacts', person('Afterwards'));
    await scenario.sandbox.world.clock.advance(10 * 60_000);
    const calls = scenario.sandbox.calls.list().length;
    await scenario.engine.settle();
    assert.equal(scenario.sandbox.calls.list().length, calls, 'nothing is imported any more');
    const { body } = await legacy.admin('/v1/audit');
    const entries = body['entries'] as readonly { action: string }[];
    assert.equal(entries.filter(({ action }) => action === 'switched-to-sync').length, 1);
  });

  it('S93: the standard fields are pre-mapped, and the sync type is chosen as in step 2', async () => {
    const config = (await legacy.admin('/v1/modules/contacts/mapping')).body as unknown as ModuleConfig;
    assert.equal(config.version, 0, 'nothing of the import is kept as a choice');
    assert.ok(config.mappings.some(({ crm }) => crm === 'Email'));
    const start = await legacy.admin('/v1/sync/start', { body: { modules: ['contacts'] } });
    assert.equal(start.body['code'], 'module-not-configured');
    const saved = await legacy.admin('/v1/modules/contacts/config', {
      method: 'PUT',
      body: { syncType: 'crm-to-desk', mappings: config.mappings, departmentIds: [], expectedVersion: 0 },
    });
    assert.equal(saved.status, 200, JSON.stringify(saved.body));
  });

  it('S95: starting the sync pairs what was imported and creates none of it again', async () => {
    const { scenario, desk } = legacy;
    const start = await legacy.admin('/v1/sync/start', { body: { modules: ['contacts'] } });
    assert.ok(start.status < 300, JSON.stringify(start.body));
    await scenario.engine.settle();
    assert.equal(desk('imported@import.example').length, 1);
    assert.equal(desk('oldtimer@import.example').length, 1);
    assert.equal(desk('afterwards@import.example').length, 1, 'also what no view brought');
    const counts = (await scenario.engine.org.runs.latest('first-sync'))?.counts ?? [];
    assert.equal(
      counts.reduce((sum, { added }) => sum + added, 0),
      1,
      'Afterwards alone',
    );
  });

  it('S94: one-way after the switch follows events, without a schedule or a view', async () => {
    const { scenario, desk } = legacy;
    const id = await scenario.human.create('crm', 'contacts', person('Eventful'));
    await scenario.sync('contacts', 'crm', id);
    assert.equal(desk('eventful@import.example').length, 1);
    const deskId = (await scenario.partnerId('contacts', 'crm', id)) ?? '';
    await scenario.human.update('desk', 'contacts', deskId, { title: 'Mine' });
    await scenario.sync('contacts', 'desk', deskId);
    assert.notEqual(scenario.human.record('crm', 'contacts', id)?.['Title'], 'Mine');
    assert.equal((await legacy.integration()).state, 'active');
  });

  it('S91: deleting and integrating again leads to the sync, not back to the import', async () => {
    const deleted = await legacy.admin('/v1/integration', { method: 'DELETE' });
    assert.equal(deleted.status, 200, JSON.stringify(deleted.body));
    await assert.rejects(legacy.adopt(), { code: 'illegal-transition' });
    await legacy.connect();
    const again = await legacy.integration();
    assert.equal(again.state, 'configured');
    assert.ok(again.switchedAt, 'remembered');
    await assert.rejects(legacy.adopt(), { code: 'illegal-transition' });
  });
});
