import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Link } from '../../../server/ports/store.ts';
import type { Subject } from '../store.suite.ts';
import { key, link, minute, NASTY, T0 } from './fixtures.ts';

export function linksSuite(subject: Subject): void {
  describe('links', () => {
    it('finds links by the ids of either side', async () => {
      const { links } = subject.org();
      const pair = link('9007199254740993001', '9007199254740993002');
      await links.insertMany([pair, link('2', '3'), link('2', '3', { module: 'accounts' })], T0);
      const byDesk = await links.byIds('contacts', 'desk', [pair.deskId, pair.deskId, 'none']);
      assert.deepEqual([...byDesk], [[pair.deskId, pair]]);
      assert.deepEqual((await links.byIds('contacts', 'crm', [pair.crmId])).get(pair.crmId), pair);
      assert.equal((await links.byIds('contacts', 'crm', [])).size, 0);
    });

    it('P11: inserts only what is unique on both sides, and says which those were', async () => {
      const { links } = subject.org();
      await links.insertMany([link('1', 'a')], T0);
      const inserted = await links.insertMany(
        [link('1', 'b'), link('2', 'a'), link('3', 'c'), link('3', 'd'), link('4', 'c')],
        T0,
      );
      assert.deepEqual(inserted, [link('3', 'c')]);
      assert.equal(await links.count('contacts'), 2);
    });

    it('P11: two writers at once never make two pairs of one record', async () => {
      const { links } = subject.org();
      const writers = Array.from({ length: 6 }, (_, writer) =>
        links.insertMany(
          Array.from({ length: 40 }, (_row, row) => link(String(row), `${writer}-${row}`)),
          T0,
        ),
      );
      assert.equal((await Promise.all(writers)).flat().length, 40);
      assert.equal(await links.count('contacts'), 40);
    });

    it('keeps every kind of value exactly', async () => {
      const { links } = subject.org();
      const base: Link['base'] = {
        'a=A': { desk: NASTY, crm: null },
        'b=B': { desk: ['x', NASTY], crm: true },
        [NASTY]: { desk: '', crm: '0.1' },
      };
      await links.insertMany([link('1', 'a', { base })], T0);
      assert.deepEqual((await links.byIds('contacts', 'desk', ['1'])).get('1')?.base, base);
      await links.updateMany([link('1', 'a', { base: { ...base, more: { desk: 'm', crm: NASTY } } })], T0);
      const updated = (await links.byIds('contacts', 'desk', ['1'])).get('1')?.base;
      assert.deepEqual(updated, { ...base, more: { desk: 'm', crm: NASTY } });
    });

    it('replaces base, versions, presence and config version; unknown pairs stay unknown', async () => {
      const { links } = subject.org();
      await links.insertMany([link('1', 'a'), link('2', 'b')], T0);
      const changed = link('1', 'a', {
        base: {},
        configVersion: 4,
        presence: { desk: 'bin', crm: 'missing' },
        modifiedAt: { desk: null, crm: '2026-02-02T00:00:00Z' },
      });
      await links.updateMany([changed, link('9', 'z'), link('2', 'other')], minute(1));
      assert.deepEqual(await links.page('contacts', null, 10), [changed, link('2', 'b')]);
    });

    it('takes more rows than one statement may hold', async () => {
      const { links } = subject.org();
      const many = Array.from({ length: 1_203 }, (_, index) => link(`d${index}`, `c${index}`));
      assert.equal((await links.insertMany(many, T0)).length, 1_203);
      const changed = many.map((pair) => ({ ...pair, configVersion: 2 }));
      await links.updateMany(changed, minute(1));
      const found = await links.byIds(
        'contacts',
        'crm',
        many.map(({ crmId }) => crmId),
      );
      assert.equal(found.size, 1_203);
      assert.ok([...found.values()].every(({ configVersion }) => configVersion === 2));
    });

    it('pages through a module without gap or repetition, and deletes a pair only as a pair', async () => {
      const { links } = subject.org();
      await links.insertMany(
        ['5', '10', '3', '7'].map((id) => link(id, id)),
        T0,
      );
      const seen: string[] = [];
      for (let after: string | null = null; ;) {
        const page: readonly Link[] = await links.page('contacts', after, 3);
        seen.push(...page.map(({ deskId }) => deskId));
        after = page.at(-1)?.deskId ?? null;
        if (page.length < 3) break;
      }
      assert.deepEqual(seen.toSorted(), ['10', '3', '5', '7']);
      await links.delete('contacts', '5', 'other');
      assert.equal(await links.count('contacts'), 4);
      await links.delete('contacts', '5', '5');
      assert.equal(await links.count('contacts'), 3);
    });
  });

  describe('tombstones', () => {
    const gone = (id: string, desk: 'live' | 'missing' | 'bin' | 'purged') =>
      link(id, id, { presence: { desk, crm: 'live' } });

    it('P10: remembers since when a record is gone, whatever is found out about it later', async () => {
      const { links } = subject.org();
      await links.insertMany([link('1', '1'), link('2', '2')], T0);
      await links.updateMany([gone('1', 'missing')], minute(1));
      await links.updateMany([gone('1', 'purged')], minute(9));
      assert.deepEqual(await links.absent('contacts', null, 10), [
        { link: gone('1', 'purged'), since: minute(1) },
      ]);
      await links.updateMany([gone('1', 'live')], minute(10));
      assert.deepEqual(await links.absent('contacts', null, 10), []);
      await links.updateMany([gone('1', 'bin')], minute(11));
      assert.equal((await links.absent('contacts', null, 10))[0]?.since, minute(11));
    });

    it('P17: counts what vanished after an instant, per module and side', async () => {
      const { links } = subject.org();
      await links.insertMany([link('1', '1'), link('2', '2'), link('3', '3')], T0);
      await links.updateMany([gone('1', 'bin')], minute(1));
      await links.updateMany([gone('2', 'missing')], minute(3));
      assert.equal(await links.countAbsent('contacts', 'desk', T0), 2);
      assert.equal(await links.countAbsent('contacts', 'desk', minute(1)), 1);
      assert.equal(await links.countAbsent('contacts', 'crm', T0), 0);
      assert.equal(await links.countAbsent('accounts', 'desk', T0), 0);
    });

    it('pages by Desk id', async () => {
      const { links } = subject.org();
      await links.insertMany(
        ['1', '2', '3'].map((id) => gone(id, 'bin')),
        T0,
      );
      const [first, second] = await links.absent('contacts', null, 2);
      assert.deepEqual([first?.link.deskId, second?.link.deskId], ['1', '2']);
      assert.deepEqual(
        (await links.absent('contacts', '2', 2)).map((row) => row.link.deskId),
        ['3'],
      );
    });
  });

  describe('match keys', () => {
    it('finds all records of a key, and forgets the old key of a record', async () => {
      const { keys } = subject.org();
      const long = 'x'.repeat(10_000);
      await keys.upsertMany([key('1', 'a@b'), key('2', 'a@b'), key('3', null), key('4', long), key('5', '')]);
      await keys.upsertMany([key('2', 'c@d'), key('2', 'e@f', { createdAt: null })]);
      assert.deepEqual(await keys.find('contacts', 'crm', ['a@b', 'a@b']), [key('1', 'a@b')]);
      assert.deepEqual(await keys.find('contacts', 'crm', ['c@d', 'e@f']), [
        key('2', 'e@f', { createdAt: null }),
      ]);
      assert.deepEqual(await keys.find('contacts', 'crm', [long]), [key('4', long)]);
      assert.deepEqual(await keys.find('contacts', 'crm', ['']), [key('5', '')]);
      assert.deepEqual(await keys.find('contacts', 'desk', ['a@b']), []);
    });

    it('hands out all rows of a side and deletes by id', async () => {
      const { keys } = subject.org();
      const many = Array.from({ length: 1_100 }, (_, index) => key(String(index), `k${index}`));
      await keys.upsertMany(many);
      assert.equal((await keys.all('contacts', 'crm')).length, 1_100);
      await keys.delete(
        'contacts',
        'crm',
        many.slice(1).map(({ recordId }) => recordId),
      );
      assert.deepEqual(await keys.all('contacts', 'crm'), [key('0', 'k0')]);
    });

    it('takes a key with characters that PostgreSQL refuses, and finds it by the same key', async () => {
      const { keys } = subject.org();
      await keys.upsertMany([key('1', NASTY)]);
      assert.equal((await keys.find('contacts', 'crm', [NASTY])).length, 1);
    });
  });
}
