import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Ambiguous, AmbiguousCase, AmbiguousChoice } from '../../server/contract/ambiguous.ts';
import { startScenarioApi, type ScenarioApi } from '../support/scenario-api.ts';

describe('the inbox of ambiguous matches', () => {
  let api: ScenarioApi;
  before(async () => {
    api = await startScenarioApi();
    for (const product of ['desk', 'crm'] as const)
      await api.connector.authorize(api.adminToken, product, 'ada.admin@zylker.example');
  });
  after(() => api.stop());

  const list = () => api.get<Ambiguous>('/v1/ambiguous');
  const post = (id: string, action: 'choose' | 'undo', body: object = {}) =>
    api.connector.call(`/v1/ambiguous/${id}/${action}`, {
      method: 'POST',
      token: api.adminToken,
      ...(action === 'choose' ? { body } : {}),
    });
  async function choose(id: string, choice: AmbiguousChoice): Promise<void> {
    const { status, body } = await post(id, 'choose', choice);
    assert.equal(status, 200, JSON.stringify(body));
    await api.scenario.engine.settle();
  }

  /** Two CRM contacts of one e-mail, and one in Desk: nobody knows who is whom. */
  async function ambiguous(name: string) {
    const { scenario } = api;
    const Email = `${name}@twins.example`;
    const crm = [
      await scenario.human.create('crm', 'contacts', { Last_Name: `${name} One`, Email, Title: 'First' }),
      await scenario.human.create('crm', 'contacts', { Last_Name: `${name} Two`, Email, Title: 'Second' }),
    ] as const;
    const desk = await scenario.human.create('desk', 'contacts', { lastName: `${name} Desk`, email: Email });
    await scenario.sync('contacts', 'desk', desk);
    const entry = (await list()).entries.find(({ recordId }) => recordId === desk);
    assert.ok(entry, 'it stands in the inbox');
    return { crm, desk, entry, id: entry.id };
  }
  const partnerOf = (desk: string) => api.scenario.partnerId('contacts', 'desk', desk);

  it('S33: shows the record and its candidates side by side, and has written nothing', async () => {
    const { crm, desk, entry } = await ambiguous('side');
    assert.deepEqual(
      [entry.code, entry.side, entry.candidateIds],
      ['ambiguous-match', 'desk', [...crm].sort()],
    );
    const shown = await api.get<AmbiguousCase>(`/v1/ambiguous/${entry.id}`);
    assert.equal(shown.record.id, desk);
    assert.deepEqual(
      shown.candidates.map(({ name, linkedTo, values }) => [name, linkedTo, values['title=Title']]).sort(),
      [
        ['side One', null, 'First'],
        ['side Two', null, 'Second'],
      ],
    );
    assert.ok(shown.rows.some(({ key }) => key === 'email=Email'));
    assert.equal(await partnerOf(desk), undefined);
  });

  it('S33, S36: paired by hand, the two sync from then on; the choice is in the audit', async () => {
    const { crm, desk, id } = await ambiguous('pair');
    await choose(id, { choose: 'pair', candidateId: crm[1] });
    assert.equal(await partnerOf(desk), crm[1]);
    assert.equal(api.scenario.human.record('desk', 'contacts', desk)?.['title'], 'Second');
    assert.ok(!(await list()).entries.some((entry) => entry.id === id));
    await choose(id, { choose: 'pair', candidateId: crm[1] });
    const otherwise = await post(id, 'choose', { choose: 'leave' });
    assert.deepEqual([otherwise.status, otherwise.body['code']], [409, 'decided-otherwise']);
    type Audit = { readonly entries: readonly { readonly action: string }[] };
    const { entries } = await api.get<Audit>('/v1/audit');
    assert.equal(
      entries.filter(({ action }) => action === 'match-decided').length,
      1,
      'the same again is no news',
    );
  });

  it('S33: undone, the pair is taken apart, values stay, and it waits for a decision again', async () => {
    const { crm, desk, id } = await ambiguous('apart');
    await choose(id, { choose: 'pair', candidateId: crm[0] });
    assert.equal((await post(id, 'undo')).status, 200);
    await api.scenario.engine.settle();
    assert.equal(await partnerOf(desk), undefined);
    assert.equal(
      api.scenario.human.record('desk', 'contacts', desk)?.['title'],
      'First',
      'what was synced stays',
    );
    assert.ok((await list()).entries.some((entry) => entry.id === id));
    const again = await post(id, 'undo');
    assert.deepEqual([again.status, again.body['code']], [409, 'nothing-to-undo']);
  });

  it('S33: "none of them" makes a partner of its own, once, also when it is looked at again', async () => {
    const { desk, id, crm } = await ambiguous('own');
    await choose(id, { choose: 'create' });
    const partner = await partnerOf(desk);
    assert.ok(partner && !crm.includes(partner));
    assert.deepEqual(await api.scenario.writesDuring(() => api.scenario.sync('contacts', 'desk', desk)), []);
    const decision = (await list()).decisions.find((candidate) => candidate.id === id);
    assert.deepEqual([decision?.choice, decision?.undoable], ['create', false]);
    const undone = await post(id, 'undo');
    assert.deepEqual([undone.status, undone.body['code']], [409, 'carried-out']);
  });

  it('S33, S80: "leave" keeps it out of sync and out of the log until it is undone; a pause holds "create" back', async () => {
    const { scenario, connector } = api;
    const { desk, id } = await ambiguous('alone');
    await choose(id, { choose: 'leave' });
    assert.ok(!(await list()).entries.some((entry) => entry.id === id));
    await scenario.human.update('desk', 'contacts', desk, { title: 'Edited' });
    assert.deepEqual(await scenario.writesDuring(() => scenario.sync('contacts', 'desk', desk)), []);
    assert.equal(await scenario.failureOf('contacts', 'desk', desk), undefined, 'no failure either');
    await post(id, 'undo');
    await scenario.engine.settle();
    assert.equal((await scenario.failureOf('contacts', 'desk', desk))?.code, 'ambiguous-match');

    const org = scenario.engine.org.integration;
    await org.transition(['active'], 'paused', connector.clock.now());
    assert.deepEqual(await scenario.writesDuring(() => choose(id, { choose: 'create' })), []);
    await org.transition(['paused'], 'active', connector.clock.now());
    await scenario.engine.settle();
    assert.ok(await partnerOf(desk));
  });

  it('S72: a candidate with a partner is refused by name, as is a stranger', async () => {
    const { crm, id } = await ambiguous('taken');
    const pair = await api.scenario.pair('contacts', 'crm', {
      Last_Name: 'Other',
      Email: 'other@twins.example',
    });
    const stranger = await post(id, 'choose', { choose: 'pair', candidateId: pair.crm });
    assert.deepEqual([stranger.status, stranger.body['code']], [404, 'candidate-unknown']);
    const { org } = api.scenario.engine;
    const [link] = [...(await org.links.byIds('contacts', 'crm', [pair.crm])).values()];
    assert.ok(link);
    await org.links.insertMany([{ ...link, deskId: '4711', crmId: crm[0] }], api.connector.clock.now());
    const taken = await post(id, 'choose', { choose: 'pair', candidateId: crm[0] });
    assert.deepEqual([taken.status, taken.body['code']], [409, 'candidate-linked']);
    assert.deepEqual((taken.body['details'] as { linkedTo: string }).linkedTo, '4711');
    await org.links.delete('contacts', '4711', crm[0]);
    const unknown = await post('contacts.desk.999999', 'choose', { choose: 'leave' });
    assert.deepEqual([unknown.status, unknown.body['code']], [404, 'ambiguous-unknown']);
  });

  it('S20: two administrators at once: one decision stands, the other is told', async () => {
    const { crm, id } = await ambiguous('race');
    const answers = await Promise.all([
      post(id, 'choose', { choose: 'pair', candidateId: crm[0] }),
      post(id, 'choose', { choose: 'leave' }),
    ]);
    assert.deepEqual(
      answers
        .map(({ status }) => status)
        .sort()
        .slice(0, 1),
      [200],
    );
    const refused = answers.filter(({ status }) => status !== 200);
    assert.equal(refused.length, 1);
    assert.ok(['decided-otherwise', 'ambiguous-unknown'].includes(String(refused[0]?.body['code'])));
  });
});
