import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { startScenarioApi, type ScenarioApi } from '../support/scenario-api.ts';
import type { ScenarioOptions } from '../support/scenario.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

let api: ScenarioApi | undefined;
afterEach(async () => {
  await api?.stop();
  api = undefined;
});

async function start(count: number, options: ScenarioOptions = {}) {
  api = await startScenarioApi({
    seed: {
      'crm-contacts': Array.from({ length: count }, (_, index) => ({
        Last_Name: `Person ${index}`,
        Email: `person${index}@pause.example`,
      })),
      'crm-accounts': [{ Account_Name: 'Plain CRM Account' }],
      'desk-accounts': [{ accountName: 'Plain Desk Account' }],
      'desk-products': [{ productName: 'Plain Desk Product', department: 'Support' }],
    },
    ...options,
  });
  const { scenario, connector } = api;
  /** Signs in anew each time: sessions end during long pauses. */
  async function press(button: 'pause' | 'resume') {
    const token = String((await connector.signIn('ada.admin@zylker.example')).body['token']);
    const answer = await connector.call(`/v1/sync/${button}`, { method: 'POST', token });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer.body;
  }
  const ids = (side: 'desk' | 'crm') =>
    scenario.human.records(side, 'contacts').map((row) => String(row['id']));
  return { api, scenario, press, ids, human: scenario.human, engine: scenario.engine };
}

async function paired(count: number, options: ScenarioOptions = {}) {
  const at = await start(count, options);
  await at.engine.firstSync();
  await at.scenario.sandbox.world.clock.advance(MINUTE);
  return at;
}

