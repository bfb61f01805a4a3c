import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Side } from '../../server/core/record.ts';
import { SIDES, otherSide } from '../../server/core/record.ts';
import { startEngine } from '../support/engine.ts';
import { startScenario, type Row, type Scenario, type ScenarioOptions } from '../support/scenario.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const LAST = { desk: 'lastName', crm: 'Last_Name' } as const;
const EMAIL = { desk: 'email', crm: 'Email' } as const;
const PHONE = { desk: 'phone', crm: 'Phone' } as const;
const TITLE = { desk: 'title', crm: 'Title' } as const;
const ACCOUNT = { desk: 'accountName', crm: 'Account_Name' } as const;
/** Both readings of what a product does with the records that were merged away. */
const FATES = [
  { fate: 'gone for good', variants: { 'desk.mergedRecords': 'gone', 'crm-merged-records': 'gone' } },
  { fate: 'in the bin', variants: { 'desk.mergedRecords': 'bin', 'crm-merged-records': 'bin' } },
] as const;

async function start(options: ScenarioOptions = {}): Promise<Scenario> {
  const at = await startScenario({ settings: { pollReconcileMs: DAY, pollProductsMs: DAY }, ...options });
  await at.engine.settle();
  return at;
}
function person(side: Side, name: string, email: string, more: Row = {}): Row {
  return { [LAST[side]]: name, [EMAIL[side]]: email, ...more };
}
async function later(at: Scenario) {
  await at.sandbox.world.clock.advance(MINUTE);
}
function ofEmail(at: Scenario, side: Side, email: string): readonly string[] {
  const rows = at.human.records(side, 'contacts').filter((row) => row[EMAIL[side]] === email);
  return rows.map((row) => String(row['id']));
}
/** Every deletion that anybody but the merging person caused. */
async function deletionsDuring(at: Scenario, work: () => Promise<void>) {
  const before = SIDES.map((side) => at.human.records(side, 'contacts').length);
  await work();
  const after = SIDES.map((side) => at.human.records(side, 'contacts').length);
  return before.map((count, index) => count - (after[index] ?? 0));
}
/** Both records looked at in either order, twice: no order of events makes a difference. */
async function syncAll(at: Scenario, side: Side, ids: readonly string[]) {
  await at.sync('contacts', side, ...ids);
  await later(at);
  await at.sync('contacts', side, ...ids.toReversed());
}
async function isQuiet(at: Scenario, ids: Readonly<Record<Side, readonly string[]>>) {
  const writes = await at.writesDuring(async () => {
    for (const side of SIDES) await at.sync('contacts', side, ...ids[side]);
  });
  assert.deepEqual(writes, [], 'P2: and then there is peace');
  assert.equal(await at.engine.org.inbox.count(), 0);
}

