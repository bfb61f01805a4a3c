import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Deletions } from '../../server/contract/deletions.ts';
import type { Integration } from '../../server/contract/integration.ts';
import type { RecordPage } from '../../server/ports/record-gateway.ts';
import type { Side } from '../../server/core/record.ts';
import { SIDES, otherSide } from '../../server/core/record.ts';
import { startScenarioApi, type ScenarioApi } from '../support/scenario-api.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const PHONE = { desk: 'phone', crm: 'Phone' } as const;
const EMAIL = { desk: 'email', crm: 'Email' } as const;

/** So many pairs of contacts with a phone each, in which nothing is left to do. */
async function start(count: number): Promise<ScenarioApi> {
  const api = await startScenarioApi({
    seed: {
      'crm-contacts': Array.from({ length: count }, (_, index) => ({
        Last_Name: `Person ${index}`,
        Email: `person${index}@many.example`,
        Phone: `+1 555 ${index}`,
      })),
      'crm-accounts': [{ Account_Name: 'Plain CRM Account' }],
      'desk-accounts': [{ accountName: 'Plain Desk Account' }],
      'desk-products': [{ productName: 'Plain Desk Product', department: 'Support' }],
    },
    settings: { pollReconcileMs: DAY, pollProductsMs: DAY },
  });
  await api.scenario.engine.firstSync();
  await api.scenario.sandbox.world.clock.advance(MINUTE);
  return api;
}
function ids({ scenario }: ScenarioApi, side: Side) {
  return scenario.human.records(side, 'contacts').map((row) => String(row['id']));
}
function held(api: ScenarioApi) {
  return api.get<Deletions>('/v1/deletions/contacts').then((answer) => answer.held);
}
function phones({ scenario }: ScenarioApi, side: Side) {
  return scenario.human.records(side, 'contacts').map((row) => row[PHONE[side]] ?? null);
}
async function accept(api: ScenarioApi) {
  const path = '/v1/deletions/contacts/accept';
  const { status } = await api.connector.call(path, { method: 'POST', token: api.adminToken });
  assert.equal(status, 200);
  await api.scenario.engine.settle();
}

describe('a side that suddenly empties or overwrites much', () => {
  for (const side of SIDES) {
    const other = otherSide(side);
    it(`P17: a field emptied in ${side} on 120 of 120 pairs is not carried over: nothing is written, the module asks`, async () => {
      const api = await start(120);
      const { scenario } = api;
      const all = ids(api, side);
      await scenario.human.massUpdate(side, 'contacts', PHONE[side], null, all);
      const before = phones(api, other);
      const writes = await scenario.writesDuring(() => scenario.sync('contacts', side, ...all));
      assert.deepEqual(writes, [], 'not even the first batch');
      assert.deepEqual(phones(api, other), before);
      const { code, field, total } = (await held(api)) ?? {};
      assert.deepEqual([code, field, total], ['mass-emptying', PHONE[side], 120]);
      const { problems } = await api.get<Integration>('/v1/integration');
      assert.deepEqual(
        problems.map((problem) => [problem.topic, problem.code]),
        [['deletions-contacts', 'mass-emptying']],
      );
      await accept(api);
      assert.deepEqual(phones(api, other), Array<null>(120).fill(null), 'the administrator meant it');
      assert.equal(await held(api), null);
      await api.stop();
    });
  }

  describe('with 70 pairs', () => {
    let api: ScenarioApi;
    before(async () => {
      api = await start(70);
    });
    after(() => api.stop());

    it('S38: a mass update that sets one value on all of them passes without a question', async () => {
      await api.scenario.human.massUpdate('crm', 'contacts', 'Phone', '+49 30 1', ids(api, 'crm'));
      await api.scenario.sync('contacts', 'crm', ...ids(api, 'crm'));
      assert.equal(await held(api), null);
      assert.deepEqual(phones(api, 'desk'), Array<string>(70).fill('+49 30 1'));
    });

    it('S98: clearing a field on 49 of them passes: fewer than a fault would touch', async () => {
      const some = ids(api, 'crm').slice(0, 49);
      await api.scenario.human.massUpdate('crm', 'contacts', 'Phone', null, some);
      await api.scenario.sync('contacts', 'crm', ...some);
      assert.equal(await held(api), null);
      assert.equal(phones(api, 'desk').filter((phone) => phone === null).length, 49);
    });

    it('P17: emptied one after the other, the 50th within a day stops it; other modules go on', async () => {
      const { scenario } = api;
      const rest = scenario.human.records('crm', 'contacts').filter((row) => (row['Phone'] ?? null) !== null);
      const [first = '', second = ''] = rest.map((row) => String(row['id']));
      for (const id of [first, second]) {
        await scenario.human.update('crm', 'contacts', id, { Phone: null });
        await scenario.sync('contacts', 'crm', id);
      }
      assert.equal((await held(api))?.code, 'mass-emptying');
      assert.equal(phones(api, 'desk').filter((phone) => phone === null).length, 49);
      const account = await scenario.pair('accounts', 'crm', { Account_Name: 'Goes on' });
      assert.ok(scenario.human.record('desk', 'accounts', account.desk));
      await accept(api);
      assert.equal(phones(api, 'desk').filter((phone) => phone === null).length, 51);
    });
  });

  it('P17: everybody’s e-mail overwritten with one address: held; put right, the hold lifts by itself', async () => {
    const api = await start(60);
    const { scenario } = api;
    const before = new Map(
      scenario.human.records('desk', 'contacts').map((row) => [row['id'], row['email']]),
    );
    await scenario.human.massUpdate('desk', 'contacts', 'email', 'oops@many.example', ids(api, 'desk'));
    const writes = await scenario.writesDuring(() => scenario.sync('contacts', 'desk', ...ids(api, 'desk')));
    assert.deepEqual(writes, []);
    assert.deepEqual([(await held(api))?.code, (await held(api))?.field], ['mass-emptying', EMAIL.desk]);
    for (const [id, email] of before) await scenario.human.update('desk', 'contacts', String(id), { email });
    await scenario.sandbox.world.clock.advance(11 * MINUTE);
    await scenario.engine.settle();
    assert.equal(await held(api), null);
    assert.equal(new Set(scenario.human.records('crm', 'contacts').map((row) => row['Email'])).size, 60);
    await api.stop();
  });
});

