import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { undoAcceptance } from '../../server/sync/accept-deletions.ts';
import type { Deletions } from '../../server/contract/deletions.ts';
import type { Integration } from '../../server/contract/integration.ts';
import type { Row } from '../support/scenario.ts';
import { startScenarioApi, type ScenarioApi } from '../support/scenario-api.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

let api: ScenarioApi | undefined;
afterEach(async () => {
  await api?.stop();
  api = undefined;
});

/** So many pairs of contacts in which nothing is left to do, and a connector that answers about them. */
async function start(count: number) {
  const contacts = Array.from({ length: count }, (_, index) => ({
    Last_Name: `Person ${index}`,
    Email: `person${index}@many.example`,
  }));
  api = await startScenarioApi({
    seed: {
      'crm-contacts': contacts,
      'crm-accounts': [{ Account_Name: 'Plain CRM Account' }],
      'desk-accounts': [{ accountName: 'Plain Desk Account' }],
      'desk-products': [{ productName: 'Plain Desk Product', department: 'Support' }],
    },
    settings: { pollReconcileMs: DAY, pollProductsMs: DAY },
  });
  const { scenario } = api;
  await scenario.engine.firstSync();
  await scenario.sandbox.world.clock.advance(MINUTE);
  const ids = (side: 'desk' | 'crm') =>
    scenario.human.records(side, 'contacts').map((row) => String(row['id']));
  assert.equal(ids('desk').length, count);
  return { api, scenario, ids };
}

async function trashAll(scenario: ScenarioApi['scenario'], ids: readonly string[]) {
  for (let from = 0; from < ids.length; from += 50) {
    await scenario.human.trash('desk', 'contacts', ids.slice(from, from + 50));
  }
}

async function post(at: ScenarioApi, path: string, body?: Row, token = at.adminToken) {
  return await at.connector.call(path, { method: 'POST', token, ...(body ? { body } : {}) });
}

describe('a side that suddenly loses much', () => {
  it('S43: 1,000 contacts deleted in Desk change nothing in CRM, and P17: the module asks before it goes on', async () => {
    const { api: at, scenario, ids } = await start(1_000);
    const gone = ids('desk');
    const before = scenario.human.records('crm', 'contacts').map((row) => JSON.stringify(row));
    await trashAll(scenario, gone);
    const writes = await scenario.writesDuring(() => scenario.sync('contacts', 'desk', ...gone));
    assert.deepEqual(writes, []);
    assert.deepEqual(
      scenario.human.records('crm', 'contacts').map((row) => JSON.stringify(row)),
      before,
    );

    const { held } = await at.get<Deletions>('/v1/deletions/contacts');
    assert.equal(held?.side, 'desk');
    assert.equal(held.total, 1_000);
    const { problems } = await at.get<Integration>('/v1/integration');
    assert.deepEqual(
      problems.map(({ topic, code }) => ({ topic, code })),
      [{ topic: 'deletions-contacts', code: 'mass-deletion' }],
    );

    const [edited] = ids('crm');
    assert.ok(edited);
    await scenario.human.update('crm', 'contacts', edited, { Phone: '1' });
    const acted = await scenario.writesDuring(() => scenario.sync('contacts', 'crm', edited));
    assert.deepEqual(acted, [], 'held: not even what looks like a put-back');

    assert.equal((await post(at, '/v1/deletions/contacts/accept')).status, 200);
    await scenario.engine.settle();
    assert.equal(
      scenario.human.records('desk', 'contacts').length,
      1,
      'the edited one is back, and it alone',
    );
    assert.equal((await at.get<Deletions>('/v1/deletions/contacts')).held, null);
  });

  it('P17: other modules go on while one is held', async () => {
    const { scenario, ids } = await start(60);
    await trashAll(scenario, ids('desk'));
    await scenario.sync(
      'contacts',
      'desk',
      ...scenario.human.records('crm', 'contacts').map((row) => String(row['id'])),
    );
    const account = await scenario.pair('accounts', 'crm', { Account_Name: 'Goes on' });
    assert.ok(scenario.human.record('desk', 'accounts', account.desk));
  });

  it('P17: an acceptance can be taken back within the hour', async () => {
    const { api: at, scenario, ids } = await start(60);
    const gone = ids('desk');
    await trashAll(scenario, gone);
    await scenario.sync('contacts', 'desk', ...gone);
    const held = async () => await at.get<Deletions>('/v1/deletions/contacts');
    const undo = () => post(at, '/v1/deletions/contacts/undo');
    assert.deepEqual(
      [(await undo()).status, (await held()).acceptedUntil],
      [409, null],
      'nothing accepted yet',
    );
    const before = (await held()).held;
    assert.ok(before);
    for (let click = 0; click < 2; click += 1) await post(at, '/v1/deletions/contacts/accept');
    assert.equal((await held()).held, null);
    assert.ok((await held()).acceptedUntil);
    assert.equal((await undo()).status, 200);
    assert.deepEqual((await held()).held, before, 'on hold as before');
    assert.equal((await undo()).body['code'], 'nothing-to-undo');
    await post(at, '/v1/deletions/contacts/accept');
    await scenario.sandbox.world.clock.advance(61 * MINUTE);
    const { org } = scenario.engine;
    const late = scenario.sandbox.world.clock.iso();
    assert.equal(await undoAcceptance(org, 'contacts', late), false, 'the hour is over');
  });

  it('P17: a fault that passes lifts the hold by itself, and what waited is done', async () => {
    const { api: at, scenario, ids } = await start(60);
    const gateway = scenario.engine.gateways.desk;
    const getMany = gateway.getMany.bind(gateway);
    gateway.getMany = (module, wanted, options) =>
      module === 'contacts' ? Promise.resolve(new Map()) : getMany(module, wanted, options);
    const crmIds = ids('crm');
    for (const id of crmIds) await scenario.human.update('crm', 'contacts', id, { Phone: '22' });
    const writes = await scenario.writesDuring(() => scenario.sync('contacts', 'crm', ...crmIds));
    assert.deepEqual(writes, [], 'an empty answer is not believed');
    assert.equal((await at.get<Deletions>('/v1/deletions/contacts')).held?.lost, 60);

    gateway.getMany = getMany;
    await scenario.sandbox.world.clock.advance(11 * MINUTE);
    await scenario.engine.settle();
    assert.equal((await at.get<Deletions>('/v1/deletions/contacts')).held, null);
    const phones = scenario.human.records('desk', 'contacts').map((row) => row['phone']);
    assert.deepEqual(phones, Array<string>(60).fill('22'));
  });

  it('P17: fewer deletions than that are believed at once', async () => {
    const { api: at, scenario, ids } = await start(60);
    const gone = ids('desk').slice(0, 49);
    await trashAll(scenario, gone);
    await scenario.sync('contacts', 'desk', ...gone);
    const { held, deletions } = await at.get<Deletions>('/v1/deletions/contacts');
    assert.equal(held, null);
    assert.equal(deletions.length, 49);
    assert.ok(deletions.every(({ desk, crm }) => desk === 'bin' && crm === 'live'));
  });
});

