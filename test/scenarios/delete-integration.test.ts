import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { afterEach, describe, it } from 'node:test';
import { withSandbox } from '../../server/zoho/data-centers.ts';
import { createOAuth } from '../../server/zoho/oauth.ts';
import { EXTENSION_SECRET } from '../support/connector.ts';
import { until } from '../support/until.ts';
import { startScenarioApi, type ScenarioApi } from '../support/scenario-api.ts';

const ADMIN = 'ada.admin@zylker.example';
const CRM_ADMIN = 'carla.crm@zylker.example';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const PEOPLE = 12;

let api: ScenarioApi | undefined;
afterEach(async () => {
  await api?.stop();
  api = undefined;
});

/** Connected as an administrator would, subscribed, and everybody paired. */
async function integrated() {
  api = await startScenarioApi({
    seed: {
      'crm-contacts': Array.from({ length: PEOPLE }, (_, index) => ({
        Last_Name: `Person ${index}`,
        Email: index % 3 === 0 ? '' : `person${index}@delete.example`,
      })),
      'crm-accounts': [{ Account_Name: 'Plain Account' }],
      'desk-products': [{ productName: 'Plain Desk Product', department: 'Support' }],
    },
    modules: ['accounts', 'contacts'],
  });
  const { scenario, connector } = api;
  const orgKey = scenario.sandbox.orgPairs[0]?.deskOrgId ?? '';
  const adminToken = async () => String((await connector.signIn(ADMIN)).body['token']);
  let token = api.adminToken;
  /** Signs in anew when the session has ended. */
  async function call(path: string, method: string, body?: unknown) {
    const answer = await connector.call(path, { method, body, token });
    if (answer.status !== 401) return answer;
    token = await adminToken();
    return await connector.call(path, { method, body, token });
  }
  async function connect() {
    token = await adminToken();
    assert.equal((await connector.authorize(token, 'desk', ADMIN)).status, 200);
    assert.equal((await connector.authorize(token, 'crm', CRM_ADMIN)).status, 200);
  }
  /** Maps with what is suggested and starts, as the wizard does. */
  async function setUp() {
    for (const module of ['accounts', 'contacts']) {
      const { body } = await call(`/v1/modules/${module}/mapping`, 'GET');
      assert.equal(body['version'], 0, 'nothing is left of the former configuration');
      const { mappings } = body;
      const saved = await call(`/v1/modules/${module}/config`, 'PUT', {
        syncType: 'two-way',
        mappings,
        departmentIds: [],
        expectedVersion: 0,
      });
      assert.equal(saved.status, 200, JSON.stringify(saved.body));
    }
    const started = await call('/v1/sync/start', 'POST', { modules: ['accounts', 'contacts'] });
    assert.equal(started.status, 200, JSON.stringify(started.body));
    await scenario.engine.settle();
  }
  const state = async () => (await call('/v1/integration', 'GET')).body['state'];
  const remove = () => call('/v1/integration', 'DELETE');

  await connect();
  await connector.renew(orgKey);
  await scenario.engine.firstSync();
  await scenario.sandbox.world.clock.advance(MINUTE);
  assert.equal(scenario.human.records('desk', 'contacts').length, PEOPLE);
  const { human, engine, sandbox } = scenario;
  return { scenario, human, engine, sandbox, connector, orgKey, call, connect, setUp, state, remove };
}

const NOTHING_LEFT = { desk: 0, crm: 0 };

