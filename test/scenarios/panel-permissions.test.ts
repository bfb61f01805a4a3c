import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type {
  EntityPermissions,
  ProfilePermissions,
} from '../../server/core/permissions/profile-permissions.ts';
import { startPanelWorld, type PanelWorld } from '../support/panel-world.ts';

type Full = ProfilePermissions;
const ITEMS = ['information', 'potentials', 'notes', 'calls', 'events', 'tasks'] as const;
const ENTITIES = ['contacts', 'accounts'] as const;

/** One setting of an entity's items, from the bits of a number below 64. */
function entityOf(bits: number, shown = true): EntityPermissions {
  const [
    information = false,
    potentials = false,
    notes = false,
    calls = false,
    events = false,
    tasks = false,
  ] = ITEMS.map((_, at) => (bits >> at) % 2 === 1);
  return { shown, information, potentials, notes, activities: { calls, events, tasks } };
}
const allowedBy = ({ information, potentials, notes, activities }: EntityPermissions) => ({
  information,
  potentials,
  notes,
  ...activities,
});

describe('what a profile sees of a customer', () => {
  let world: PanelWorld;
  let deskId: string;
  let profileId: string;
  let version = 0;
  /** CRM ids by entity and item, so that their secrets can be exchanged. */
  const made = new Map<string, { readonly module: string; readonly field: string; readonly id: string }>();
  const secret = (entity: string, item: string, series: string) => `secret-${series}-${entity}-${item}-`;

  before(async () => {
    world = await startPanelWorld();
    deskId = world.idOf('contacts', 'Berg');
    const panel = await world.open('contacts', deskId);
    const ids = { contacts: panel.contact?.record.id ?? '', accounts: panel.account?.record.id ?? '' };
    for (const entity of ENTITIES) {
      const party =
        entity === 'contacts' ? { Who_Id: { id: ids.contacts } } : { What_Id: { id: ids.accounts } };
      const named =
        entity === 'contacts'
          ? { Contact_Name: { id: ids.contacts } }
          : { Account_Name: { id: ids.accounts } };
      const parent = {
        id: ids[entity],
        module: { api_name: entity === 'contacts' ? 'Contacts' : 'Accounts' },
      };
      const now = '2027-01-01T10:00:00+00:00';
      const add = async (item: string, module: string, field: string, values: object) => {
        const text = { [field]: secret(entity, item, 'a') };
        made.set(`${entity} ${item}`, {
          module,
          field,
          id: await world.inCrm(module, { ...values, ...text }),
        });
      };
      const module = entity === 'contacts' ? 'Contacts' : 'Accounts';
      made.set(`${entity} information`, { module, field: 'Description', id: ids[entity] });
      await add('potentials', 'Deals', 'Deal_Name', {
        Stage: 'Qualification',
        Closing_Date: '2027-01-01',
        ...named,
      });
      await add('notes', 'Notes', 'Note_Content', { Parent_Id: parent });
      await add('calls', 'Calls', 'Subject', { Call_Type: 'Inbound', Call_Start_Time: now, ...party });
      await add('events', 'Events', 'Event_Title', { Start_DateTime: now, End_DateTime: now, ...party });
      await add('tasks', 'Tasks', 'Subject', party);
    }
    await plant('a');
    profileId = await agentProfile();
  });
  after(() => world.stop());

  async function agentProfile(): Promise<string> {
    const { data } = (await world.desk('GET', '/agents?limit=50')) as { data: Record<string, string>[] };
    return data.find(({ emailId }) => emailId === 'otto.agent@zylker.example')?.['profileId'] ?? '';
  }
  async function plant(series: string): Promise<void> {
    for (const [name, { module, field, id }] of made) {
      const [entity = '', item = ''] = name.split(' ');
      await world.crm('PUT', `/${module}`, { data: [{ id, [field]: secret(entity, item, series) }] });
    }
    await world.later(10_000);
    await world.permit((full) => full);
    version = 0;
    await world.open('contacts', deskId, '?refresh=true');
  }
  /** Straight into the store: what the route does is tested elsewhere. */
  async function allow(permissions: Full): Promise<void> {
    const { permissions: stored } = world.scenario.engine.org;
    version = version === 0 ? ((await stored.get(profileId))?.version ?? 0) : version;
    assert.equal(await stored.save(profileId, permissions, version), true);
    version += 1;
  }
  /** The answer's text without what differs between two reads of the same. */
  async function seen(permissions: Full): Promise<string> {
    await allow(permissions);
    const { status, body } = await world.call(`/v1/panel/contacts/${deskId}`);
    assert.equal(status, 200, JSON.stringify(body));
    return JSON.stringify({ ...body, readAt: '' });
  }
  const settings = Array.from({ length: 64 }, (_, bits): Full => ({
    visible: true,
    contacts: entityOf(bits),
    accounts: entityOf(63 - bits),
  }));

  it('S54, S58, S59: in all 2^6 settings of an entity’s items the answer holds what is allowed and nothing else', async () => {
    for (const permissions of settings) {
      const text = await seen(permissions);
      for (const entity of ENTITIES) {
        const allowed = allowedBy(permissions[entity]);
        for (const item of ITEMS) {
          // A deal of the contact is no deal of the account here, so each secret has one place.
          assert.equal(
            text.includes(secret(entity, item, 'a')),
            allowed[item],
            `${entity} ${item} with ${JSON.stringify(permissions[entity])}`,
          );
        }
      }
    }
  });

  it('S54: no denied data has any influence on the answer (P21)', async () => {
    const before: string[] = [];
    for (const permissions of settings) before.push(await seen(permissions));
    await plant('b');
    for (const [index, permissions] of settings.entries()) {
      const expected = before[index]?.replaceAll('secret-a-', 'secret-b-');
      assert.equal(await seen(permissions), expected, JSON.stringify(permissions));
    }
  });

  it('S53, S57: a profile that nobody changed sees everything', async () => {
    await world.permit((full) => full);
    version = 0;
    const panel = await world.open('contacts', deskId);
    for (const block of [panel.contact, panel.account]) {
      assert.deepEqual(Object.keys(block ?? {}).sort(), ['record', ...ITEMS].sort());
    }
  });

  it('S55, S56: a profile that is not visible, or sees neither entity, gets 403 from everything', async () => {
    const hidden: readonly Full[] = [
      { visible: false, contacts: entityOf(63), accounts: entityOf(63) },
      { visible: true, contacts: entityOf(63, false), accounts: entityOf(63, false) },
    ];
    const ticket = await world.ticketId('Pump makes a grinding noise');
    const department = await world.departmentId('Support');
    for (const permissions of hidden) {
      await allow(permissions);
      for (const path of [
        `/v1/panel/contacts/${deskId}`,
        `/v1/panel/tickets/${ticket}`,
        `/v1/panel/contacts/${deskId}/contacts/notes`,
        `/v1/panel/contacts/${deskId}/candidates?entity=contacts`,
        '/v1/panel-options',
        '/v1/handshake/departments',
        `/v1/handshake/${department}`,
      ]) {
        const { status, body } = await world.call(path);
        assert.deepEqual([status, body['code']], [403, 'crm-hidden'], path);
      }
      const note = await world.act('contacts', deskId, 'notes', { entity: 'contacts', content: 'Not seen' });
      assert.deepEqual([note.status, note.body['code']], [403, 'crm-hidden']);
    }
  });

  it('S56: of two entities a profile may see either one', async () => {
    await allow({ visible: true, contacts: entityOf(63), accounts: entityOf(63, false) });
    const contactOnly = await world.open('contacts', deskId);
    assert.deepEqual(['contact' in contactOnly, 'account' in contactOnly], [true, false]);
    assert.deepEqual(Object.keys(contactOnly.match), ['contacts']);
    assert.deepEqual(Object.keys(contactOnly.can), ['contacts']);
    await allow({ visible: true, contacts: entityOf(63, false), accounts: entityOf(63) });
    const accountOnly = await world.open('contacts', deskId);
    assert.deepEqual(['contact' in accountOnly, 'account' in accountOnly], [false, true]);
    assert.equal('customerType' in accountOnly, false);
  });

  it('S54: pages, actions and the board follow the same switches', async () => {
    const noDeals = entityOf(63 - 2);
    await allow({ visible: true, contacts: noDeals, accounts: entityOf(63) });
    const path = `/v1/panel/contacts/${deskId}/contacts/potentials`;
    const paged = await world.call(path);
    assert.deepEqual([paged.status, paged.body['code']], [403, 'item-denied']);
    const deal = { entity: 'contacts', name: 'Denied', stage: 'Qualification', closingDate: '2027-01-01' };
    const added = await world.act('contacts', deskId, 'potentials', deal);
    assert.deepEqual([added.status, added.body['code']], [403, 'item-denied']);
    const board = await world.call(`/v1/handshake/${await world.departmentId('Support')}`);
    assert.deepEqual([board.status, board.body['code']], [403, 'handshake-denied']);
    const panel = await world.open('contacts', deskId);
    assert.equal('customerType' in panel, false);
    assert.deepEqual(panel.can.contacts?.add, ['notes', 'calls', 'events', 'tasks']);

    await allow({ visible: true, contacts: entityOf(62), accounts: entityOf(63) });
    const blind = await world.open('contacts', deskId);
    assert.deepEqual([blind.can.contacts?.link, blind.can.contacts?.unlink], [false, false]);
    const candidates = await world.call(`/v1/panel/contacts/${deskId}/candidates?entity=contacts&query=Berg`);
    assert.deepEqual([candidates.status, candidates.body['code']], [403, 'item-denied']);
  });

  it('S61: a changed permission applies at the next request, to kept views too, without reading CRM', async () => {
    await allow({ visible: true, contacts: entityOf(63), accounts: entityOf(63) });
    assert.ok((await world.open('contacts', deskId)).contact?.notes);
    const calls = await world.callsDuring(async () => {
      await allow({ visible: true, contacts: entityOf(63 - 4), accounts: entityOf(63) });
      assert.equal((await world.open('contacts', deskId)).contact?.notes, undefined);
      await allow({ visible: true, contacts: entityOf(63), accounts: entityOf(63) });
      assert.ok((await world.open('contacts', deskId)).contact?.notes);
    });
    assert.deepEqual(
      calls.filter(({ product }) => product === 'crm'),
      [],
    );
  });

  it('S54: an account known only through CRM’s contact is hidden from who may not see the contact’s information', async () => {
    const accountId = await world.inCrm('Accounts', { Account_Name: 'Only in CRM' });
    await world.inCrm('Contacts', {
      Last_Name: 'Through',
      Email: 'through@contact.example',
      Account_Name: { id: accountId },
    });
    const { id } = await world.desk('POST', '/contacts', {
      lastName: 'Through',
      email: 'through@contact.example',
    });
    const through = await world.open('contacts', String(id));
    assert.equal(through.account?.record.id, accountId);
    assert.deepEqual(through.match.accounts, { outcome: 'matched', by: 'contact' });
    await allow({ visible: true, contacts: entityOf(62), accounts: entityOf(63) });
    const denied = await world.open('contacts', String(id));
    assert.equal(denied.account, null);
    assert.deepEqual(denied.match.accounts, { outcome: 'nobody' });
  });
});
