import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Subject } from '../store.suite.ts';
import { intent, link, mark, minute, T0 } from './fixtures.ts';

export function transactionsSuite(subject: Subject): void {
  describe('transactions', () => {
    it('P7: all of it commits', async () => {
      const org = subject.org();
      await org.intents.open([intent('1')]);
      const answer = await org.transaction(async ({ intents, links, inbox }) => {
        await links.insertMany([link('1', 'a')], T0);
        await intents.close(['1']);
        await inbox.mark([mark('2')], T0);
        return 42;
      });
      assert.equal(answer, 42);
      assert.deepEqual([await org.links.count('contacts'), await org.inbox.count()], [1, 1]);
      assert.deepEqual(await org.intents.pending(), []);
    });

    it('P7: none of it stays when the work throws, and the store works on', async () => {
      const org = subject.org();
      await org.intents.open([intent('1')]);
      const failing = org.transaction(async ({ intents, links }) => {
        await links.insertMany([link('1', 'a')], T0);
        await intents.close(['1']);
        throw new Error('no');
      });
      await assert.rejects(failing, { message: 'no' });
      assert.equal(await org.links.count('contacts'), 0);
      assert.equal((await org.intents.pending()).length, 1);
    });

    it('P7: none of it stays when the database refuses a part', async () => {
      const org = subject.org();
      await org.intents.open([intent('1')]);
      const failing = org.transaction(async ({ intents, links }) => {
        await links.insertMany([link('1', 'a')], T0);
        await intents.open([intent('2', { sourceId: '1' })]);
      });
      await assert.rejects(failing);
      assert.equal(await org.links.count('contacts'), 0);
    });

    it('nobody else writes into an open transaction, and many at once all commit', async () => {
      const org = subject.org();
      const rolledBack = org.transaction(async ({ cursors }) => {
        await cursors.set('inside', 'x');
        await new Promise((resolve) => setTimeout(resolve, 50));
        throw new Error('no');
      });
      await Promise.all([
        assert.rejects(rolledBack),
        ...Array.from({ length: 20 }, (_, index) =>
          index % 2 === 0
            ? org.cursors.set(`c${index}`, 'v')
            : org.transaction(({ cursors }) => cursors.set(`c${index}`, 'v')),
        ),
      ]);
      assert.equal(await org.cursors.get('inside'), null);
      for (let index = 0; index < 20; index++) assert.equal(await org.cursors.get(`c${index}`), 'v');
    });

    it('refuses the outer repositories inside, instead of waiting for ever', async () => {
      const org = subject.org();
      await assert.rejects(
        org.transaction(() => org.cursors.get('c')),
        /Inside a transaction/,
      );
      await assert.rejects(
        org.transaction(() => org.transaction(() => Promise.resolve())),
        /Inside a transaction/,
      );
    });
  });

  it('lets timers run during a long loop of queries', async () => {
    const org = subject.org();
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    try {
      for (let round = 0; round < 100; round++) await org.cursors.set('c', String(round));
    } finally {
      clearInterval(timer);
    }
    assert.ok(ticks > 10, `only ${ticks} ticks`);
  });

  it('answers a ping', () => subject.store.ping());

  it('a lease taken in one moment is free in the next only when it ended', async () => {
    const { lane } = subject.org();
    assert.equal(await lane.acquire('a', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z'), true);
    assert.equal(await lane.acquire('b', '2026-01-01T00:00:00.999Z', minute(1)), false);
    assert.equal(await lane.acquire('b', '2026-01-01T00:00:01.000Z', minute(1)), true);
  });
}