describe('delete integration', () => {
  it('S84: only an administrator may, and a second click changes nothing', async () => {
    const { connector, call, remove, state } = await integrated();
    const asAgent = await connector.call('/v1/integration', { method: 'DELETE', token: api?.agentToken });
    assert.equal(asAgent.status, 403);
    assert.equal(await state(), 'active', 'a refused click leaves all unchanged');
    for (let click = 0; click < 2; click += 1) {
      const { status, body } = await remove();
      assert.equal(status, 200, JSON.stringify(body));
      assert.deepEqual(body, { state: 'deleted', finished: true });
    }
    const resumed = await call('/v1/sync/resume', 'POST');
    assert.equal(resumed.body['code'], 'illegal-transition');
  });

  it('S84: it may be deleted while paused, and in the middle of the first import', async () => {
    const paused = await integrated();
    await paused.call('/v1/sync/pause', 'POST');
    assert.deepEqual((await paused.remove()).body, { state: 'deleted', finished: true });
    await paused.connect();
    const { engine, human } = paused;
    const ids = human.records('crm', 'contacts').map((row) => String(row['id']));
    for (const id of ids) await human.update('crm', 'contacts', id, { Phone: '1' });
    const update = engine.gateways.desk.update.bind(engine.gateways.desk);
    let removing: ReturnType<typeof paused.remove> | undefined;
    engine.gateways.desk.update = (module, changes, options) => {
      removing ??= paused.remove();
      return update(module, changes, options);
    };
    await paused.setUp();
    assert.deepEqual((await removing)?.body, { state: 'deleted', finished: true });
    const writes = await paused.scenario.writesDuring(() => engine.settle());
    assert.deepEqual(writes, [], 'and nothing goes on');
  });

  it('S85: webhook and channel are gone, the tokens are dead, and no call is made any more', async () => {
    const { scenario, human, engine, sandbox, connector, orgKey, remove } = await integrated();
    const { credentials, subscriptions } = connector.store.forOrg(orgKey);
    const tokens = await Promise.all((['desk', 'crm'] as const).map((product) => credentials.get(product)));
    assert.equal((await subscriptions.list('desk')).length + (await subscriptions.list('crm')).length, 2);
    const delivered = () => connector.logLines.filter((line) => line.includes('/callbacks/')).length;
    await remove();

    const oauth = createOAuth({ dataCenters: withSandbox(sandbox.urls) });
    for (const token of tokens) {
      const { refreshToken = '' } = token ?? {};
      const client = sandbox.connectorClient;
      await assert.rejects(oauth.refresh({ dc: 'sandbox', client, refreshToken }), {
        code: 'reauthorization-required',
      });
    }
    const before = delivered();
    const [crmId = ''] = human.records('crm', 'contacts').map((row) => String(row['id']));
    const [deskId = ''] = human.records('desk', 'contacts').map((row) => String(row['id']));
    await human.update('crm', 'contacts', crmId, { Phone: '1' });
    await human.update('desk', 'contacts', deskId, { phone: '2' });
    await sandbox.world.clock.advance(DAY);
    assert.equal(delivered(), before, 'Zoho calls us no more');

    const calls = sandbox.calls.list().length;
    await scenario.sync('contacts', 'crm', crmId);
    await engine.settle();
    await connector.deleteIntegration.finishAll();
    assert.equal(sandbox.calls.list().length, calls);
  });

  it('S86: nothing of a customer is stored any more but the pairs', async () => {
    const { connector, orgKey, remove, call } = await integrated();
    const org = connector.store.forOrg(orgKey);
    const runs = await org.runs.list('2000-01-01T00:00:00.000Z');
    assert.ok(runs.length > 0);
    await remove();
    for (const path of ['/v1/history', '/v1/failures', '/v1/integration']) {
      const { status, body } = await call(path, 'GET');
      assert.equal(status, 200, path);
      assert.doesNotMatch(JSON.stringify(body), /Person|delete\.example/, path);
    }
    assert.deepEqual(await org.runs.list('2000-01-01T00:00:00.000Z'), []);
    assert.deepEqual(await org.keys.all('contacts', 'crm'), []);
    assert.equal(await org.credentials.get('crm'), null);
    assert.equal(await org.configs.current('contacts'), null);
    assert.equal(await org.links.count('contacts'), PEOPLE);
  });

  it('S88: integrated again, the pairs are found, nothing is created, and what changed meanwhile is merged', async () => {
    const { human, engine, sandbox, scenario, remove, connect, setUp, state } = await integrated();
    const [first = '', second = ''] = human.records('crm', 'contacts').map((row) => String(row['id']));
    const partner = String(await scenario.partnerId('contacts', 'crm', second));
    await remove();
    assert.equal(human.records('desk', 'contacts').length, PEOPLE, 'synced records stay');
    await human.update('crm', 'contacts', first, { Phone: 'from CRM' });
    await human.update('desk', 'contacts', partner, { phone: 'from Desk' });
    await sandbox.world.clock.advance(20 * DAY);
    await connect();
    assert.equal(await state(), 'configured');
    const writes = await scenario.writesDuring(setUp);
    assert.deepEqual(NOTHING_LEFT, {
      desk: human.records('desk', 'contacts').length - PEOPLE,
      crm: human.records('crm', 'contacts').length - PEOPLE,
    });
    const records = writes.filter(({ path }) => /contacts|accounts/i.test(path));
    assert.equal(records.length, 2, JSON.stringify(records));
    assert.equal((await scenario.partner('contacts', 'crm', first))['phone'], 'from CRM');
    assert.equal(human.record('crm', 'contacts', second)?.['Phone'], 'from Desk');
    await engine.settle();
  });

  it('S88: after 30 days the pairs are forgotten, and matching by key still creates nobody with an e-mail twice', async () => {
    const { sandbox, connector, orgKey, remove, connect, setUp, state, human } = await integrated();
    await remove();
    await sandbox.world.clock.advance(31 * DAY);
    await connector.deleteIntegration.finishAll();
    assert.equal(await connector.store.forOrg(orgKey).links.count('contacts'), 0);
    assert.equal(await state(), 'none');
    await connect();
    await setUp();
    const withEmail = human.records('desk', 'contacts').filter((row) => row['email']);
    assert.equal(withEmail.length, (PEOPLE * 2) / 3);
  });

  it('S85: with Zoho out of reach it is deleted all the same, and unsubscribing is tried again', async () => {
    const { sandbox, connector, orgKey, remove, connect, call, state } = await integrated();
    sandbox.setFaults({ rules: [{ kind: 'unavailable', product: 'crm', path: 'watch' }] });
    assert.deepEqual((await remove()).body, { state: 'deleted', finished: false });
    const token = String((await connector.signIn(ADMIN)).body['token']);
    const again = await connector.call('/v1/connections/crm/authorize', { body: {}, token });
    assert.equal(again.body['code'], 'deletion-running');
    sandbox.setFaults({});
    await connector.deleteIntegration.finishAll();
    assert.equal(await connector.store.forOrg(orgKey).credentials.get('crm'), null);
    await connect();
    assert.equal(await state(), 'configured');
    assert.equal((await call('/v1/integration', 'GET')).status, 200);
  });

  it('an uninstall erases every row of the organisation, and only a call that Desk signed does', async () => {
    const { connector, orgKey, scenario } = await integrated();
    const text = JSON.stringify({ event: 'onUninstall', orgId: Number(orgKey), securityContext: 'opaque' });
    const send = (secret: string) =>
      fetch(`${connector.url}/callbacks/extension`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          HASH: createHmac('sha256', secret).update(text).digest('hex'),
        },
        body: text,
      });
    assert.equal((await send('a wrong secret')).status, 401);
    assert.equal(await connector.store.forOrg(orgKey).links.count('contacts'), PEOPLE);
    assert.equal((await send(EXTENSION_SECRET)).status, 200);
    const org = connector.store.forOrg(orgKey);
    await until(async () => (await org.integration.get()) === null);
    assert.equal(await org.links.count('contacts'), 0);
    assert.equal((await send(EXTENSION_SECRET)).status, 200, 'a repeated call is no error');
    assert.deepEqual(await scenario.writesDuring(() => scenario.engine.settle()), []);
  });

  it('an uninstall that a stopped process left half done is finished by the next one', async () => {
    const { connector, orgKey, state } = await integrated();
    await connector.deleteIntegration.beginUninstall(orgKey);
    assert.equal(await state(), 'deleted', 'nothing is written from now on');
    await connector.deleteIntegration.finishAll();
    const org = connector.store.forOrg(orgKey);
    assert.equal(await org.integration.get(), null);
    assert.equal(await org.links.count('contacts'), 0);
  });
});
