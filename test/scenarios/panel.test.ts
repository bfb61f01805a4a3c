import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Panel, PanelBlock, PanelPage } from '../../server/contract/panel.ts';
import { startPanelWorld, type PanelWorld } from '../support/panel-world.ts';

const MINUTE = 60_000;
const CRM_DOWN = { rules: [{ kind: 'reset', rate: 1, product: 'crm' }] };

/** Rows of a section that could be read. */
function rowsOf<S extends 'information' | 'potentials' | 'notes' | 'calls' | 'events' | 'tasks'>(
  block: PanelBlock | null | undefined,
  section: S,
) {
  const found = block?.[section];
  assert.equal(found?.state, 'ready', `${section}: ${JSON.stringify(found)}`);
  return found.rows as Extract<NonNullable<PanelBlock[S]>, { state: 'ready' }>['rows'];
}
const names = (block: PanelBlock | null | undefined) => rowsOf(block, 'potentials').map(({ name }) => name);

describe('panels', () => {
  let world: PanelWorld;
  let anna: string;
  before(async () => {
    world = await startPanelWorld({
      variants: {
        'desk.agentDepartments': 'otto.agent@zylker.example=Support',
        'desk.agentRanks': 'mia.agent@zylker.example=AgentPersonal',
      },
    });
    anna = world.idOf('contacts', 'Berg');
  });
  afterEach(() => world.scenario.sandbox.setFaults({}));
  after(() => world.stop());

  it('S4, S114: a ticket shows potentials, notes and activities of its contact and its account', async () => {
    const panel = await world.open('tickets', await world.ticketId('Pump makes a grinding noise'));
    assert.deepEqual(panel.integration, { state: 'active', importing: false });
    assert.equal(panel.customerType, 'prospects');
    assert.deepEqual(panel.match, {
      contacts: { outcome: 'matched', by: 'pair' },
      accounts: { outcome: 'matched', by: 'pair' },
    });
    assert.deepEqual(names(panel.contact), ['Dock lighting', 'Pump renewal']);
    assert.deepEqual(
      rowsOf(panel.contact, 'notes').map(({ title, content }) => ({ title, content })),
      [{ title: 'Prefers phone', content: 'Call before noon.\nDoes not read long mails.' }],
    );
    assert.equal(rowsOf(panel.contact, 'tasks')[0]?.subject, 'Send offer');
    assert.equal(rowsOf(panel.account, 'notes')[0]?.title, 'Contract');
  });

  it('S4: a contact that CRM does not know is no error: nothing is shown, and it can be linked or created', async () => {
    const panel = await world.open('contacts', world.idOf('contacts', 'Vinyl'));
    assert.equal(panel.contact, null);
    assert.equal(panel.customerType, 'new');
    assert.deepEqual(panel.match.contacts, { outcome: 'not-in-crm' });
    assert.deepEqual(panel.can.contacts, { link: true, unlink: false, create: true, add: [] });
  });

  it('S5, S116, S117: contact and account pages show the profile and the same as the ticket', async () => {
    const comparable = ({ contact, account, customerType }: Panel) => ({ contact, account, customerType });
    const ticket = await world.open('tickets', await world.ticketId('Invoice shows the wrong address'));
    const contact = await world.open('contacts', anna);
    assert.deepEqual(comparable(contact), comparable(ticket));
    const information = rowsOf(contact.contact, 'information');
    const value = (name: string) => information.find(({ apiName }) => apiName === name)?.value;
    assert.equal(information[0]?.value, 'Anna Berg');
    assert.deepEqual(
      [value('Email'), value('Tier'), value('Interests'), value('Credit_Limit'), value('Last_Visit')],
      [
        'anna.berg@cobalt.example',
        'Gold',
        ['Training', 'Spare Parts'],
        '15000.5',
        '2026-03-29T01:30:00.000Z',
      ],
    );
    const account = await world.open('accounts', world.idOf('accounts', 'Cobalt Marine'));
    assert.deepEqual(account.account, contact.account);
    assert.equal('contact' in account, false);
    assert.equal(account.customerType, null);
  });

  it('S118: an account shows the potentials, notes and activities of the account itself', async () => {
    const { account } = await world.open('contacts', anna);
    assert.deepEqual(names(account), ['Dock lighting', 'Pump renewal']);
    assert.deepEqual(
      rowsOf(account, 'calls').map(({ subject }) => subject),
      ['Renewal call'],
    );
    assert.equal(rowsOf(account, 'tasks').length, 1);
  });

  it('S113, S115: potentials have name, stage, amount, currency and closing date; open and closed are told apart', async () => {
    const { contact } = await world.open('contacts', anna);
    const [deal] = rowsOf(contact, 'potentials');
    assert.deepEqual(
      { ...deal, id: '', url: '', closingDate: '' },
      {
        ...{ id: '', url: '', closingDate: '', ownerName: 'Ada Admin', name: 'Dock lighting' },
        ...{ stage: 'Qualification', amount: '7500', currency: 'EUR' },
      },
    );
    assert.match(String(deal?.closingDate), /^\d{4}-\d\d-\d\d$/);
    assert.deepEqual(
      rowsOf(contact, 'calls').map(({ subject, open, durationSeconds }) => [subject, open, durationSeconds]),
      [
        ['Confirm the visit', true, null],
        ['Renewal call', false, 750],
      ],
    );
    const wanda = await world.open('contacts', world.idOf('contacts', 'Won'));
    assert.deepEqual(
      [...rowsOf(wanda.contact, 'events'), ...rowsOf(wanda.contact, 'tasks')].map(({ open }) => open),
      [false, false],
    );
    assert.equal(wanda.customerType, 'customers');
  });

  it('S119: every record names the page on which CRM shows it', async () => {
    const { contact, account } = await world.open('contacts', anna);
    const base = `/crm/org${world.scenario.sandbox.orgPairs[0]?.crmOrgId ?? ''}/tab`;
    assert.equal(new URL(contact?.record.url ?? '').pathname, `${base}/Contacts/${contact?.record.id}`);
    assert.equal(new URL(account?.record.url ?? '').pathname, `${base}/Accounts/${account?.record.id}`);
    const [deal] = rowsOf(contact, 'potentials');
    assert.equal(new URL(deal?.url ?? '').pathname, `${base}/Potentials/${deal?.id}`);
  });

  it('S121: a lead stands in the contact’s place, by e-mail in any case, and has no potentials', async () => {
    await world.later(MINUTE);
    const { id } = await world.desk('POST', '/contacts', { lastName: 'Lena', email: 'lena@leads.example' });
    const lead = await world.open('contacts', String(id));
    assert.equal(lead.contact?.record.module, 'leads');
    assert.deepEqual(lead.match.contacts, { outcome: 'matched', by: 'email' });
    assert.equal(lead.customerType, 'contacts-leads');
    assert.deepEqual(rowsOf(lead.contact, 'potentials'), []);
    assert.equal(rowsOf(lead.contact, 'information')[0]?.value, 'Lena Lead');
    assert.deepEqual(lead.can.contacts?.add, ['notes', 'calls', 'events', 'tasks']);
    assert.equal(lead.can.contacts.create, false);
  });

  it('S111: a phone finds who has no e-mail, however it is spelled; two of one e-mail are nobody', async () => {
    const { id } = await world.desk('POST', '/contacts', { lastName: 'Ringer', phone: '(001) 303-555-0101' });
    const byPhone = await world.open('contacts', String(id));
    assert.deepEqual(byPhone.match.contacts, { outcome: 'matched', by: 'phone' });
    assert.equal(rowsOf(byPhone.contact, 'information')[0]?.value, 'Wanda Won');
    const double = await world.open('contacts', world.idOf('contacts', 'Double'));
    assert.deepEqual(double.match.contacts, { outcome: 'ambiguous', by: 'email', count: 2 });
    assert.equal(double.contact, null);
    assert.equal(double.customerType, 'contacts-leads');
  });

  it('S122: long lists come page by page, each row once', async () => {
    const { contact } = await world.open('contacts', anna);
    const Parent_Id = { id: contact?.record.id, module: { api_name: 'Contacts' } };
    const Who_Id = { id: contact?.record.id };
    const numbers = Array.from({ length: 24 }, (_, index) => index);
    await world.crm('POST', '/Notes', {
      data: numbers.map((n) => ({ Note_Content: `Page note ${n}`, Parent_Id })),
    });
    await world.crm('POST', '/Tasks', { data: numbers.map((n) => ({ Subject: `Page task ${n}`, Who_Id })) });
    await world.later(10_000);
    const first = await world.open('contacts', anna, '?refresh=true');
    for (const section of ['notes', 'tasks'] as const) {
      const shown = first.contact?.[section];
      assert.equal(shown?.state === 'ready' && shown.hasMore, true, section);
      const ids: string[] = [];
      for (let page = 1; ; page += 1) {
        const { status, body } = await world.call(
          `/v1/panel/contacts/${anna}/contacts/${section}?page=${page}`,
        );
        assert.equal(status, 200, JSON.stringify(body));
        const answer = body as unknown as Extract<PanelPage, { section: 'notes' | 'tasks' }>;
        if (page === 1 && shown?.state === 'ready') assert.deepEqual(answer.rows, shown.rows);
        ids.push(...answer.rows.map(({ id }) => id));
        if (!answer.hasMore) break;
      }
      assert.equal(ids.length, 25, section);
      assert.equal(new Set(ids).size, 25, section);
    }
  });

  it('one opening costs CRM 12 calls of 1 credit; opened again within a minute, by anybody, none', async () => {
    await world.later(2 * MINUTE);
    const cold = await world.callsDuring(() => world.open('contacts', anna, '?refresh=true'));
    const inCrm = cold.filter(({ product }) => product === 'crm');
    assert.deepEqual([inCrm.length, inCrm.reduce((sum, { credits }) => sum + credits, 0)], [12, 12]);
    const inDesk = cold.filter(({ product }) => product === 'desk').map(({ template }) => template);
    assert.equal(inDesk.length, 2, `the contact, and once a minute who is an agent: ${inDesk.join()}`);
    const warm = await world.callsDuring(async () => {
      await world.open('contacts', anna);
      await world.call(`/v1/panel/contacts/${anna}`);
    });
    assert.deepEqual(warm, []);
  });

  it('ten agents who open a customer together cause one read of CRM', async () => {
    await world.later(2 * MINUTE);
    const wanda = world.idOf('contacts', 'Won');
    const calls = await world.callsDuring(() =>
      Promise.all(Array.from({ length: 10 }, () => world.open('contacts', wanda, '?refresh=true'))),
    );
    assert.equal(calls.filter(({ product }) => product === 'crm').length, 12);
  });

  it('an old view is served at once and read anew behind it; asking since then waits for the news', async () => {
    const petra = world.idOf('contacts', 'Prospect');
    const before = await world.open('contacts', petra);
    await world.inCrm('Notes', {
      Note_Content: 'News of Petra',
      Parent_Id: { id: before.contact?.record.id, module: { api_name: 'Contacts' } },
    });
    await world.later(2 * MINUTE);
    const old = await world.open('contacts', petra);
    assert.deepEqual([old.refreshing, old.readAt], [true, before.readAt]);
    const fresh = await world.open('contacts', petra, `?since=${old.readAt}`);
    assert.deepEqual([fresh.refreshing, fresh.readAt > old.readAt], [false, true]);
    assert.equal(rowsOf(fresh.contact, 'notes')[0]?.content, 'News of Petra');
  });

  it('S120: with CRM down the last known data shows with its age, and is news again when CRM is back', async () => {
    const known = await world.open('contacts', anna, '?refresh=true');
    await world.later(10 * MINUTE);
    world.scenario.sandbox.setFaults(CRM_DOWN);
    const at = await world.open('contacts', anna);
    assert.deepEqual([at.refreshing, at.readAt], [true, known.readAt]);
    const stale = await world.open('contacts', anna, `?since=${at.readAt}`);
    assert.deepEqual(stale.stale, { code: 'unavailable' });
    assert.equal(stale.readAt, known.readAt);
    assert.deepEqual(stale.contact, known.contact);
    world.scenario.sandbox.setFaults({});
    const back = await world.open('contacts', anna, '?refresh=true');
    assert.equal(back.stale, null);
    assert.ok(back.readAt > known.readAt);
  });

  it('S120: with CRM down and nothing known the panel says so, and why', async () => {
    world.scenario.sandbox.setFaults(CRM_DOWN);
    const { status, body } = await world.call(`/v1/panel/contacts/${world.idOf('contacts', 'Second')}`);
    assert.deepEqual(
      [status, body['code'], body['details']],
      [503, 'crm-unavailable', { reason: 'unavailable' }],
    );
  });

  it('S116: a section that fails takes no other with it', async () => {
    await world.later(2 * MINUTE);
    const rule = { kind: 'server-error', rate: 1, product: 'crm', path: '/Notes' };
    world.scenario.sandbox.setFaults({ rules: [rule] });
    const panel = await world.open('contacts', world.idOf('contacts', 'Lost'), '?refresh=true');
    assert.deepEqual(panel.contact?.notes, { state: 'failed', code: 'unavailable' });
    assert.equal(names(panel.contact).length, 2);
    assert.equal(panel.customerType, 'contacts-leads', 'only lost deals');
  });

  it('what Desk does not show the agent is not there: another department, another’s ticket, an unknown id', async () => {
    const elsewhere = await world.ticketId('Return of two lamps');
    for (const path of [`tickets/${elsewhere}`, 'tickets/999999999', 'contacts/999999999', 'accounts/999']) {
      const { status, body } = await world.call(`/v1/panel/${path}`);
      assert.deepEqual([status, body['code']], [404, 'desk-record-unknown'], path);
    }
    const mia = String((await world.connector.signIn('mia.agent@zylker.example')).body['token']);
    const ticket = await world.ticketId('Where is my order?');
    const asMia = () => world.connector.call(`/v1/panel/tickets/${ticket}`, { token: mia });
    assert.equal((await asMia()).status, 404, 'not assigned to her');
    const { data } = (await world.desk('GET', '/agents?limit=50')) as { data: Record<string, string>[] };
    const assigneeId = data.find(({ emailId }) => emailId === 'mia.agent@zylker.example')?.['id'];
    await world.desk('PATCH', `/tickets/${ticket}`, { assigneeId });
    await world.later(MINUTE);
    assert.equal((await asMia()).status, 200);
  });

  it('a contact in Desk’s bin is not there, and Desk being down is said', async () => {
    const { id } = await world.desk('POST', '/contacts', { lastName: 'Binned' });
    await world.desk('POST', '/contacts/moveToTrash', { contactIds: [id] });
    assert.equal((await world.call(`/v1/panel/contacts/${String(id)}`)).status, 404);
    await world.later(MINUTE);
    world.scenario.sandbox.setFaults({ rules: [{ kind: 'reset', rate: 1, product: 'desk' }] });
    const { status, body } = await world.call(`/v1/panel/contacts/${anna}`);
    assert.deepEqual([status, body['code']], [503, 'desk-unavailable']);
  });

  it('what costs CRM a call each time is limited per session, opening a panel is not', async () => {
    const limitOf = async (path: string) => (await world.call(path)).headers.get('x-ratelimit-limit');
    assert.equal(await limitOf(`/v1/panel/contacts/${anna}/contacts/notes`), '120');
    assert.equal(await limitOf(`/v1/panel/contacts/${anna}/candidates?entity=contacts`), '120');
    assert.equal(await limitOf(`/v1/panel/contacts/${anna}`), null);
  });

  it('a panel without session says 401, a malformed request 400', async () => {
    const { status, body } = await world.connector.call(`/v1/panel/contacts/${anna}`);
    assert.deepEqual([status, body['code']], [401, 'session-required']);
    for (const path of [`deals/${anna}`, 'contacts/x', `contacts/${anna}?since=yesterday`]) {
      assert.equal((await world.call(`/v1/panel/${path}`)).status, 400, path);
    }
  });
});
