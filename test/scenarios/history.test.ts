import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { History, HistoryChanges } from '../../server/contract/history.ts';
import { parse } from 'csv-parse/sync';
import { forgetHistory } from '../../server/sync/forget-history.ts';
import { startScenarioApi, type ScenarioApi } from '../support/scenario-api.ts';

const DAY_MS = 24 * 3_600_000;

describe('Sync History', () => {
  let api: ScenarioApi;
  let desk: string;
  let crm: string;
  before(async () => {
    api = await startScenarioApi();
    const { scenario } = api;
    await scenario.engine.firstSync();
    ({ desk, crm } = await scenario.pair('contacts', 'desk', { lastName: 'History', title: 'Clerk' }));
    await scenario.human.update('desk', 'contacts', desk, { title: 'Head clerk' });
    await scenario.sync('contacts', 'desk', desk);
    await scenario.human.update('crm', 'contacts', crm, { Title: 'Director' });
    await scenario.sync('contacts', 'crm', crm);
  });
  after(() => api.stop());
  const entries = async (query = '') =>
    (await api.get<History>(`/v1/history${query}`)).entries.filter(({ kind }) => kind === 'continuous');

  it('S105: a run that is not this organisation’s shows nothing', async () => {
    assert.deepEqual(await api.get('/v1/history/unknown-run'), { changes: [], next: null });
  });

  it('S62, S64: lists the runs with their date, newest first', async () => {
    const list = await entries();
    assert.equal(list.length, 3);
    const dates = list.map(({ startedAt }) => startedAt);
    assert.deepEqual(dates, [...dates].sort().reverse());
  });

  it('S65: shows source and target, one row per direction', async () => {
    const [toDesk, toCrm] = await entries();
    assert.deepEqual([toDesk?.source, toDesk?.target], ['crm', 'desk']);
    assert.deepEqual([toCrm?.source, toCrm?.target], ['desk', 'crm']);
    assert.equal((await entries('?target=desk')).length, 1);
  });

  it('S66: shows the record type', async () => {
    for (const { module } of await entries()) assert.equal(module, 'contacts');
    assert.deepEqual(await entries('?module=accounts'), []);
    assert.equal(
      (await api.connector.call('/v1/history?module=deals', { token: api.adminToken })).status,
      400,
    );
  });

  it('S67: counts added, updated and failed; what stayed as it was is in no count', async () => {
    const { scenario } = api;
    const before = await entries();
    assert.deepEqual(
      before.map(({ added, updated, failed }) => [added, updated, failed]),
      [
        [0, 1, 0],
        [0, 1, 0],
        [1, 0, 0],
      ],
    );
    await scenario.sync('contacts', 'desk', desk);
    assert.deepEqual(await entries(), before, 'an unchanged record makes no row');
  });

  it('S67: a run shows which fields changed, from what to what, and by which rule', async () => {
    const [toDesk] = await entries('?target=desk');
    const { changes, next } = await api.get<HistoryChanges>(`/v1/history/${toDesk?.runId ?? ''}`);
    assert.equal(next, null);
    assert.deepEqual(
      changes.map(({ action, deskId, crmId }) => ({ action, deskId, crmId })),
      [{ action: 'updated', deskId: desk, crmId: crm }],
    );
    const [title] = changes[0]?.fields ?? [];
    assert.deepEqual([title?.from, title?.to], ['Head clerk', 'Director']);
    assert.ok(title?.rule);
  });

  it('P22: every mutation of the connector is a change of some run, and every change a mutation', async () => {
    const { scenario } = api;
    const known = new Set((await entries()).map(({ runId }) => runId));
    await scenario.human.update('crm', 'contacts', crm, { Title: 'Owner' });
    const young = await scenario.human.create('crm', 'accounts', { Account_Name: 'Brand new' });
    const writes = await scenario.writesDuring(async () => {
      await scenario.sync('contacts', 'crm', crm);
      await scenario.sync('accounts', 'crm', young);
    });
    const runIds = new Set((await entries()).map(({ runId }) => runId).filter((id) => !known.has(id)));
    const changes: HistoryChanges['changes'] = [];
    for (const id of runIds) changes.push(...(await api.get<HistoryChanges>(`/v1/history/${id}`)).changes);
    assert.deepEqual(changes.map(({ module, action }) => `${module} ${action}`).sort(), [
      'accounts added',
      'contacts updated',
    ]);
    assert.equal(
      writes.reduce((sum, { mutations }) => sum + mutations, 0),
      changes.length,
    );
  });

  it('S63: after seven days and a second a run is no longer shown, a second earlier it is', async () => {
    const [newest] = await entries();
    const clock = api.scenario.sandbox.world.clock;
    const age = clock.now() - Date.parse(newest?.startedAt ?? '');
    await clock.advance(7 * DAY_MS - 1_000 - age);
    const token = String((await api.connector.signIn('ada.admin@zylker.example')).body['token']);
    const shown = async () => {
      const { body } = await api.connector.call('/v1/history', { token });
      return (body as unknown as History).entries.some(({ runId }) => runId === newest?.runId);
    };
    assert.equal(await shown(), true);
    await clock.advance(2_000);
    assert.equal(await shown(), false);
  });

  it('S63: what the page shows no more can be exported, by date, until it is too old to be kept', async () => {
    const { scenario, connector } = api;
    const { clock } = scenario.sandbox.world;
    const adminToken = async () => String((await connector.signIn('ada.admin@zylker.example')).body['token']);
    const exported = async (query = '') => {
      const answer = await connector.call(`/v1/history.csv${query}`, { token: await adminToken() });
      assert.equal(answer.status, 200);
      return parse<Record<string, string>>(String(answer.body['text']), { columns: true, bom: true });
    };
    const all = await exported();
    assert.ok(all.length >= 5 && all.every(({ startedAt }) => startedAt));
    const middle = all[2]?.startedAt ?? '';
    const [older, newer] = [await exported(`?until=${middle}`), await exported(`?since=${middle}`)];
    assert.ok(older.length > 0 && newer.length > 0);
    assert.deepEqual([...newer, ...older], all, 'together they are all');
    const nonsense = await connector.call('/v1/history.csv?since=yesterday', { token: await adminToken() });
    assert.equal(nonsense.status, 400);

    await scenario.human.trash('desk', 'contacts', [desk]);
    await scenario.human.purge('desk', [desk]);
    await clock.advance(DAY_MS);
    await scenario.human.update('crm', 'contacts', crm, { Title: 'Suppressed' });
    await scenario.sync('contacts', 'crm', crm);
    await clock.advance(82 * DAY_MS);
    await forgetHistory(scenario.engine.store, connector.clock, 90 * DAY_MS);
    const kept = await exported();
    assert.ok(kept.length < all.length && kept.length > 0, 'what is older than 90 days is gone');

    const link = (await scenario.engine.org.links.byIds('contacts', 'desk', [desk])).get(desk);
    assert.equal(link?.presence.desk, 'purged', 'the tombstone is no history');
    await scenario.human.update('crm', 'contacts', crm, { Title: 'Suppressed still' });
    assert.deepEqual(await scenario.writesDuring(() => scenario.sync('contacts', 'crm', crm)), []);
  });
});