for (const { fate, variants } of FATES) {
  describe(`a merge whose merged records are ${fate}`, () => {
    let at: Scenario;
    let count = 0;
    before(async () => {
      at = await start({ sandboxSettings: { variants } });
    });
    after(() => at.stop());
    const fresh = (name: string) => `${name}${(count += 1)}@merge.example`;

    for (const side of SIDES) {
      const other = otherSide(side);

      it(`P11: ${side}: the survivor had the pair: it keeps it, its new values travel, the failure of the duplicate goes`, async () => {
        const email = fresh('ames');
        const pair = await at.pair('contacts', side, person(side, 'Ames', email));
        const double = await at.human.create(
          side,
          'contacts',
          person(side, 'Ames', email, { [PHONE[side]]: '77' }),
        );
        await at.sync('contacts', side, double);
        assert.equal((await at.failureOf('contacts', side, double))?.code, 'already-linked', 'S72');
        await later(at);
        await at.human.merge(side, 'contacts', pair[side], [double], [PHONE[side]]);
        const lost = await deletionsDuring(at, () => syncAll(at, side, [double, pair[side]]));
        assert.deepEqual(lost, [0, 0]);
        assert.equal(await at.partnerId('contacts', side, pair[side]), pair[other]);
        assert.equal(at.human.record(other, 'contacts', pair[other])?.[PHONE[other]], '77');
        assert.equal(await at.failureOf('contacts', side, double), undefined);
        assert.equal(ofEmail(at, other, email).length, 1);
        await isQuiet(at, { [side]: [pair[side]], [other]: [pair[other]] } as Record<Side, string[]>);
      });

      for (const first of ['survivor', 'loser'] as const) {
        it(`P11: ${side}: the loser had the pair: the survivor takes its place, the ${first} being told of first`, async () => {
          const email = fresh('bond');
          const pairs = await at.engine.org.links.count('contacts');
          const pair = await at.pair(
            'contacts',
            side,
            person(side, 'Bond', email, { [PHONE[side]]: '1', [TITLE[side]]: 'Agent' }),
          );
          const double = await at.human.create(
            side,
            'contacts',
            person(side, 'Bond-Smith', email, { [PHONE[side]]: '2' }),
          );
          await at.sync('contacts', side, double);
          await later(at);
          await at.human.merge(side, 'contacts', double, [pair[side]]);
          const told = first === 'survivor' ? [double, pair[side]] : [pair[side], double];
          const lost = await deletionsDuring(at, async () => {
            for (const id of told) await at.sync('contacts', side, id);
          });
          assert.deepEqual(lost, [0, 0]);
          assert.equal(await at.partnerId('contacts', side, double), pair[other]);
          assert.equal(await at.engine.org.links.count('contacts'), pairs + 1);
          const counterpart = at.human.record(other, 'contacts', pair[other]);
          assert.equal(counterpart?.[LAST[other]], 'Bond-Smith', 'what the survivor holds travels');
          assert.equal(counterpart[PHONE[other]], '2');
          assert.equal(counterpart[TITLE[other]], 'Agent', 'what it lacks is not emptied');
          assert.equal(at.human.record(side, 'contacts', double)?.[TITLE[side]], 'Agent', 'but filled');
          assert.equal(await at.failureOf('contacts', side, double), undefined);
          await isQuiet(at, { [side]: [double], [other]: [pair[other]] } as Record<Side, string[]>);
        });
      }

      it(`P11, S72: ${side}: both had pairs: the survivor keeps its own, the other counterpart stays, alone and untouched`, async () => {
        const email = fresh('cole');
        const kept = await at.pair('contacts', side, person(side, 'Cole', email));
        const left = await at.pair('contacts', side, person(side, 'Cole', fresh('cole')));
        await later(at);
        const before = JSON.stringify(at.human.record(other, 'contacts', left[other]));
        await at.human.merge(side, 'contacts', kept[side], [left[side]]);
        const lost = await deletionsDuring(at, () => syncAll(at, side, [kept[side], left[side]]));
        assert.deepEqual(lost, [0, 0]);
        assert.equal(await at.partnerId('contacts', side, kept[side]), kept[other]);
        assert.equal(JSON.stringify(at.human.record(other, 'contacts', left[other])), before);
        await isQuiet(at, {
          [side]: [kept[side]],
          [other]: [kept[other], left[other]],
        } as Record<Side, string[]>);

        await later(at);
        const change = { [EMAIL[other]]: email, [PHONE[other]]: '3' };
        await at.human.update(other, 'contacts', left[other], change);
        const rows = at.human.records(side, 'contacts').length;
        await at.sync('contacts', other, left[other]);
        assert.equal(at.human.records(side, 'contacts').length, rows, 'the merge is not undone');
        if (fate === 'in the bin')
          assert.equal((await at.failureOf('contacts', other, left[other]))?.code, 'already-linked');
        assert.equal(await at.engine.org.inbox.count(), 0, 'no loop');
      });
    }
  });
}