describe('a bulk read that brings nothing although there are pairs', () => {
  let api: ScenarioApi | undefined;
  afterEach(async () => {
    await api?.stop();
    api = undefined;
  });

  for (const side of SIDES) {
    it(`P17, S88: a first session that reads an empty ${side} writes nothing and asks; it goes on when records are there again`, async () => {
      api = await start(12);
      const { scenario } = api;
      const gateway = scenario.engine.gateways[side];
      const readAll = gateway.readAll.bind(gateway);
      gateway.readAll = (module, options) => (module === 'contacts' ? nothing() : readAll(module, options));
      const readNew = gateway.readCreatedSince.bind(gateway);
      gateway.readCreatedSince = () => Promise.resolve([]);
      const late = await scenario.human.create(otherSide(side), 'contacts', {
        [side === 'desk' ? 'Last_Name' : 'lastName']: 'Late',
      });
      const writes = await scenario.writesDuring(() => scenario.engine.firstSync());
      assert.deepEqual(writes, [], 'not even the new record');
      assert.deepEqual(
        { ...(await held(api)), since: undefined },
        { code: 'empty-read', side, lost: 12, total: 12, field: null, since: undefined },
      );
      const account = await scenario.pair('accounts', 'crm', { Account_Name: 'Meanwhile' });
      assert.ok(scenario.human.record('desk', 'accounts', account.desk), 'other modules go on');

      Object.assign(gateway, { readAll, readCreatedSince: readNew });
      await scenario.sandbox.world.clock.advance(11 * MINUTE);
      await scenario.engine.settle();
      assert.equal(await held(api), null);
      assert.ok(await scenario.partnerId('contacts', otherSide(side), late));
      assert.equal(await scenario.engine.org.runs.running('first-sync'), null);
      assert.equal(scenario.human.records('crm', 'contacts').length, 13);
      assert.equal(scenario.human.records('desk', 'contacts').length, 13);
    });
  }

  it('P17: an administrator who knows that the side is empty lets it go on', async () => {
    api = await start(3);
    const { scenario } = api;
    await scenario.human.trash('desk', 'contacts', ids(api, 'desk'));
    // Not even Desk's list of new records shows them.
    scenario.engine.gateways.desk.readCreatedSince = () => Promise.resolve([]);
    await scenario.engine.firstSync();
    assert.equal((await held(api))?.code, 'empty-read');
    await accept(api);
    assert.equal(await held(api), null);
    assert.equal(await scenario.engine.org.runs.running('first-sync'), null);
    assert.equal(scenario.human.records('crm', 'contacts').length, 3, 'S40: nothing is deleted');
  });
});

// eslint-disable-next-line @typescript-eslint/require-await -- the shape of a gateway's answer
async function* nothing(): AsyncGenerator<RecordPage> {
  yield { records: [], cursor: null, total: 0 };
}
