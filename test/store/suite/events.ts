import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Subject } from '../store.suite.ts';
import { intent, mark, minute, NASTY, T0 } from './fixtures.ts';

export function eventsSuite(subject: Subject): void {
  describe('inbox', () => {
    it('P5: doubled events make one row with a higher generation', async () => {
      const { inbox } = subject.org();
      await inbox.mark([mark('1', 'poll'), mark('1', 'poll')], T0);
      const [first] = await inbox.due('contacts', 10, T0);
      await inbox.mark([mark('1', 'poll')], minute(1));
      const [second] = await inbox.due('contacts', 10, minute(1));
      assert.equal(await inbox.count(), 1);
      assert.ok(first && second);
      assert.equal(second.generation, first.generation + 1);
      assert.deepEqual({ ...second, generation: 0 }, { ...mark('1', 'poll'), generation: 0, attempts: 0 });
    });

    it('settles a row only if nobody bumped it meanwhile', async () => {
      const { inbox } = subject.org();
      await inbox.mark([mark('1'), mark('2')], T0);
      const rows = await inbox.due('contacts', 10, T0);
      await inbox.mark([mark('2')], T0);
      await inbox.settle(rows);
      assert.deepEqual(
        (await inbox.due('contacts', 10, T0)).map(({ recordId }) => recordId),
        ['2'],
      );
    });

    it('a row settled and marked again is not settled by who read the first one', async () => {
      const { inbox } = subject.org();
      await inbox.mark([mark('1')], T0);
      const seenByBoth = await inbox.due('contacts', 10, T0);
      await inbox.settle(seenByBoth);
      await inbox.mark([mark('1')], T0);
      await inbox.settle(seenByBoth);
      assert.equal(await inbox.count(), 1);
    });

    it('defers with one more attempt, unless a new event came', async () => {
      const { inbox } = subject.org();
      await inbox.mark([mark('1'), mark('2')], T0);
      const rows = await inbox.due('contacts', 10, T0);
      await inbox.mark([mark('2')], minute(1));
      await inbox.defer(rows, minute(30));
      const now = await inbox.due('contacts', 10, minute(1));
      assert.deepEqual(
        now.map(({ recordId, attempts }) => [recordId, attempts]),
        [['2', 0]],
      );
      const later = await inbox.due('contacts', 10, minute(30));
      assert.deepEqual(
        later.map(({ recordId, attempts }) => [recordId, attempts]),
        [
          ['2', 0],
          ['1', 1],
        ],
      );
    });

    it('a new event makes a deferred row due and forgives its attempts', async () => {
      const { inbox } = subject.org();
      await inbox.mark([mark('1')], T0);
      await inbox.defer(await inbox.due('contacts', 10, T0), minute(60));
      assert.equal(await inbox.nextDueAt(), minute(60));
      await inbox.mark([mark('1')], minute(2));
      assert.equal(await inbox.nextDueAt(), minute(2));
      assert.equal((await inbox.due('contacts', 10, minute(2)))[0]?.attempts, 0);
    });

    it('S46: what an administrator asked for is not forgotten when an event or a poll names the record', async () => {
      const { inbox } = subject.org();
      await inbox.mark([mark('1', 'event'), mark('2', 'send-again')], T0);
      await inbox.mark([mark('1', 'send-again'), mark('2', 'poll')], T0);
      await inbox.mark([mark('1', 'event')], T0);
      const reasons = (await inbox.due('contacts', 10, T0)).map(({ reason }) => reason);
      assert.deepEqual(reasons, ['send-again', 'send-again']);
    });

    it('P17: the next due time of some modules leaves out what waits in the others', async () => {
      const { inbox } = subject.org();
      await inbox.mark([mark('1')], minute(1));
      await inbox.mark([{ ...mark('2'), module: 'accounts' }], minute(4));
      assert.equal(await inbox.nextDueAt(['accounts', 'products']), minute(4));
      assert.equal(await inbox.nextDueAt(['products']), null);
    });

    it('hands out due rows of the module, oldest first', async () => {
      const { inbox } = subject.org();
      await inbox.mark([mark('9')], minute(1));
      await inbox.mark([mark('5')], minute(2));
      await inbox.mark([mark('7')], minute(3));
      await inbox.mark([{ ...mark('1'), module: 'accounts' }], T0);
      await inbox.mark([mark('9')], minute(3));
      const due = async (limit: number, now: string): Promise<string[]> =>
        (await inbox.due('contacts', limit, now)).map(({ recordId }) => recordId);
      assert.deepEqual(await due(2, minute(9)), ['9', '5'], 'bumping does not send a row to the end');
      assert.deepEqual(await due(10, minute(2)), ['9', '5']);
      assert.deepEqual([await inbox.count(), await inbox.count('contacts')], [4, 3]);
    });

    it('knows the next due time, null when empty, and which ids wait', async () => {
      const { inbox } = subject.org();
      assert.equal(await inbox.nextDueAt(), null);
      await inbox.mark([mark('1'), mark('2')], minute(3));
      assert.equal(await inbox.nextDueAt(), minute(3));
      assert.deepEqual(await inbox.waiting('contacts', 'desk', ['2', '3']), new Set(['2']));
      assert.deepEqual(await inbox.waiting('contacts', 'crm', ['2']), new Set());
      assert.deepEqual(await inbox.waiting('contacts', 'desk', []), new Set());
    });

    it('an event stays an event when a poll finds the same record', async () => {
      const { inbox } = subject.org();
      await inbox.mark([mark('1', 'event'), mark('2', 'poll')], T0);
      await inbox.mark([mark('1', 'poll'), mark('2', 'event')], T0);
      const reasons = (await inbox.due('contacts', 9, T0)).map(({ reason }) => reason);
      assert.deepEqual(reasons, ['event', 'event']);
    });

    it('thousands of marks and settles at once neither deadlock nor lose an event', async () => {
      const { inbox } = subject.org();
      const ids = Array.from({ length: 700 }, (_, index) => mark(String(index)));
      await inbox.mark(ids, T0);
      const marking = async (): Promise<void> => {
        for (let round = 0; round < 4; round++) await inbox.mark([...ids].reverse(), T0);
      };
      const settling = async (): Promise<void> => {
        for (let round = 0; round < 4; round++) await inbox.settle(await inbox.due('contacts', 700, T0));
      };
      await Promise.all([marking(), settling(), marking(), settling()]);
      await inbox.mark(ids, T0);
      assert.equal(await inbox.count(), 700);
      await inbox.settle(await inbox.due('contacts', 1_000, T0));
      assert.equal(await inbox.count(), 0);
    });
  });

  describe('intents', () => {
    it('keeps what was opened, in order, until it is closed', async () => {
      const { intents } = subject.org();
      const rows = [
        intent('b', { values: { note: NASTY, flag: false, n: 1.5 } }),
        intent('a', { kind: 'update', targetId: '7' }),
      ];
      await intents.open(rows);
      assert.deepEqual(await intents.pending(), rows);
      await intents.close(['b', 'unknown']);
      assert.deepEqual(await intents.pending(), rows.slice(1));
      await intents.open([]);
      await intents.close([]);
    });

    it('P5: refuses a second pending create for one source', async () => {
      const { intents } = subject.org();
      await intents.open([intent('1', { sourceId: 's' })]);
      await assert.rejects(intents.open([intent('2', { sourceId: 's' })]));
      await intents.open([
        intent('3', { sourceId: 's', kind: 'update' }),
        intent('4', { sourceId: 's', kind: 'update' }),
        intent('5', { sourceId: 's', target: 'desk' }),
      ]);
      await intents.close(['1']);
      await intents.open([intent('2', { sourceId: 's' })]);
    });
  });

  describe('lane', () => {
    it('one owner at a time; a lease that ran out can be taken', async () => {
      const { lane } = subject.org();
      const tries = await Promise.all(
        ['a', 'b', 'c', 'd'].map((owner) => lane.acquire(owner, T0, minute(1))),
      );
      assert.equal(tries.filter(Boolean).length, 1);
      const winner = ['a', 'b', 'c', 'd'][tries.indexOf(true)] ?? '';
      assert.equal(await lane.acquire(winner, T0, minute(2)), true, 'ours already');
      assert.equal(await lane.acquire('late', minute(1), minute(3)), false);
      assert.equal(await lane.acquire('late', minute(2), minute(3)), true);
      assert.equal(await lane.renew(winner, minute(2), minute(9)), false, 'another process took it over');
      assert.equal(await lane.renew('late', minute(2), minute(9)), true);
    });

    it('only the owner releases', async () => {
      const { lane } = subject.org();
      await lane.acquire('a', T0, minute(5));
      await lane.release('b');
      assert.equal(await lane.acquire('b', T0, minute(5)), false);
      await lane.release('a');
      assert.equal(await lane.acquire('b', T0, minute(5)), true);
    });
  });
}
