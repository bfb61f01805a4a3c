import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Panel } from '../../server/contract/panel.ts';
import type { Permissions, PermissionsPreview } from '../../server/contract/permissions.ts';
import type { ProfilePermissions } from '../../server/core/permissions/profile-permissions.ts';
import { NEW_PROFILE } from '../../server/core/permissions/profile-permissions.ts';
import { startPanelWorld, type PanelWorld } from '../support/panel-world.ts';

const noNotes: ProfilePermissions = {
  ...NEW_PROFILE,
  contacts: { ...NEW_PROFILE.contacts, notes: false },
};

describe('an administrator looks at a customer as a profile', () => {
  let world: PanelWorld;
  let adminToken: string;
  let contactId: string;
  let profileId: string;
  before(async () => {
    world = await startPanelWorld();
    contactId = world.idOf('contacts', 'Berg');
    adminToken = String((await world.connector.signIn('ada.admin@zylker.example')).body['token']);
    const { body } = await world.connector.call('/v1/permissions', { token: adminToken });
    const { profiles } = body as unknown as Permissions;
    profileId = profiles.find(({ name }) => name === 'Agent')?.profileId ?? '';
  });
  after(() => world.stop());

  const ask = (body: object, token = adminToken, profile = profileId) =>
    world.connector.call(`/v1/permissions/${profile}/preview`, { body, token });
  async function seenAs(body: object): Promise<Panel | null> {
    const answer = await ask({ place: 'contacts', id: contactId, ...body });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return (answer.body as unknown as PermissionsPreview).panel;
  }
  const settled = ({ readAt: _readAt, refreshing: _refreshing, ...rest }: Panel) => rest;

  it('S54: sees what an agent of that profile sees, on contact, account and ticket', async () => {
    await world.permit(() => noNotes);
    const places = [
      ['contacts', contactId],
      ['accounts', world.idOf('accounts', 'Cobalt Marine')],
      ['tickets', await world.ticketId('Pump makes a grinding noise')],
    ] as const;
    for (const [place, id] of places) {
      const agents = await world.open(place, id);
      const previewed = await seenAs({ place, id });
      assert.ok(previewed, place);
      assert.deepEqual(settled(previewed), settled(agents), place);
    }
    const contact = (await seenAs({}))?.contact;
    assert.equal(contact?.notes, undefined);
    assert.ok(contact?.potentials);
  });

  it('S54: tries settings that nobody saved, and saves nothing by it', async () => {
    await world.permit(() => NEW_PROFILE);
    const tried = await seenAs({ permissions: noNotes });
    assert.equal(tried?.contact?.notes, undefined);
    const stored = await seenAs({});
    assert.ok(stored?.contact?.notes);
    assert.ok((await world.open('contacts', contactId)).contact?.notes, 'agents see what they saw');
  });

  it('S55, S56: a profile that sees nothing shows nothing, and costs no call to CRM', async () => {
    const calls = await world.callsDuring(async () => {
      assert.equal(await seenAs({ permissions: { ...NEW_PROFILE, visible: false } }), null);
    });
    assert.deepEqual(
      calls.filter(({ product }) => product === 'crm'),
      [],
    );
  });

  it('S60: only administrators may, and who looked as whom is written down', async () => {
    const agentToken = String((await world.connector.signIn('otto.agent@zylker.example')).body['token']);
    const refused = await ask({ place: 'contacts', id: contactId }, agentToken);
    assert.deepEqual([refused.status, refused.body['code']], [403, 'administrator-required']);
    type Entry = { action: string; details: Record<string, unknown> };
    const { body } = await world.connector.call('/v1/audit', { token: adminToken });
    const { entries } = body as unknown as { entries: Entry[] };
    const looked = entries.find(({ action }) => action === 'permissions-previewed');
    assert.deepEqual(
      [looked?.details['profileId'], looked?.details['place'], looked?.details['deskId']],
      [profileId, 'contacts', contactId],
    );
  });

  it('S60: an unknown profile, record or setting is refused by name', async () => {
    const gone = await ask({ place: 'contacts', id: contactId }, adminToken, '999999999');
    assert.deepEqual([gone.status, gone.body['code']], [404, 'unknown-profile']);
    const nobody = await ask({ place: 'contacts', id: '999999999' });
    assert.deepEqual([nobody.status, nobody.body['code']], [404, 'desk-record-unknown']);
    const odd = await ask({ place: 'contacts', id: contactId, permissions: { visible: 'yes' } });
    assert.equal(odd.status, 400);
  });
});
