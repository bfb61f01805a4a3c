import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, describe, it } from 'node:test';
import type * as z from 'zod/mini';
import type { Audit } from '../../server/contract/permissions.ts';
import type { Candidates, PanelOptions } from '../../server/contract/panel-actions.ts';
import { startPanelWorld, type PanelWorld } from '../support/panel-world.ts';

const MINUTE = 60_000;
type Rows = readonly Record<string, unknown>[];

describe('what agents do from a panel', () => {
  let world: PanelWorld;
  let anna: string;
  let annaInCrm: string;
  before(async () => {
    world = await startPanelWorld();
    anna = world.idOf('contacts', 'Berg');
    annaInCrm = (await world.open('contacts', anna)).contact?.record.id ?? '';
  });
  afterEach(() => world.scenario.sandbox.setFaults({}));
  after(() => world.stop());

  const coql = async (select_query: string): Promise<Rows> =>
    ((await world.crm('POST', '/coql', { select_query }))['data'] ?? []) as Rows;
  const notes = async (content: string) => {
    const answer = await world.crm('GET', `/Contacts/${annaInCrm}/Notes?fields=Note_Content`);
    return (answer['data'] as Rows).filter((row) => row['Note_Content'] === content).length;
  };
  const fail = (kind: string, path: string, times = 1) =>
    world.scenario.sandbox.setFaults({
      rules: [{ kind, rate: 1, product: 'crm', method: 'POST', path, times }],
    });
  const ok = ({ status, body }: { status: number; body: Record<string, unknown> }) => {
    assert.equal(status, 200, JSON.stringify(body));
    return String(body['id']);
  };
  const refused = ({ status, body }: { status: number; body: Record<string, unknown> }) => [
    status,
    body['code'],
  ];
  const linkOf = async (deskId: string, module: 'contacts' | 'accounts' = 'contacts') =>
    (await world.scenario.engine.org.links.byIds(module, 'desk', [deskId])).get(deskId);
  async function deskContact(values: Readonly<Record<string, unknown>>): Promise<string> {
    return String((await world.desk('POST', '/contacts', values))['id']);
  }

  it('S81: notes, tasks, calls, events and potentials are added while the sync is paused', async () => {
    const { integration } = world.scenario.engine.org;
    await integration.transition(['active'], 'paused', world.connector.clock.now());
    const panel = await world.open('contacts', anna);
    assert.equal(panel.integration.state, 'paused');
    const entity = 'contacts';
    const at = '2027-03-01T09:00:00Z';
    const added = {
      Notes: ok(
        await world.act('contacts', anna, 'notes', { entity, title: 'Paused', content: 'Still here' }),
      ),
      Tasks: ok(
        await world.act('contacts', anna, 'tasks', {
          entity,
          ...{ subject: 'Ask', dueDate: '2027-03-02', status: 'In Progress', priority: 'Low' },
        }),
      ),
      Calls: ok(
        await world.act('contacts', anna, 'calls', {
          entity,
          ...{ subject: 'Rang', type: 'Inbound', startsAt: '2026-01-01T09:00:00Z', durationSeconds: 125 },
        }),
      ),
      Events: ok(
        await world.act('contacts', anna, 'events', {
          entity,
          ...{ title: 'Meet', startsAt: at, endsAt: '2027-03-01T10:00:00Z', venue: 'Quay' },
        }),
      ),
      Deals: ok(
        await world.act('contacts', anna, 'potentials', {
          entity,
          ...{ name: 'Winch', stage: 'Qualification', closingDate: '2027-04-01', amount: '12.50' },
        }),
      ),
    };
    await integration.transition(['paused'], 'active', world.connector.clock.now());

    const after = await world.open('contacts', anna, '?refresh=true');
    const row = (section: 'notes' | 'tasks' | 'calls' | 'events' | 'potentials', id: string) => {
      const found = after.contact?.[section];
      assert.equal(found?.state, 'ready');
      return { ...(found.rows.find((candidate) => candidate.id === id) as unknown as object), url: '' };
    };
    const owned = { ownerName: 'Ada Admin', url: '' };
    assert.partialDeepStrictEqual(row('notes', added.Notes), { title: 'Paused', content: 'Still here' });
    assert.deepEqual(row('tasks', added.Tasks), {
      ...{ ...owned, id: added.Tasks, open: true, subject: 'Ask' },
      ...{ status: 'In Progress', priority: 'Low', dueDate: '2027-03-02' },
    });
    assert.deepEqual(row('calls', added.Calls), {
      ...{ ...owned, id: added.Calls, open: false, subject: 'Rang', type: 'Inbound' },
      ...{ startsAt: '2026-01-01T09:00:00.000Z', durationSeconds: 125 },
    });
    assert.partialDeepStrictEqual(row('events', added.Events), { open: true, title: 'Meet', venue: 'Quay' });
    assert.partialDeepStrictEqual(row('potentials', added.Deals), { stage: 'Qualification', amount: '12.5' });
    const inAccount = after.account?.potentials;
    assert.ok(
      inAccount?.state === 'ready' && inAccount.rows.some(({ id }) => id === added.Deals),
      `a contact’s potential is its account’s too: ${JSON.stringify(inAccount)}`,
    );
  });

  it('an account gets notes, tasks and potentials of its own, a lead notes and tasks and no potentials', async () => {
    const account = world.idOf('accounts', 'Cobalt Marine');
    const entity = 'accounts';
    ok(await world.act('accounts', account, 'notes', { entity, content: 'Of the account' }));
    const task = ok(await world.act('accounts', account, 'tasks', { entity, subject: 'For the account' }));
    const potential = { name: 'Own', stage: 'Qualification', closingDate: '2027-04-01' };
    const deal = ok(await world.act('accounts', account, 'potentials', { entity, ...potential }));
    const fresh = (await world.open('accounts', account, '?refresh=true')).account;
    assert.ok(fresh?.tasks?.state === 'ready' && fresh.tasks.rows.some(({ id }) => id === task));
    assert.ok(fresh.potentials?.state === 'ready' && fresh.potentials.rows.some(({ id }) => id === deal));

    const leo = await deskContact({ lastName: 'Lead', email: 'leo@leads.example' });
    ok(await world.act('contacts', leo, 'notes', { entity: 'contacts', content: 'Of the lead' }));
    ok(await world.act('contacts', leo, 'tasks', { entity: 'contacts', subject: 'For the lead' }));
    const lead = (await world.open('contacts', leo, '?refresh=true')).contact;
    assert.ok(lead?.tasks?.state === 'ready' && lead.tasks.rows[0]?.subject === 'For the lead');
    assert.ok(lead.notes?.state === 'ready' && lead.notes.rows[0]?.content === 'Of the lead');
    const denied = await world.act('contacts', leo, 'potentials', { entity: 'contacts', ...potential });
    assert.deepEqual(refused(denied), [409, 'not-for-leads']);
  });

  it('a double click creates one, and both clicks get the same answer', async () => {
    const body = { entity: 'contacts', content: 'Clicked twice', key: randomUUID() };
    const answers = await Promise.all([1, 2].map(() => world.act('contacts', anna, 'notes', body)));
    const again = await world.act('contacts', anna, 'notes', body);
    assert.equal(new Set([...answers, again].map(ok)).size, 1);
    assert.equal(await notes('Clicked twice'), 1);
    const other = await world.act('contacts', anna, 'notes', { ...body, content: 'Something else' });
    assert.deepEqual(refused(other), [409, 'key-reused']);
    ok(await world.act('contacts', anna, 'notes', { ...body, key: randomUUID() }));
    assert.equal(await notes('Clicked twice'), 2, 'another click is another note');
  });

  it('a note that CRM stored without answering is one note when the click is sent again', async () => {
    const body = { entity: 'contacts', title: 'T', content: 'No answer came', key: randomUUID() };
    ok(await world.act('contacts', anna, 'notes', { ...body, key: randomUUID() }));
    fail('commit-then-timeout', '/Notes$');
    assert.deepEqual(refused(await world.act('contacts', anna, 'notes', body)), [504, 'outcome-unknown']);
    const again = ok(await world.act('contacts', anna, 'notes', body));
    assert.equal(ok(await world.act('contacts', anna, 'notes', body)), again);
    assert.equal(await notes('No answer came'), 2, 'one of each click');
  });

  it('tasks, calls, events and potentials without answer are found as well', async () => {
    const entity = 'contacts';
    const clicks = {
      tasks: { entity, subject: 'Once', description: 'Looked up' },
      calls: { entity, subject: 'Once', type: 'Outbound', startsAt: '2027-03-01T09:00:00Z' },
      events: { entity, title: 'Once', startsAt: '2027-03-01T09:00:00Z', endsAt: '2027-03-01T10:00:00Z' },
      potentials: { entity, name: 'Once', stage: 'Qualification', closingDate: '2027-04-01', amount: '7' },
    };
    const modules = { tasks: 'Tasks', calls: 'Calls', events: 'Events', potentials: 'Deals' } as const;
    for (const item of ['tasks', 'calls', 'events', 'potentials'] as const) {
      const body = { ...clicks[item], key: randomUUID() };
      fail('commit-then-timeout', `/${modules[item]}$`);
      assert.deepEqual(
        refused(await world.act('contacts', anna, item, body)),
        [504, 'outcome-unknown'],
        item,
      );
      ok(await world.act('contacts', anna, item, body));
      const name = { tasks: 'Subject', calls: 'Subject', events: 'Event_Title', potentials: 'Deal_Name' }[
        item
      ];
      assert.equal((await coql(`select id from ${modules[item]} where ${name} = 'Once'`)).length, 1, item);
    }
  });

  it('a note that never reached CRM is made when the click is sent again, after the grace time', async () => {
    const body = { entity: 'contacts', content: 'Lost on the way', key: randomUUID() };
    fail('reset', '/Notes$');
    assert.deepEqual(refused(await world.act('contacts', anna, 'notes', body)), [504, 'outcome-unknown']);
    assert.equal(await notes('Lost on the way'), 0);
    await world.later(MINUTE);
    ok(await world.act('contacts', anna, 'notes', body));
    assert.equal(await notes('Lost on the way'), 1);
  });

  it('what CRM does not take is said with the field, and the corrected click works', async () => {
    const wrong = { entity: 'contacts', name: 'Wrong', stage: 'No such stage', closingDate: '2027-04-01' };
    const { status, body } = await world.act('contacts', anna, 'potentials', wrong);
    assert.deepEqual([status, body['code']], [422, 'crm-refused']);
    assert.equal((body['details'] as Record<string, unknown>)['field'], 'Stage');
    ok(await world.act('contacts', anna, 'potentials', { ...wrong, stage: 'Qualification' }));
    const backwards = { title: 'E', startsAt: '2027-03-01T10:00:00Z', endsAt: '2027-03-01T09:00:00Z' };
    const event = await world.act('contacts', anna, 'events', { entity: 'contacts', ...backwards });
    assert.deepEqual(refused(event), [400, 'invalid-request']);
  });

  it('S4: a contact without partner is linked to a CRM record the agent picks; the sync takes the pair up', async () => {
    const crmId = await world.inCrm('Contacts', { Last_Name: 'Picked', Phone: '+49 30 777888' });
    const deskId = await deskContact({ lastName: 'Unpicked', title: 'Captain' });
    await world.later(2 * MINUTE);
    const { body } = await world.call(`/v1/panel/contacts/${deskId}/candidates?entity=contacts&query=Picked`);
    const { candidates } = body as unknown as Candidates;
    assert.deepEqual(
      candidates.map(({ id, name, phone, taken }) => ({ id, name, phone, taken })),
      [{ id: crmId, name: 'Picked', phone: '+49 30 777888', taken: false }],
    );
    await world.open('contacts', deskId);
    ok(await world.act('contacts', deskId, 'link', { entity: 'contacts', crmId }));
    assert.ok(world.connector.woken.includes(world.orgKey));
    const panel = await world.open('contacts', deskId);
    assert.deepEqual(panel.match.contacts, { outcome: 'matched', by: 'pair' });
    assert.equal(panel.contact?.record.id, crmId);
    await world.scenario.engine.settle();
    const [inCrm] = await coql(`select id, Title, Phone from Contacts where id = '${crmId}'`);
    assert.equal(inCrm?.['Title'], 'Captain', 'what one side lacked was filled');
    assert.equal(world.scenario.human.record('desk', 'contacts', deskId)?.['phone'], '+49 30 777888');
  });

  it('S72: nobody is linked twice, on neither side, also when two agents link at once', async () => {
    const free = await deskContact({ lastName: 'Free' });
    const taken = await world.act('contacts', free, 'link', { entity: 'contacts', crmId: annaInCrm });
    assert.deepEqual(refused(taken), [409, 'already-linked']);
    const words = 'CRM ID is already mapped with another Support Entity';
    assert.deepEqual(taken.body['details'], { message: words });
    const crmId = await world.inCrm('Contacts', { Last_Name: 'Wanted' });
    const again = await world.act('contacts', anna, 'link', { entity: 'contacts', crmId });
    assert.deepEqual(refused(again), [409, 'already-linked']);

    const rival = await deskContact({ lastName: 'Rival' });
    const both = await Promise.all(
      [free, rival].map((id) => world.act('contacts', id, 'link', { entity: 'contacts', crmId })),
    );
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409]);
    const missing = await world.act('contacts', rival, 'link', { entity: 'contacts', crmId: '999999999' });
    assert.ok([404, 409].includes(missing.status));
  });

  it('unlinking ends the pair and deletes nothing; the customer can be linked again', async () => {
    const luis = world.idOf('contacts', 'Lost');
    const { crmId } = (await linkOf(luis)) ?? { crmId: '' };
    const unlink = { entity: 'contacts', crmId };
    const writes = await world.scenario.writesDuring(async () => {
      ok(await world.act('contacts', luis, 'unlink', unlink));
    });
    assert.deepEqual(writes, []);
    assert.equal(await linkOf(luis), undefined);
    assert.deepEqual(refused(await world.act('contacts', luis, 'unlink', unlink)), [409, 'not-linked']);
    const panel = await world.open('contacts', luis);
    assert.deepEqual(panel.match.contacts, { outcome: 'matched', by: 'email' });
    assert.deepEqual([panel.can.contacts?.link, panel.can.contacts?.unlink], [true, false]);
    ok(await world.act('contacts', luis, 'link', { entity: 'contacts', crmId }));
    assert.equal((await linkOf(luis))?.crmId, crmId);
  });

  it('a contact that CRM does not know is created there once, paired, and filled by the sync', async () => {
    const deskId = await deskContact({
      ...{ lastName: 'Newcomer', firstName: 'Nils', email: 'nils@newcomer.example', phone: '+46 1 234 567' },
      ...{ title: 'Mate', accountId: world.idOf('accounts', 'Cobalt Marine') },
    });
    const body = { entity: 'contacts', key: randomUUID() };
    fail('commit-then-timeout', '/Contacts$');
    assert.deepEqual(refused(await world.act('contacts', deskId, 'create', body)), [504, 'outcome-unknown']);
    const crmId = ok(await world.act('contacts', deskId, 'create', body));
    assert.equal((await linkOf(deskId))?.crmId, crmId);
    const panel = await world.open('contacts', deskId);
    assert.equal(panel.contact?.record.id, crmId);
    assert.deepEqual(panel.match.accounts, { outcome: 'matched', by: 'pair' });
    await world.scenario.engine.settle();
    const found = await coql(
      "select id, Title, Account_Name from Contacts where Email = 'nils@newcomer.example'",
    );
    assert.equal(found.length, 1);
    assert.equal(found[0]?.['Title'], 'Mate');
    assert.equal((found[0]['Account_Name'] as Record<string, unknown>)['name'], 'Cobalt Marine');
    const twice = await world.act('contacts', deskId, 'create', { entity: 'contacts' });
    assert.deepEqual(refused(twice), [409, 'already-linked']);
  });

  it('P11: a click and the sync create the same partner at once, so CRM gets one of each', async () => {
    const { engine } = world.scenario;
    for (const name of ['Race One', 'Race Two', 'Race Three']) {
      const deskId = await deskContact({ lastName: name });
      await engine.notify('contacts', 'desk', deskId);
      const [click] = await Promise.all([
        world.act('contacts', deskId, 'create', { entity: 'contacts' }),
        engine.settle(),
      ]);
      assert.ok([200, 409].includes(click.status), JSON.stringify(click.body));
      await engine.settle();
      const made = await coql(`select id from Contacts where Last_Name = '${name}'`);
      assert.deepEqual(
        made.map(({ id }) => id),
        [(await linkOf(deskId))?.crmId],
      );
    }
  });

  it('a click waits for the sync to let go of its work', async () => {
    const { org } = world.scenario.engine;
    const deskId = await deskContact({ lastName: 'Patient' });
    const create = { entity: 'contacts', key: randomUUID() };
    const now = world.connector.clock.now();
    assert.ok(await org.lane.acquire('the sync', now, new Date(Date.parse(now) + MINUTE).toISOString()));
    const click = world.act('contacts', deskId, 'create', create);
    await org.lane.release('the sync');
    ok(await click);
    assert.equal(await org.lane.isHeld(world.connector.clock.now()), false);
  });

  it('P11: nobody is linked by hand while the sync is creating a partner', async () => {
    const { org } = world.scenario.engine;
    const crmId = await world.inCrm('Contacts', { Last_Name: 'Almost' });
    const deskId = await deskContact({ lastName: 'Almost too' });
    const link = { entity: 'contacts', crmId };
    const intent = { module: 'contacts', kind: 'create', target: 'crm', sourceId: deskId } as const;
    const at = world.connector.clock.now();
    await org.intents.open([{ ...intent, id: 'under way', targetId: null, values: {}, runId: 'r', at }]);
    assert.deepEqual(refused(await world.act('contacts', deskId, 'link', link)), [409, 'action-running']);
    const create = await world.act('contacts', deskId, 'create', { entity: 'contacts' });
    assert.deepEqual(refused(create), [409, 'action-running']);
    await org.intents.close(['under way']);
    ok(await world.act('contacts', deskId, 'link', link));
  });

  it('nobody is created whom CRM has already, and accounts are created by name', async () => {
    await world.inCrm('Contacts', { Last_Name: 'Known', Email: 'known@known.example' });
    const known = await deskContact({ lastName: 'Known', email: 'KNOWN@known.example' });
    const create = { entity: 'contacts' };
    assert.deepEqual(refused(await world.act('contacts', known, 'create', create)), [409, 'already-in-crm']);
    const { id } = await world.desk('POST', '/accounts', { accountName: 'Brand New Ltd' });
    const crmId = ok(await world.act('accounts', String(id), 'create', { entity: 'accounts' }));
    assert.equal((await linkOf(String(id), 'accounts'))?.crmId, crmId);
    const nobody = await world.act('accounts', String(id), 'create', create);
    assert.deepEqual(refused(nobody), [404, 'desk-record-unknown'], 'an account’s page has no contact');
  });

  it('forms are offered the stages with what each means, and the tasks’ options', async () => {
    const { body } = await world.call('/v1/panel-options');
    const { stages = [], taskStatuses, taskPriorities } = body as unknown as PanelOptions;
    const forecastOf = (value: string) => stages.find((stage) => stage.value === value)?.forecast;
    assert.deepEqual(['Qualification', 'Closed Won', 'Closed Lost'].map(forecastOf), ['open', 'won', 'lost']);
    assert.ok(taskStatuses?.includes('Not Started') && taskPriorities?.includes('High'));
  });

  it('the audit says who did what, and holds nothing of what was entered', async () => {
    const token = String((await world.connector.signIn('ada.admin@zylker.example')).body['token']);
    const { body } = await world.connector.call('/v1/audit', { token });
    const { entries } = body as unknown as z.infer<typeof Audit>;
    const kinds = new Set(entries.map(({ action }) => action));
    for (const kind of ['add-notes', 'add-potentials', 'link', 'unlink', 'create']) {
      assert.ok(kinds.has(`panel-${kind}`), kind);
    }
    assert.doesNotMatch(JSON.stringify(body), /Clicked twice|Winch/);
    const own = entries.filter(({ action }) => action.startsWith('panel-'));
    assert.equal(new Set(own.map(({ agentId }) => agentId)).size, 1);
  });
});
