import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Access, Permissions } from '../../server/contract/permissions.ts';
import { permissionsOf } from '../../server/sync/profile-permissions.ts';
import { startScenarioApi, type ScenarioApi } from '../support/scenario-api.ts';

type Profile = Permissions['profiles'][number];

describe('permissions per profile', () => {
  let api: ScenarioApi;
  let orgKey: string;
  before(async () => {
    api = await startScenarioApi();
    orgKey = api.scenario.sandbox.orgPairs[0]?.deskOrgId ?? '';
    await api.connector.authorize(api.adminToken, 'desk', 'ada.admin@zylker.example');
    await api.connector.authorize(api.adminToken, 'crm', 'carla.crm@zylker.example');
  });
  after(() => api.stop());
  const profiles = async () => (await api.get<Permissions>('/v1/permissions')).profiles;
  async function light(): Promise<Profile> {
    const found = (await profiles()).find(({ name }) => name?.startsWith('Light'));
    assert.ok(found, 'Desk has a profile for light agents');
    return found;
  }
  const save = (profileId: string, body: object, token = api.adminToken) =>
    api.connector.call(`/v1/permissions/${profileId}`, { method: 'PUT', body, token });

  it('S53: each Desk profile is listed, and starts as Visible with Full Access', async () => {
    const all = await profiles();
    assert.ok(all.length >= 3, `${all.length} profiles`);
    for (const profile of all) {
      assert.equal(profile.permissions.visible, true);
      assert.equal(profile.hidden, false);
      const full = { access: 'full', activities: 'all' };
      assert.deepEqual(profile.summary, { accounts: full, contacts: full }, String(profile.name));
    }
  });

  it('S57, S58, S59: switching items off restricts that entity only, and mixes the activities', async () => {
    const { profileId, permissions, version } = await light();
    const { contacts } = permissions;
    const changed = {
      ...permissions,
      contacts: { ...contacts, potentials: false, activities: { ...contacts.activities, calls: false } },
    };
    const { status, body } = await save(profileId, { permissions: changed, expectedVersion: version });
    assert.equal(status, 200, JSON.stringify(body));
    const after = await light();
    assert.deepEqual(after.permissions, changed);
    assert.deepEqual(after.summary, {
      accounts: { access: 'full', activities: 'all' },
      contacts: { access: 'restricted', activities: 'some' },
    });
    const stored = await permissionsOf(api.scenario.engine.store.forOrg(orgKey), profileId);
    assert.equal(stored.contacts.potentials, false);
    const others = (await profiles()).filter((profile) => profile.profileId !== profileId);
    assert.ok(others.every(({ version: untouched }) => untouched === 0));
  });

  it('S60: an ordinary agent may neither read nor change them, and a change says who made it', async () => {
    const { profileId, permissions, version } = await light();
    const asAgent = await save(profileId, { permissions, expectedVersion: version }, api.agentToken);
    assert.equal(asAgent.status, 403);
    for (const path of ['/v1/permissions', '/v1/audit']) {
      assert.equal((await api.connector.call(path, { token: api.agentToken })).status, 403, path);
    }
    type Entry = { action: string; agentId: string; details: { profileId: string } };
    const { entries } = await api.get<{ entries: Entry[] }>('/v1/audit');
    assert.equal(entries.length, 1);
    assert.equal(entries[0]?.action, 'permissions-changed');
    assert.equal(entries[0].details.profileId, profileId);
    assert.match(entries[0].agentId, /^\d+$/);
  });

  it('of two administrators who change the same profile, the second is told', async () => {
    const { profileId, permissions, version } = await light();
    const bodies = [true, false].map((visible) => ({
      permissions: { ...permissions, visible },
      expectedVersion: version,
    }));
    const answers = await Promise.all(bodies.map((body) => save(profileId, body)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
    const told = answers.find(({ status }) => status === 409);
    assert.equal(told?.body['code'], 'stale-version');
  });

  it('settings of a profile that Desk has no more are flagged, and cannot be changed', async () => {
    const { permissions } = await light();
    const gone = '999999999';
    await api.scenario.engine.store.forOrg(orgKey).permissions.save(gone, permissions, 0);
    const listed = (await profiles()).find(({ profileId }) => profileId === gone);
    assert.equal(listed?.name, null);
    const refused = await save(gone, { permissions, expectedVersion: 1 });
    assert.equal(refused.status, 404);
    assert.equal(refused.body['code'], 'unknown-profile');
  });

  it('S55: an agent whose Desk profile was deleted sees nothing and is told, whatever was set for the profile', async () => {
    const { scenario, connector, agentToken } = api;
    const mine = async () =>
      (await connector.call('/v1/access', { token: agentToken })).body as unknown as Access;
    const before = await mine();
    assert.deepEqual([before.hidden, before.nothingBecause], [false, null]);
    scenario.sandbox.setUp({ product: 'desk', removeProfile: 'Agent' });
    await scenario.sandbox.advance('PT11M');
    const after = await mine();
    assert.deepEqual([after.hidden, after.nothingBecause], [true, 'profile-deleted']);
    const admin = await connector.call('/v1/access', { token: api.adminToken });
    assert.equal(admin.body['hidden'], false, 'others see what they saw');
    assert.equal((await connector.call('/v1/access')).status, 401);
  });

  it('an agent without a profile sees nothing', async () => {
    assert.equal((await permissionsOf(api.scenario.engine.store.forOrg(orgKey), null)).visible, false);
  });
});
