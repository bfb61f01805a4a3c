import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Conflicts } from '../../server/contract/conflicts.ts';
import { startScenarioApi, type ScenarioApi } from '../support/scenario-api.ts';

describe('S96: the conflict inbox', () => {
  let api: ScenarioApi;
  before(async () => {
    api = await startScenarioApi();
    const { configs } = api.scenario.engine.org;
    const config = await configs.current('contacts');
    assert.ok(config);
    const mappings = config.mappings.map((row) =>
      row.desk === 'title' ? { ...row, conflict: 'ask' as const } : row,
    );
    await configs.save({ ...config, mappings }, config.version, api.connector.clock.now());
  });
  after(() => api.stop());
  const inbox = () => api.get<Conflicts>('/v1/conflicts');
  const resolve = (body: object, token = api.adminToken) =>
    api.connector.call('/v1/conflicts/resolve', { body, token });

  async function disputed(name: string) {
    const { scenario } = api;
    const pair = await scenario.pair('contacts', 'crm', {
      Last_Name: name,
      Email: `${name}@ask.example`,
      Title: 'Both',
    });
    await scenario.human.update('desk', 'contacts', pair.desk, { title: 'Desk says' });
    await scenario.human.update('crm', 'contacts', pair.crm, { Title: 'CRM says', Department: 'Sales' });
    await scenario.sync('contacts', 'crm', pair.crm);
    const open = (await inbox()).open.find(({ deskId }) => deskId === pair.desk);
    assert.ok(open, 'it stands in the inbox');
    return { pair, open, ...shown(pair) };
  }
  const shown = (pair: { readonly desk: string; readonly crm: string }) => ({
    titles: () => [
      api.scenario.human.record('desk', 'contacts', pair.desk)?.['title'],
      api.scenario.human.record('crm', 'contacts', pair.crm)?.['Title'],
    ],
  });

  it('S96, S97: a field under "ask" stands once in the inbox with all values; other fields sync on', async () => {
    const { scenario } = api;
    const { pair, open, titles } = await disputed('once');
    assert.deepEqual(
      { ...open, since: '' },
      {
        module: 'contacts',
        deskId: pair.desk,
        crmId: pair.crm,
        recordKey: 'once@ask.example',
        key: 'title=Title',
        version: 1,
        base: { desk: 'Both', crm: 'Both' },
        desk: 'Desk says',
        crm: 'CRM says',
        choice: null,
        since: '',
      },
    );
    await scenario.human.update('crm', 'contacts', pair.crm, { Phone: '0123456' });
    await scenario.sync('contacts', 'crm', pair.crm);
    await scenario.sync('contacts', 'desk', pair.desk);
    assert.equal(scenario.human.record('desk', 'contacts', pair.desk)?.['phone'], '0123456');
    assert.deepEqual(titles(), ['Desk says', 'CRM says'], 'nothing of it is written');
    const again = (await inbox()).open.filter(({ deskId }) => deskId === pair.desk);
    assert.deepEqual(again, [open], 'looking again adds nothing');
  });

  it('S96: the administrator chooses either side; both values are kept, and the audit says who', async () => {
    for (const choose of ['desk', 'crm'] as const) {
      const { pair, open, titles } = await disputed(`chosen-${choose}`);
      const { module, deskId, key, version } = open;
      const { status, body } = await resolve({ module, deskId, key, version, choose });
      assert.equal(status, 200, JSON.stringify(body));
      await api.scenario.engine.settle();
      const winner = choose === 'desk' ? 'Desk says' : 'CRM says';
      assert.deepEqual(titles(), [winner, winner]);
      const after = await inbox();
      assert.ok(!after.open.some((conflict) => conflict.deskId === pair.desk));
      const settled = after.settled.filter((conflict) => conflict.deskId === pair.desk);
      assert.deepEqual(
        settled.map((conflict) => [conflict.winner, conflict.desk, conflict.crm]),
        [[choose, 'Desk says', 'CRM says']],
      );
      assert.deepEqual(await api.scenario.writesDuring(() => api.scenario.engine.settle()), []);
    }
    type Audit = { readonly entries: readonly { readonly action: string }[] };
    const { entries } = await api.get<Audit>('/v1/audit');
    assert.equal(entries.filter(({ action }) => action === 'conflict-resolved').length, 2);
  });

  it('S96: a choice about values that changed meanwhile is refused, or taken back', async () => {
    const { scenario } = api;
    const { pair, open, titles } = await disputed('moving');
    const { module, deskId, key, version } = open;
    await scenario.human.update('crm', 'contacts', pair.crm, { Title: 'CRM says more' });
    // Chosen before the sync saw the edit: the choice must not overwrite what nobody looked at.
    assert.equal((await resolve({ module, deskId, key, version, choose: 'desk' })).status, 200);
    await scenario.engine.settle();
    assert.deepEqual(titles(), ['Desk says', 'CRM says more']);
    const now = (await inbox()).open.find((conflict) => conflict.deskId === deskId);
    assert.deepEqual([now?.version, now?.crm, now?.choice], [2, 'CRM says more', null]);
    const stale = await resolve({ module, deskId, key, version, choose: 'desk' });
    assert.deepEqual([stale.status, stale.body['code']], [409, 'stale-version']);
  });

  it('S96: people who agree by themselves close the conflict', async () => {
    const { scenario } = api;
    const { pair } = await disputed('agreeing');
    await scenario.human.update('desk', 'contacts', pair.desk, { title: 'CRM says' });
    await scenario.sync('contacts', 'desk', pair.desk);
    assert.ok(!(await inbox()).open.some(({ deskId }) => deskId === pair.desk));
    const { pair: back, titles } = await disputed('withdrawn');
    await scenario.human.update('desk', 'contacts', back.desk, { title: 'Both' });
    await scenario.human.update('crm', 'contacts', back.crm, { Title: 'Both' });
    await scenario.sync('contacts', 'desk', back.desk);
    assert.deepEqual(titles(), ['Both', 'Both']);
    assert.ok(!(await inbox()).open.some(({ deskId }) => deskId === back.desk), 'both took it back');
  });

  it('S96, P13: one side takes its edit back and only a poll tells → the other side’s value comes over', async () => {
    const { scenario } = api;
    const { pair, titles } = await disputed('back');
    await scenario.human.update('desk', 'contacts', pair.desk, { title: 'Both' });
    await scenario.sandbox.world.clock.advance(120_000);
    await scenario.engine.settle();
    assert.deepEqual(titles(), ['CRM says', 'CRM says']);
    assert.ok(!(await inbox()).open.some(({ deskId }) => deskId === pair.desk));
  });

  it('S48: a contact deleted while its conflict waits stays deleted until the other side is edited again', async () => {
    const { scenario } = api;
    const { pair, titles } = await disputed('binned');
    await scenario.human.trash('desk', 'contacts', [pair.desk]);
    for (const side of ['desk', 'crm'] as const) {
      assert.deepEqual(await scenario.writesDuring(() => scenario.sync('contacts', side, pair[side])), []);
    }
    await scenario.human.update('crm', 'contacts', pair.crm, { Title: 'CRM says more' });
    await scenario.sync('contacts', 'crm', pair.crm);
    assert.equal(titles()[1], 'CRM says more');
    const { presence } =
      (await scenario.engine.org.links.byIds('contacts', 'crm', [pair.crm])).get(pair.crm) ?? {};
    assert.deepEqual(presence, { desk: 'live', crm: 'live' }, 'back from the bin');
  });

  it('S96, S80: a choice made while paused waits for the resume; Zoho trouble does not lose it', async () => {
    const { scenario, connector, adminToken: token } = api;
    const { open, titles } = await disputed('paused');
    const { module, deskId, key, version } = open;
    await scenario.engine.org.integration.transition(['active'], 'paused', connector.clock.now());
    assert.equal((await resolve({ module, deskId, key, version, choose: 'desk' }, token)).status, 200);
    assert.deepEqual(await scenario.writesDuring(() => scenario.engine.settle()), []);
    assert.equal((await inbox()).open.find((conflict) => conflict.deskId === deskId)?.choice, 'desk');
    await scenario.engine.org.integration.transition(['paused'], 'active', connector.clock.now());
    await scenario.engine.settle();
    assert.deepEqual(titles(), ['Desk says', 'Desk says']);
  });

  const undo = (body: object) => api.connector.call('/v1/conflicts/undo', { body, token: api.adminToken });

  it('S96: a choice that was not carried out yet is withdrawn, and the field waits again', async () => {
    const { scenario, connector } = api;
    const { open, titles } = await disputed('regretted');
    const { module, deskId, key, version } = open;
    await scenario.engine.org.integration.transition(['active'], 'paused', connector.clock.now());
    await resolve({ module, deskId, key, version, choose: 'desk' });
    for (let round = 0; round < 2; round += 1) {
      const { status, body } = await undo({ module, deskId, key, version });
      assert.deepEqual([status, body['outcome']], [200, 'withdrawn']);
    }
    await scenario.engine.org.integration.transition(['paused'], 'active', connector.clock.now());
    await scenario.engine.settle();
    assert.deepEqual(titles(), ['Desk says', 'CRM says']);
    assert.equal((await inbox()).open.find((conflict) => conflict.deskId === deskId)?.choice, null);
    const stale = await undo({ module, deskId, key, version: version + 1 });
    assert.deepEqual([stale.status, stale.body['code']], [409, 'stale-version']);
  });

  it('S96: undone after it was carried out, the lost value is written back and syncs like an edit, once', async () => {
    const { scenario } = api;
    const { pair, open, titles } = await disputed('restored');
    const { module, deskId, key, version } = open;
    await resolve({ module, deskId, key, version, choose: 'desk' });
    await scenario.engine.settle();
    assert.deepEqual(titles(), ['Desk says', 'Desk says']);
    const settled = (await inbox()).settled.find((conflict) => conflict.deskId === deskId);
    assert.equal(settled?.undoneAt, null);
    for (let round = 0; round < 2; round += 1) {
      const { status, body } = await undo({ settledId: settled.id });
      assert.deepEqual([status, body['outcome']], [200, 'scheduled']);
    }
    const writes = await scenario.writesDuring(() => scenario.engine.settle());
    assert.deepEqual(titles(), ['CRM says', 'CRM says']);
    assert.equal(writes.length, 2, 'CRM gets its value back, Desk gets it from there');
    assert.ok((await inbox()).settled.find(({ id }) => id === settled.id)?.undoneAt);
    assert.deepEqual(await scenario.writesDuring(() => scenario.sync('contacts', 'crm', pair.crm)), []);
  });

  it('S96: an undo overwrites nothing that was edited since', async () => {
    const { scenario } = api;
    const { pair, open, titles } = await disputed('edited-since');
    const { module, deskId, key, version } = open;
    await resolve({ module, deskId, key, version, choose: 'desk' });
    await scenario.engine.settle();
    const settled = (await inbox()).settled.find((conflict) => conflict.deskId === deskId);
    await scenario.human.update('crm', 'contacts', pair.crm, { Title: 'Newer than both' });
    await undo({ settledId: settled?.id });
    await scenario.engine.settle();
    assert.deepEqual(titles(), ['Newer than both', 'Newer than both']);
    const unknown = await undo({ settledId: '999999' });
    assert.deepEqual([unknown.status, unknown.body['code']], [404, 'conflict-unknown']);
  });

  it('S96: agents may not look or choose; a conflict that is not there is unknown', async () => {
    const body = { module: 'contacts', deskId: '1', key: 'title=Title', version: 1, choose: 'crm' };
    assert.equal((await resolve(body, api.agentToken)).status, 403);
    assert.equal((await api.connector.call('/v1/conflicts', { token: api.agentToken })).status, 403);
    const unknown = await resolve(body);
    assert.deepEqual([unknown.status, unknown.body['code']], [404, 'conflict-unknown']);
  });

  it('P4, S96: what the newest edit decided and cannot be written yet stays decided, whoever edits another field later', async () => {
    const { scenario } = api;
    const { human, sandbox } = scenario;
    const allow = async (maxLength: number) => {
      sandbox.setUp({ product: 'crm', module: 'contacts', field: 'Mailing_City', change: { maxLength } });
      await sandbox.advance('PT11M');
    };
    await allow(5);
    const values = { Last_Name: 'Undecided', Email: 'undecided@ask.example', Phone: 'both' };
    const { desk, crm } = await scenario.pair('contacts', 'crm', values);
    const phones = () => [
      human.record('desk', 'contacts', desk)?.['phone'],
      human.record('crm', 'contacts', crm)?.['Phone'],
    ];
    await human.update('crm', 'contacts', crm, { Phone: 'CRM says' });
    await sandbox.world.clock.advance(5_000);
    // Desk is newer and wins, but CRM cannot take the city, so the whole record fails.
    await human.update('desk', 'contacts', desk, { phone: 'Desk says', city: 'Hamburg' });
    await scenario.sync('contacts', 'desk', desk);
    assert.equal((await scenario.failureOf('contacts', 'desk', desk))?.code, 'value-rejected');
    const kept = async () => {
      const { openConflicts, history } = scenario.engine.org;
      const [open, settled] = [await openConflicts.list(), await history.conflicts(200)];
      const mine = open.filter((conflict) => conflict.deskId === desk && conflict.key === 'phone=Phone');
      return {
        open: mine.map((conflict) => [conflict.choice, conflict.desk, conflict.crm]),
        settled: settled
          .filter((conflict) => conflict.deskId === desk)
          .map((conflict) => [conflict.winner, conflict.desk, conflict.crm]),
      };
    };
    const decided = ['desk', 'Desk says', 'CRM says'];
    assert.deepEqual(await kept(), { open: [decided], settled: [decided] });

    await sandbox.world.clock.advance(5_000);
    await human.update('crm', 'contacts', crm, { Department: 'Sales' });
    await scenario.sync('contacts', 'crm', crm);
    await scenario.sync('contacts', 'desk', desk);
    assert.deepEqual(phones(), ['Desk says', 'CRM says'], 'CRM is newer now, and wins nothing by it');
    assert.deepEqual(await kept(), { open: [decided], settled: [decided] }, 'recorded once');

    await allow(60);
    await scenario.sync('contacts', 'desk', desk);
    assert.equal(await scenario.failureOf('contacts', 'desk', desk), undefined);
    assert.deepEqual(phones(), ['Desk says', 'Desk says']);
    const { openConflicts, history } = scenario.engine.org;
    assert.deepEqual(await openConflicts.ofPairs('contacts', [desk]), []);
    const recorded = (await history.conflicts(200)).filter(({ deskId }) => deskId === desk);
    assert.equal(recorded.length, 1);
  });
});