describe('pause and resume', () => {
  it('S79: Pause Sync pauses, a second click changes nothing, and only an administrator may', async () => {
    const { api: at, press } = await paired(1);
    const asAgent = await at.connector.call('/v1/sync/pause', { method: 'POST', token: at.agentToken });
    assert.equal(asAgent.status, 403);
    for (let click = 0; click < 2; click += 1) {
      assert.deepEqual(await press('pause'), { state: 'paused', settled: true });
    }
    assert.equal((await at.get<{ state: string }>('/v1/integration')).state, 'paused');
  });

  it('S80: from the acknowledgement on nothing is written, whatever is queued or under way', async () => {
    const { scenario, press, ids, human, engine } = await paired(60);
    const crmIds = ids('crm');
    for (const id of crmIds) await human.update('crm', 'contacts', id, { Phone: '44' });
    await engine.notify('contacts', 'crm', ...crmIds);

    const gateway = engine.gateways.desk;
    const update = gateway.update.bind(gateway);
    let acknowledged: Promise<number> | undefined;
    gateway.update = (module, changes, options) => {
      acknowledged ??= press('pause').then(() => scenario.sandbox.calls.list().length);
      return update(module, changes, options);
    };
    await engine.settle();
    assert.ok(acknowledged, 'paused in the middle of the writes');
    const after = scenario.sandbox.calls.list().slice(await acknowledged);
    assert.deepEqual(
      after.filter((call) => call.mutations > 0),
      [],
    );
    const done = human.records('desk', 'contacts').filter((row) => row['phone'] === '44').length;
    assert.ok(done > 0 && done < 60, `${done} of 60 were written before the pause`);
    const writes = await scenario.writesDuring(async () => {
      await engine.settle();
      await scenario.sync('contacts', 'crm', ...crmIds);
    });
    assert.deepEqual(writes, []);

    await press('resume');
    await engine.settle();
    assert.equal(human.records('desk', 'contacts').filter((row) => row['phone'] === '44').length, 60);
    assert.equal(human.records('desk', 'contacts').length, 60, 'and nothing is doubled');
  });

  it('S82: what changed on both sides during a pause of 70 days arrives after Resume, without any event', async () => {
    const { scenario, press, ids, human, engine } = await paired(3);
    const [first = '', second = '', third = ''] = ids('crm');
    const deskOf = async (id: string) => String(await scenario.partnerId('contacts', 'crm', id));
    await press('pause');
    await human.update('crm', 'contacts', first, { Phone: 'from CRM' });
    await human.update('desk', 'contacts', await deskOf(second), { phone: 'from Desk' });
    await human.update('desk', 'contacts', await deskOf(third), { phone: 'older' });
    await scenario.sandbox.world.clock.advance(MINUTE);
    await human.update('crm', 'contacts', third, { Phone: 'newer' });
    const created = await human.create('desk', 'contacts', { lastName: 'New', email: 'new@pause.example' });
    await scenario.sandbox.world.clock.advance(70 * DAY);
    await press('resume');
    await engine.settle();

    assert.equal(human.record('desk', 'contacts', await deskOf(first))?.['phone'], 'from CRM');
    assert.equal(human.record('crm', 'contacts', second)?.['Phone'], 'from Desk');
    assert.equal(human.record('desk', 'contacts', await deskOf(third))?.['phone'], 'newer');
    assert.equal(
      (await engine.org.history.conflicts(10)).length,
      1,
      'the older edit is kept in the conflicts',
    );
    assert.equal((await scenario.partner('contacts', 'desk', created))['Email'], 'new@pause.example');
  });

  it('S82: a pause outlives the notification channels; Resume subscribes anew, and events arrive again', async () => {
    const { api: at, scenario, press, ids, human, engine } = await paired(2);
    await at.connector.authorize(at.adminToken, 'desk', 'ada.admin@zylker.example');
    await at.connector.authorize(at.adminToken, 'crm', 'carla.crm@zylker.example');
    const { orgKey } = engine.org;
    await at.connector.renew(orgKey);
    const channelIds = async () =>
      (await engine.org.subscriptions.list('crm')).map(({ externalId }) => externalId);
    const [before = ''] = await channelIds();
    const [first = '', second = ''] = ids('crm');
    await press('pause');
    await human.update('crm', 'contacts', first, { Phone: 'while paused' });
    await scenario.sandbox.world.clock.advance(70 * DAY);
    assert.equal(
      await engine.org.inbox.count(),
      0,
      'nothing was announced: the edit was too early or the channel too old',
    );
    await press('resume');
    const [after = ''] = await channelIds();
    assert.notEqual(after, before, 'the channel that ran out is replaced');
    await engine.settle();
    const deskOf = async (id: string) => String(await scenario.partnerId('contacts', 'crm', id));
    assert.equal(human.record('desk', 'contacts', await deskOf(first))?.['phone'], 'while paused');

    await human.update('crm', 'contacts', second, { Phone: 'announced' });
    await scenario.sandbox.settled();
    assert.ok((await engine.org.inbox.waiting('contacts', 'crm', [second])).has(second), 'CRM told us');
    await engine.settle();
    assert.equal(human.record('desk', 'contacts', await deskOf(second))?.['phone'], 'announced');
  });

  it('S82: a record deleted and purged during a long pause is not resurrected by Resume', async () => {
    const { scenario, press, ids, human, engine } = await paired(2);
    const [first = ''] = ids('desk');
    const crmId = String(await scenario.partnerId('contacts', 'desk', first));
    await press('pause');
    await human.trash('desk', 'contacts', [first]);
    await human.update('crm', 'contacts', crmId, { Phone: '1' });
    await scenario.sandbox.world.clock.advance(70 * DAY);
    await press('resume');
    const writes = await scenario.writesDuring(() => engine.settle());
    assert.deepEqual(writes, []);
    assert.equal(human.records('desk', 'contacts').length, 1);
  });

  it('S82: resuming costs calls for what changed, not for what is there', async () => {
    const { scenario, press, ids, human, engine } = await paired(200);
    await press('pause');
    const before = scenario.sandbox.calls.list().length;
    await press('resume');
    await engine.settle();
    const idle = scenario.sandbox.calls.list().length - before;

    await press('pause');
    await scenario.sandbox.world.clock.advance(DAY);
    for (const id of ids('crm').slice(0, 3)) await human.update('crm', 'contacts', id, { Phone: '3' });
    const changed = scenario.sandbox.calls.list().length;
    await press('resume');
    await engine.settle();
    const cost = scenario.sandbox.calls.list().length - changed;
    assert.ok(cost <= idle + 3 * 6, `${cost} calls for 3 changes of 200 records, ${idle} for none`);
  });

  it('S83: pausing again and again, also during the first import, loses and doubles nothing', async () => {
    const { press, human, engine, api: at } = await start(130);
    const gateway = engine.gateways.desk;
    const create = gateway.create.bind(gateway);
    let pauses = 0;
    let pausing: Promise<unknown> = Promise.resolve();
    gateway.create = (module, drafts, signal) => {
      if (module === 'contacts' && pauses < 3) {
        pauses += 1;
        pausing = press('pause');
      }
      return create(module, drafts, signal);
    };
    await engine.firstSync();
    for (let cycle = 0; cycle < 5; cycle += 1) {
      await pausing;
      await press('resume');
      await engine.settle();
    }
    assert.equal(pauses, 3);
    const names = human.records('desk', 'contacts').map((row) => String(row['lastName']));
    assert.equal(names.length, 130);
    assert.equal(new Set(names).size, 130);
    assert.equal((await at.get<{ state: string }>('/v1/sync/progress')).state, 'done');
  });
});
