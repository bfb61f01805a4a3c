import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { LatestDraft } from '../../server/contract/drafts.ts';
import type { Integration } from '../../server/contract/integration.ts';
import type { ModuleMapping } from '../../server/contract/mapping.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { startConnector, type TestConnector } from '../support/connector.ts';
import { freePort } from '../support/free-port.ts';

const ADMIN = 'ada.admin@zylker.example';
const CARLA = 'carla.crm@zylker.example';

describe('the wizard, closed and opened again at every step', () => {
  let sandbox: Sandbox;
  let connector: TestConnector;
  let token: string;
  before(async () => {
    const port = await freePort();
    sandbox = await startSandbox({
      seed: 'small',
      settings: { autoApprove: true },
      connectorClient: { redirectUris: [`http://127.0.0.1:${port}/oauth/callback`] },
    });
    connector = await startConnector(sandbox, port);
    token = String((await connector.signIn(ADMIN)).body['token']);
  });
  after(async () => {
    await connector.stop();
    await sandbox.stop();
  });
  async function get<T>(path: string): Promise<T> {
    const { status, body } = await connector.call(path, { token });
    assert.equal(status, 200, `${path}: ${JSON.stringify(body)}`);
    return body as T;
  }
  const step = async () => (await get<Integration>('/v1/integration')).step;
  async function configure(module: string): Promise<void> {
    const { mappings, version } = await get<ModuleMapping>(`/v1/modules/${module}/mapping`);
    const { departments } = await get<{ departments: { id: string }[] }>('/v1/departments');
    const departmentIds = module === 'products' ? departments.map(({ id }) => id) : [];
    const body = { mappings, departmentIds, expectedVersion: version };
    const saved = await connector.call(`/v1/modules/${module}/config`, { method: 'PUT', token, body });
    assert.equal(saved.status, 200, JSON.stringify(saved.body));
  }
  const authorizeUrl = async (body: object) => {
    const started = await connector.call('/v1/connections/crm/authorize', { token, body });
    return new URL(String(started.body['authorizeUrl']));
  };

  it('S10, S11: begins with Integrate, and offers the administrator’s own account', async () => {
    const integration = await get<Integration>('/v1/integration');
    assert.equal(integration.step, 'integrate');
    assert.deepEqual(integration.suggestedCrmAccounts, [ADMIN]);
    const url = await authorizeUrl({ loginHint: integration.suggestedCrmAccount });
    assert.equal(url.searchParams.get('login_hint'), ADMIN, 'Zoho shows it filled in');
    assert.equal(await step(), 'connect-desk');
  });

  it('S12: "Configure another account" clears the offer, and another account is accepted', async () => {
    await connector.authorize(token, 'desk', ADMIN);
    assert.equal(await step(), 'connect-crm');
    const url = await authorizeUrl({});
    assert.equal(url.searchParams.has('login_hint'), false);
    const { status } = await connector.authorize(token, 'crm', CARLA);
    assert.equal(status, 200);
    const { connections, suggestedCrmAccounts } = await get<Integration>('/v1/integration');
    assert.equal(connections.find(({ product }) => product === 'crm')?.accountEmail, CARLA);
    assert.deepEqual(suggestedCrmAccounts, [CARLA, ADMIN], 'several: the one in use first');
  });

  it('S13, S22, S27: goes on where a result is missing', async () => {
    assert.equal(await step(), 'contacts-accounts');
    await configure('accounts');
    assert.equal(await step(), 'contacts-accounts');
    await configure('contacts');
    assert.equal(await step(), 'products');
    await configure('products');
    assert.equal(await step(), 'start');
    const start = await connector.call('/v1/sync/start', {
      token,
      body: { modules: ['accounts', 'contacts'] },
    });
    assert.equal(start.status, 200);
    assert.equal(await step(), 'running');
  });

  it('S21: an edit that was not saved is kept per administrator, has no effect, and goes with the saving', async () => {
    const path = '/v1/modules/contacts/draft';
    assert.equal((await get<LatestDraft>(path)).draft, null);
    const { mappings, version } = await get<ModuleMapping>('/v1/modules/contacts/mapping');
    const edited = mappings.slice(0, 3);
    const put = await connector.call(path, {
      method: 'PUT',
      token,
      body: { syncType: 'crm-to-desk', mappings: edited, basedOn: version },
    });
    assert.equal(put.status, 200, JSON.stringify(put.body));
    const kept = (await get<LatestDraft>(path)).draft;
    assert.deepEqual([kept?.syncType, kept?.mappings, kept?.stale], ['crm-to-desk', edited, false]);
    assert.equal((await get<ModuleMapping>('/v1/modules/contacts/mapping')).version, version, 'no effect');

    const org = connector.store.forOrg(sandbox.orgPairs[0]?.deskOrgId ?? '');
    const config = await org.configs.current('contacts');
    assert.ok(config);
    await org.configs.save(config, version, connector.clock.now());
    assert.equal((await get<LatestDraft>(path)).draft?.stale, true, 'somebody else saved meanwhile');
    const body = { mappings: edited, expectedVersion: version };
    const stale = await connector.call('/v1/modules/contacts/config', { method: 'PUT', token, body });
    assert.deepEqual([stale.status, stale.body['code']], [409, 'stale-version']);
    assert.ok((await get<LatestDraft>(path)).draft, 'a refused saving loses nothing');
    const saved = await connector.call('/v1/modules/contacts/config', {
      method: 'PUT',
      token,
      body: { ...body, expectedVersion: version + 1 },
    });
    assert.equal(saved.status, 200, JSON.stringify(saved.body));
    assert.equal((await get<LatestDraft>(path)).draft, null);
  });

  it('S19, S21: a row whose fields are not all chosen is kept in the draft, and cannot be saved', async () => {
    const path = '/v1/modules/products/draft';
    const half = { desk: 'productName', crm: '', direction: 'both', conflict: 'ask', initialWinner: 'desk' };
    const put = await connector.call(path, { method: 'PUT', token, body: { mappings: [half], basedOn: 0 } });
    assert.equal(put.status, 200, JSON.stringify(put.body));
    assert.deepEqual((await get<LatestDraft>(path)).draft?.mappings, [half]);
    const saved = await connector.call('/v1/modules/products/config', {
      method: 'PUT',
      token,
      body: { mappings: [half], expectedVersion: 0 },
    });
    assert.deepEqual([saved.status, saved.body['code']], [400, 'invalid-request']);
  });

  it('S21: a draft can be thrown away, twice', async () => {
    const path = '/v1/modules/products/draft';
    const body = { mappings: [], basedOn: 1 };
    await connector.call(path, { method: 'PUT', token, body });
    for (let round = 0; round < 2; round += 1) {
      assert.equal((await connector.call(path, { method: 'DELETE', token })).status, 200);
      assert.equal((await get<LatestDraft>(path)).draft, null);
    }
  });
});
