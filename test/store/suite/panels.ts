import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import type { Subject } from '../store.suite.ts';
import { integration, minute, NASTY, T0 } from './fixtures.ts';

const WEEK = 7 * 24 * 60;

export function panelsSuite(subject: Subject): void {
  const action = (key: string, at = T0) => ({
    ...{ agentId: '7', key, kind: 'add-notes', fingerprint: 'f', at },
  });

  describe('kept views', () => {
    it('gives back the last one as it was put, encrypted at rest', async () => {
      const org = subject.org();
      assert.equal(await org.panelCache.get('s'), null);
      await org.panelCache.put('s', { name: 'Old' }, T0);
      const value = { name: NASTY, secret: 'visible nowhere' };
      await org.panelCache.put('s', value, minute(1));
      assert.deepEqual(await org.panelCache.get('s'), { value, readAt: minute(1), expiredAt: null });
      const rows = await subject.open.db
        .selectFrom('panel_cache')
        .selectAll()
        .where('org_key', '=', org.orgKey)
        .execute();
      assert.equal(rows.length, 1);
      assert.doesNotMatch(JSON.stringify(rows), /visible nowhere/);
    });

    it('an expired one stays as last known data, and later ones know since when', async () => {
      const { panelCache } = subject.org();
      await panelCache.put('s', 1, T0);
      await panelCache.expire('s', minute(1));
      assert.deepEqual(await panelCache.get('s'), { value: 1, readAt: T0, expiredAt: minute(1) });
      await panelCache.put('s', 2, minute(2));
      assert.deepEqual(await panelCache.get('s'), { value: 2, readAt: minute(2), expiredAt: minute(1) });
    });

    it('one that took longer to read does not replace a newer one', async () => {
      const { panelCache } = subject.org();
      await panelCache.put('s', 'newer', minute(1));
      await panelCache.put('s', 'older', T0);
      assert.equal((await panelCache.get('s'))?.value, 'newer');
    });

    it('one that no key opens any more is none', async () => {
      const [one, two] = [subject.org(), subject.org()];
      await one.panelCache.put('s', 1, T0);
      await subject.open.db
        .updateTable('panel_cache')
        .set({ org_key: two.orgKey })
        .where('org_key', '=', one.orgKey)
        .execute();
      assert.equal(await two.panelCache.get('s'), null, 'bound to its organisation');
    });

    it('those of last week go with the next, and so do the oldest of too many', async () => {
      const org = subject.org();
      await org.panelCache.put('old', 1, T0);
      await org.panelCache.put('new', 1, minute(WEEK + 1));
      assert.equal(await org.panelCache.get('old'), null);
      const row = { org_key: org.orgKey, value: 'x' };
      await subject.open.db
        .insertInto('panel_cache')
        .values(
          Array.from({ length: 2_000 }, (_, index) => ({
            ...{ ...row, subject: `many ${index}`, read_at: minute(WEEK + 2) },
          })),
        )
        .execute();
      await org.panelCache.put('newest', 1, minute(WEEK + 3));
      assert.equal(await org.panelCache.get('new'), null);
      assert.ok(await org.panelCache.get('newest'));
    });
  });

  describe('actions of agents', () => {
    it('of many that begin one key at once, one may carry it out; all see its result', async () => {
      const { panelActions } = subject.org();
      const begin = (at: string, until: string) => panelActions.begin(action('k', at), until);
      const first = await Promise.all(Array.from({ length: 6 }, () => begin(T0, minute(1))));
      assert.equal(first.filter(({ isMine }) => isMine).length, 1);
      assert.equal(first.filter(({ isNew }) => isNew).length, 1);
      const result = { id: '9', url: 'https://crm.example/9' };
      await panelActions.finish('7', 'k', result);
      const later = await begin(minute(9), minute(10));
      assert.deepEqual([later.isMine, later.result, later.at], [false, result, T0]);
    });

    it('a claim ends with its time or when it is released, and what did nothing is forgotten', async () => {
      const { panelActions } = subject.org();
      await panelActions.begin(action('k'), minute(5));
      assert.equal((await panelActions.begin(action('k', minute(4)), minute(9))).isMine, false);
      assert.equal((await panelActions.begin(action('k', minute(5)), minute(9))).isMine, true);
      await panelActions.noteCall('7', 'k', minute(5));
      await panelActions.release('7', 'k');
      const again = await panelActions.begin(action('k', minute(6)), minute(9));
      assert.deepEqual([again.isMine, again.isNew, again.at, again.calledAt], [true, false, T0, minute(5)]);
      await panelActions.forget('7', 'k');
      assert.equal((await panelActions.begin(action('k', minute(7)), minute(9))).isNew, true);
    });

    it('knows what was made, and forgets old keys', async () => {
      const { panelActions } = subject.org();
      await panelActions.begin(action('k'), minute(1));
      await panelActions.finish('7', 'k', { id: '9', url: 'u' });
      assert.deepEqual([...(await panelActions.madeAlready(['8', '9', '9']))], ['9']);
      assert.equal((await panelActions.madeAlready([])).size, 0);
      await panelActions.prune(minute(1));
      assert.equal((await panelActions.begin(action('k', minute(2)), minute(3))).isNew, true);
    });
  });

  it('S105: views and actions of one organisation show in no other, and an erasure takes both', async () => {
    const [one, two] = [subject.org(), subject.org()];
    await one.integration.put(integration(randomUUID()));
    await one.panelCache.put('s', 'theirs', T0);
    await one.panelActions.begin(action('k'), minute(1));
    await one.panelActions.finish('7', 'k', { id: '9', url: 'u' });
    assert.equal(await two.panelCache.get('s'), null);
    assert.equal((await two.panelActions.madeAlready(['9'])).size, 0);
    assert.equal((await two.panelActions.begin(action('k'), minute(1))).isNew, true);
    await two.panelCache.expire('s', minute(1));
    await two.panelActions.prune(minute(9));
    assert.equal((await one.panelCache.get('s'))?.expiredAt, null);
    await one.transaction(({ erasure }) => erasure.allButPairs());
    assert.equal(await one.panelCache.get('s'), null);
    assert.equal((await one.panelActions.madeAlready(['9'])).size, 0);
  });
}