describe('send again', () => {
  async function purged() {
    const { api: at, scenario, ids } = await start(2);
    const [deskId] = ids('desk');
    assert.ok(deskId);
    const crmId = await scenario.partnerId('contacts', 'desk', deskId);
    assert.ok(crmId);
    await scenario.human.trash('desk', 'contacts', [deskId]);
    await scenario.human.purge('desk', [deskId]);
    await scenario.sync('contacts', 'desk', deskId);
    return { at, scenario, deskId, crmId };
  }

  it('S46: an administrator overrides the tombstone: the record is made anew and paired', async () => {
    const { at, scenario, deskId, crmId } = await purged();
    const answer = await post(at, '/v1/deletions/contacts/send-again', { deskId, crmId });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    await scenario.engine.settle();
    const partner = await scenario.partner('contacts', 'crm', crmId);
    assert.notEqual(partner['id'], deskId);
    assert.equal(scenario.human.records('desk', 'contacts').length, 2);
    assert.deepEqual((await at.get<Deletions>('/v1/deletions/contacts')).deletions, []);
  });

  it('S46: a pair that is whole, a pair that is unknown and an ordinary agent are refused with a reason', async () => {
    const { at, scenario, deskId, crmId } = await purged();
    const [whole] = scenario.human.records('desk', 'contacts').map((row) => String(row['id']));
    assert.ok(whole);
    const partner = await scenario.partnerId('contacts', 'desk', whole);
    const path = '/v1/deletions/contacts/send-again';
    const refusedWhole = await post(at, path, { deskId: whole, crmId: partner });
    assert.deepEqual([refusedWhole.status, refusedWhole.body['code']], [409, 'nothing-to-send']);
    const unknown = await post(at, path, { deskId: '1', crmId });
    assert.deepEqual([unknown.status, unknown.body['code']], [404, 'pair-unknown']);
    assert.equal((await post(at, path, { deskId, crmId }, at.agentToken)).status, 403);
    assert.equal((await post(at, '/v1/deletions/contacts/accept', undefined, at.agentToken)).status, 403);
  });
});
