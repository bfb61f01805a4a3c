import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Handshake } from '../../server/contract/handshake.ts';
import { startPanelWorld, type PanelWorld } from '../support/panel-world.ts';

/** Subjects by column, in the order drawn. */
const subjects = (board: Handshake) =>
  board.columns.map(({ type, tickets }) => [type, tickets.map(({ subject }) => subject)] as const);
const columnOf = (board: Handshake, subject: string) =>
  subjects(board).flatMap(([type, inColumn]) => (inColumn.includes(subject) ? [type] : []));

describe('the handshake board', () => {
  let world: PanelWorld;
  let support: string;
  before(async () => {
    world = await startPanelWorld({
      variants: {
        'desk.agentDepartments': 'otto.agent@zylker.example=Support,Returns',
        'desk.agentRanks': 'mia.agent@zylker.example=AgentPersonal',
      },
    });
    support = await world.departmentId('Support');
  });
  afterEach(() => world.scenario.sandbox.setFaults({}));
  after(() => world.stop());

  /** A contact of Desk alone with one open ticket; what CRM has is made apart. */
  async function ticketOf(subject: string, person: Readonly<Record<string, unknown>>, more: object = {}) {
    const { id: contactId } = await world.desk('POST', '/contacts', { lastName: 'Guest', ...person });
    const ticket = await world.desk('POST', '/tickets', {
      subject,
      contactId,
      departmentId: support,
      ...more,
    });
    return { contactId: String(contactId), ticketId: String(ticket['id']) };
  }
  const deal = (Contact_Name: string, Stage: string) =>
    world.inCrm('Deals', {
      Deal_Name: Stage,
      Stage,
      Closing_Date: '2027-01-01',
      Contact_Name: { id: Contact_Name },
    });
  async function fresh(query = '?refresh=true'): Promise<Handshake> {
    await world.later(10_000);
    return await world.board(support, query);
  }

  it('S6, S112: each open ticket of the department is in one column, in the fixed order, empty columns absent', async () => {
    const board = await world.board(support);
    assert.deepEqual(subjects(board), [
      ['customers', ['Where is my order?']],
      [
        'prospects',
        ['Request for a spare key', 'Invoice shows the wrong address', 'Pump makes a grinding noise'],
      ],
      ['contacts-leads', ['Escalated: leak after the repair', 'Cannot sign in to the shop']],
      ['new', ['First question of a new visitor']],
    ]);
    assert.deepEqual(
      board.columns.map(({ count }) => count),
      [1, 3, 2, 1],
    );
    assert.equal(board.total, 7, 'nothing On Hold or Closed');
    const [first] = board.columns[0]?.tickets ?? [];
    assert.partialDeepStrictEqual(first, { contactName: 'Wanda Won', status: 'Open', assignee: null });
    assert.match(String(first?.webUrl), new RegExp(`dv/${first?.id}$`));
    const returns = await world.board(await world.departmentId('Returns'));
    assert.deepEqual(
      returns.columns.map(({ type }) => type),
      ['customers'],
    );
  });

  it('S107–S110: won beats open beats in CRM beats new; lost deals count as none', async () => {
    const email = (name: string) => `${name}@truth.example`;
    const cases = {
      stranger: null,
      bare: [],
      lost: ['Closed Lost'],
      open: ['Closed Lost', 'Qualification'],
      won: ['Closed Won'],
      both: ['Qualification', 'Closed Won'],
    } as const;
    for (const [name, stages] of Object.entries(cases)) {
      if (stages) {
        const id = await world.inCrm('Contacts', { Last_Name: name, Email: email(name) });
        for (const stage of stages) await deal(id, stage);
      }
      await ticketOf(`truth ${name}`, { email: email(name).toUpperCase() });
    }
    const board = await fresh();
    assert.deepEqual(
      Object.keys(cases).map((name) => columnOf(board, `truth ${name}`)),
      [['new'], ['contacts-leads'], ['contacts-leads'], ['prospects'], ['customers'], ['customers']],
    );
  });

  it('S111: the pair comes first, then the e-mail, then the phone; a lead is in CRM', async () => {
    const byPhone = await world.inCrm('Contacts', { Last_Name: 'Phone', Phone: '+49 30 5550001' });
    await deal(byPhone, 'Closed Won');
    const byEmail = await world.inCrm('Contacts', { Last_Name: 'Mail', Email: 'mail@order.example' });
    await deal(byEmail, 'Qualification');
    const phone = '+49 30 5550001';
    await ticketOf('by phone', { phone });
    await ticketOf('e-mail first', { phone, email: 'mail@order.example' });
    const paired = await ticketOf('pair first', { phone, email: 'mail@order.example' });
    const other = await world.inCrm('Contacts', { Last_Name: 'Paired' });
    const linked = await world.act('contacts', paired.contactId, 'link', {
      entity: 'contacts',
      crmId: other,
    });
    assert.equal(linked.status, 200, JSON.stringify(linked.body));
    await ticketOf('a lead', { email: 'LEO@leads.example' });
    await ticketOf('a lead by phone', { phone: '+1 415 555 0177' });
    const board = await fresh();
    assert.deepEqual(
      ['by phone', 'e-mail first', 'pair first', 'a lead', 'a lead by phone'].map((subject) =>
        columnOf(board, subject),
      ),
      [['customers'], ['prospects'], ['contacts-leads'], ['contacts-leads'], ['contacts-leads']],
    );
  });

  it('S107: the deals of the account count when an administrator says so, for panels and board', async () => {
    const token = String((await world.connector.signIn('ada.admin@zylker.example')).body['token']);
    const account = world.idOf('accounts', 'Cobalt Marine');
    const set = (countAccountDeals: boolean, as = token) =>
      world.connector.call('/v1/handshake/settings', {
        method: 'PUT',
        token: as,
        body: { countAccountDeals },
      });
    const { contactId } = await ticketOf('colleague', {
      email: 'colleague@cobalt.example',
      accountId: account,
    });
    assert.deepEqual(columnOf(await fresh(), 'colleague'), ['new']);
    assert.equal((await world.open('contacts', contactId)).customerType, 'new');
    assert.equal((await set(true, await agentToken())).status, 403);
    assert.equal((await set(true)).status, 200);
    assert.deepEqual(columnOf(await world.board(support), 'colleague'), ['prospects']);
    assert.equal((await world.open('contacts', contactId)).customerType, 'prospects');
    await world.permit((full) => ({ ...full, accounts: { ...full.accounts, potentials: false } }));
    assert.equal((await world.call(`/v1/handshake/${support}`)).body['code'], 'handshake-denied');
    await world.permit((full) => full);
    assert.deepEqual((await set(false)).body, { countAccountDeals: false });
    assert.deepEqual(columnOf(await world.board(support), 'colleague'), ['new']);
  });
  const agentToken = async () =>
    String((await world.connector.signIn('otto.agent@zylker.example')).body['token']);

  it('filters narrow together, counts follow, and the choices stay', async () => {
    const board = await fresh();
    const high = await world.board(support, '?priority=High');
    assert.deepEqual(subjects(high), [
      ['prospects', ['Pump makes a grinding noise']],
      ['contacts-leads', ['Escalated: leak after the repair']],
    ]);
    assert.deepEqual([high.total, high.filters], [board.total, board.filters]);
    assert.ok(board.filters.statuses.includes('Escalated') && board.filters.priorities.includes('Low'));
    const both = await world.board(
      support,
      '?priority=High&status=Escalated&type=contacts-leads&assigneeId=none',
    );
    assert.deepEqual(subjects(both), [['contacts-leads', ['Escalated: leak after the repair']]]);
    assert.deepEqual((await world.board(support, '?priority=None')).columns, []);
    assert.equal((await world.call(`/v1/handshake/${support}?type=nonsense`)).status, 400);
  });

  it('a board costs calls by the hundred tickets, not by the ticket; within a minute none', async () => {
    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        ticketOf(`many ${index}`, { email: `many${index}@many.example`, phone: `+49 30 7000${100 + index}` }),
      ),
    );
    await world.later(10_000);
    const cold = await world.callsDuring(() => world.board(support, '?refresh=true'));
    const of = (product: string) => cold.filter((call) => call.product === product);
    assert.equal(of('desk').length, 1, 'one page of tickets');
    // 60 e-mails in two spellings, 60 phones in five, 50 values per call and module; deals in one or two.
    assert.ok(of('crm').length <= 2 * (4 + 8) + 2, `${of('crm').length} calls`);
    assert.deepEqual(await world.callsDuring(() => world.board(support)), []);
  });

  it('agents see their departments, and of those limited to their own tickets only theirs', async () => {
    const departments = await world.call('/v1/handshake/departments');
    const names = (departments.body['departments'] as { name: string }[]).map(({ name }) => name);
    assert.deepEqual(names, ['Support', 'Returns']);
    const elsewhere = await world.call(`/v1/handshake/${await world.departmentId('Field Service')}`);
    assert.deepEqual([elsewhere.status, elsewhere.body['code']], [404, 'department-unknown']);
    const token = String((await world.connector.signIn('mia.agent@zylker.example')).body['token']);
    const hers = await world.connector.call(`/v1/handshake/${support}`, { token });
    assert.deepEqual([hers.status, hers.body['total'], hers.body['columns']], [200, 0, []]);
  });

  it('S120: with CRM down the last known board shows', async () => {
    const known = await fresh();
    world.scenario.sandbox.setFaults({ rules: [{ kind: 'reset', rate: 1, product: 'crm' }] });
    const stale = await fresh();
    assert.deepEqual(stale.stale, { code: 'unavailable' });
    assert.deepEqual([stale.readAt, stale.columns], [known.readAt, known.columns]);
  });

  it('S86, S87: after Delete Integration there is no board, no panel, and nothing is kept', async () => {
    const anna = world.idOf('contacts', 'Berg');
    await world.open('contacts', anna);
    const account = world.idOf('accounts', 'Cobalt Marine');
    const { panelCache } = world.scenario.engine.org;
    const keys = [`v1 ${anna} ${account}`, `v1 board ${support}`];
    for (const key of keys) assert.ok(await panelCache.get(key), key);
    const token = String((await world.connector.signIn('ada.admin@zylker.example')).body['token']);
    const removed = await world.connector.call('/v1/integration', { method: 'DELETE', token });
    assert.equal(removed.status, 200, JSON.stringify(removed.body));
    for (const path of [
      `handshake/${support}`,
      'handshake/departments',
      `panel/contacts/${anna}`,
      'panel-options',
    ]) {
      const { status, body } = await world.call(`/v1/${path}`);
      assert.deepEqual(
        [status, body['code'], body['details']],
        [409, 'not-integrated', { state: 'deleted' }],
        path,
      );
    }
    const note = await world.act('contacts', anna, 'notes', { entity: 'contacts', content: 'Too late' });
    assert.deepEqual([note.status, note.body['code']], [409, 'not-integrated']);
    for (const key of keys) assert.equal(await panelCache.get(key), null);
  });
});