describe('a merge of what is not paired, and of accounts', () => {
  let at: Scenario;
  before(async () => {
    at = await start();
  });
  after(() => at.stop());

  for (const side of SIDES) {
    const other = otherSide(side);

    it(`P11: two duplicates of ${side} that nobody could tell apart are merged: the survivor pairs with the waiting record`, async () => {
      const email = `dunn@${side}.example`;
      const ids = [
        await at.human.create(side, 'contacts', person(side, 'Dunn', email)),
        await at.human.create(side, 'contacts', person(side, 'Dunn', email)),
      ];
      const waiting = await at.human.create(other, 'contacts', person(other, 'Dunn', email));
      await at.sync('contacts', other, waiting);
      assert.equal((await at.failureOf('contacts', other, waiting))?.code, 'ambiguous-match');
      await later(at);
      const [survivor = '', loser = ''] = ids;
      await at.human.merge(side, 'contacts', survivor, [loser]);
      await at.sync('contacts', side, loser, survivor);
      assert.equal(await at.partnerId('contacts', side, survivor), waiting);
      assert.deepEqual(await at.failures('contacts'), []);
      for (const where of SIDES) assert.equal(ofEmail(at, where, email).length, 1);
    });

    it(`S99: accounts merged in ${side}: their contacts follow on the other side by pair, no account is doubled or deleted`, async () => {
      const kept = await at.pair('accounts', side, { [ACCOUNT[side]]: `Kept ${side}` });
      const lost = await at.pair('accounts', side, { [ACCOUNT[side]]: `Lost ${side}` });
      const named = side === 'crm' ? { Account_Name: { id: lost.crm } } : { accountId: lost.desk };
      const contact = await at.pair('contacts', side, person(side, 'Ebb', `ebb@${side}.example`, named));
      await later(at);
      await at.human.merge(side, 'accounts', kept[side], [lost[side]]);
      await at.sync('accounts', side, lost[side], kept[side]);
      await at.sync('contacts', side, contact[side]);
      const reference = at.human.record(other, 'contacts', contact[other]);
      const accountId =
        other === 'desk'
          ? reference?.['accountId']
          : (reference?.['Account_Name'] as Row | undefined)?.['id'];
      assert.equal(accountId, kept[other]);
      assert.ok(at.human.record(other, 'accounts', lost[other]), 'the counterpart of the loser stays');
      assert.equal(
        at.human.records(other, 'accounts').filter((row) => row[ACCOUNT[other]] === `Kept ${side}`).length,
        1,
      );
      const more = await at.writesDuring(() => at.sync('contacts', other, contact[other]));
      assert.deepEqual(more, [], 'S103');
    });
  }
});

describe('merges that the sync hears of late', () => {
  it('S88: pairs archived by a deleted integration: what was merged meanwhile is paired with the survivor', async () => {
    const at = await start();
    const pair = await at.pair('contacts', 'crm', person('crm', 'Finn', 'f@finn.example'));
    await later(at);
    const double = await at.human.create('crm', 'contacts', person('crm', 'Finn', 'f@finn.example'));
    await at.human.merge('crm', 'contacts', double, [pair.crm]);
    await at.engine.org.transaction(({ erasure }) => erasure.allButPairs());
    const world = at.sandbox.world.clock;
    const clock = { now: () => world.iso(), sleep: (ms: number) => world.advance(ms) };
    const configured = await startEngine({ sandbox: at.sandbox, sharedStore: at.engine.store, clock });
    await configured.firstSync();
    assert.equal(await at.partnerId('contacts', 'crm', double), pair.desk);
    assert.deepEqual(await at.failures('contacts'), []);
    for (const side of SIDES) assert.equal(ofEmail(at, side, 'f@finn.example').length, 1);
    await configured.stop();
    await at.stop();
  });

  it('P11: merged in opposite directions on both sides, the two survivors become the pair', async () => {
    const at = await start();
    const first = await at.pair('contacts', 'crm', person('crm', 'Gray', 'g@gray.example'));
    const second = await at.pair('contacts', 'crm', person('crm', 'Gray', 'g2@gray.example'));
    await later(at);
    await at.human.merge('crm', 'contacts', first.crm, [second.crm]);
    await at.human.merge('desk', 'contacts', second.desk, [first.desk], ['email']);
    await at.human.update('crm', 'contacts', first.crm, { Phone: '9' });
    await at.sync('contacts', 'crm', second.crm, first.crm);
    await at.sync('contacts', 'desk', first.desk, second.desk);
    assert.equal(await at.partnerId('contacts', 'crm', first.crm), second.desk);
    assert.equal(at.human.record('desk', 'contacts', second.desk)?.['phone'], '9');
    for (const side of SIDES) assert.equal(at.human.records(side, 'contacts').length, 1);
    assert.equal(await at.engine.org.links.count('contacts'), 1);
    await at.stop();
  });
});
