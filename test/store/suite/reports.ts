import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ConflictRow, HistoryRow } from '../../../server/ports/store.ts';
import type { Subject } from '../store.suite.ts';
import { failure, minute, NASTY, run, T0 } from './fixtures.ts';

export function reportsSuite(subject: Subject): void {
  describe('configurations', () => {
    const settings = { module: 'contacts', syncType: 'two-way', mappings: [], departmentIds: [] } as const;

    it('S21: every change makes a new version; the newest is current', async () => {
      const { configs } = subject.org();
      assert.equal(await configs.current('contacts'), null);
      const mappings = [
        { desk: 'a', crm: 'B', direction: 'both', conflict: 'newest', initialWinner: 'crm' },
      ] as const;
      assert.equal((await configs.save(settings, 0, T0)).version, 1);
      assert.deepEqual(await configs.save({ ...settings, mappings }, 1, T0), {
        ...settings,
        mappings,
        version: 2,
      });
      assert.deepEqual(await configs.current('contacts'), { ...settings, mappings, version: 2 });
      assert.equal(await configs.current('accounts'), null);
    });

    it('of several admins who edit one version, one succeeds', async () => {
      const { configs } = subject.org();
      const saves = await Promise.allSettled(Array.from({ length: 4 }, () => configs.save(settings, 0, T0)));
      assert.equal(saves.filter(({ status }) => status === 'fulfilled').length, 1);
      await assert.rejects(configs.save(settings, 0, T0), { code: 'changed-meanwhile' });
      await assert.rejects(configs.save(settings, 2, T0), { code: 'changed-meanwhile' });
    });
  });

  describe('runs', () => {
    it('S20: a double click starts one run', async () => {
      const { runs } = subject.org();
      const clicks = await Promise.all(['a', 'b', 'c'].map((id) => runs.start(run(id))));
      assert.equal(new Set(clicks.map(({ id }) => id)).size, 1);
      assert.equal((await runs.list(T0)).length, 1);
      assert.equal((await runs.start(run('other', { kind: 'continuous' }))).id, 'other');
    });

    it('S62: lists what counted something since a moment, newest run first, one line per direction', async () => {
      const { runs } = subject.org();
      const count = { module: 'contacts', target: 'crm', added: 1, updated: 0, failed: 0 } as const;
      for (const [id, at] of [
        ['a', minute(1)],
        ['b', minute(2)],
        ['empty', minute(3)],
      ] as const) {
        await runs.start(run(id, { kind: 'continuous', startedAt: at, modules: [] }));
        await runs.addCounts(
          id,
          id === 'empty' ? [{ ...count, added: 0 }] : [count, { ...count, target: 'desk' }],
        );
        await runs.finish(id, at);
      }
      const lines = async (since: string) =>
        (await runs.counted(since)).map(({ runId, target, startedAt }) => [runId, target, startedAt]);
      assert.deepEqual(await lines(minute(1)), [
        ['b', 'crm', minute(2)],
        ['b', 'desk', minute(2)],
        ['a', 'crm', minute(1)],
        ['a', 'desk', minute(1)],
      ]);
      assert.equal((await lines(minute(2))).length, 2);
      assert.deepEqual(await subject.org().runs.counted(T0), []);
    });

    it('starts as given and ends once', async () => {
      const { runs } = subject.org();
      assert.equal(await runs.running('first-sync'), null);
      assert.equal(await runs.latest('first-sync'), null);
      const started = await runs.start(run('a'));
      assert.deepEqual(started, { ...run('a'), state: 'running', finishedAt: null, counts: [] });
      assert.deepEqual(await runs.running('first-sync'), started);
      await runs.finish('a', minute(7));
      await runs.finish('a', minute(9));
      assert.equal(await runs.running('first-sync'), null);
      assert.deepEqual(await runs.latest('first-sync'), { ...started, state: 'done', finishedAt: minute(7) });
      assert.equal((await runs.start(run('b', { startedAt: minute(8) }))).id, 'b');
      assert.equal((await runs.latest('first-sync'))?.id, 'b');
    });

    it('S29: progress is replaced, S67: counts add up', async () => {
      const { runs } = subject.org();
      await runs.start(run('a'));
      const progress = {
        module: 'contacts',
        phase: 'writing',
        done: 3,
        total: 9,
        cursors: { crm: null },
        phaseStartedAt: T0,
      } as const;
      await runs.saveProgress('a', progress);
      const count = { module: 'contacts', target: 'crm', added: 1, updated: 2, failed: 0 } as const;
      await runs.addCounts('a', [count, count, { ...count, target: 'desk' }]);
      await runs.addCounts('a', [{ ...count, failed: 5 }]);
      await Promise.all(Array.from({ length: 5 }, () => runs.addCounts('a', [count])));
      const latest = await runs.latest('first-sync');
      assert.deepEqual(
        latest?.modules.map(({ module }) => module),
        ['accounts', 'contacts'],
      );
      assert.deepEqual(latest.modules[1], progress);
      assert.deepEqual(latest.counts, [
        { ...count, added: 8, updated: 16, failed: 5 },
        { ...count, target: 'desk' },
      ]);
    });

    it('S63: lists runs started since, newest first', async () => {
      const { runs } = subject.org();
      for (const [id, startedAt] of [
        ['a', minute(0)],
        ['b', minute(1)],
        ['c', minute(2)],
      ] as const) {
        await runs.start(run(id, { startedAt }));
        await runs.finish(id, startedAt);
      }
      assert.deepEqual(
        (await runs.list(minute(1))).map(({ id }) => id),
        ['c', 'b'],
      );
    });
  });

  describe('history', () => {
    const row: HistoryRow = {
      runId: 'r',
      module: 'contacts',
      target: 'crm',
      action: 'updated',
      deskId: '1',
      crmId: '2',
      at: T0,
      fields: [{ field: 'a=A', from: null, to: NASTY, rule: 'desk-changed' }],
    };

    it('keeps mutations in order, per run', async () => {
      const { history } = subject.org();
      const rows = Array.from({ length: 600 }, (_, index) => ({ ...row, deskId: String(index) }));
      await history.append(rows);
      await history.append([{ ...row, runId: 'other' }]);
      assert.deepEqual(await history.ofRun('r', 1_000), rows);
      assert.deepEqual(await history.ofRun('r', 2), rows.slice(0, 2));
    });

    it('pages through a run without gap or repetition, filtered by module and direction (S67)', async () => {
      const { history } = subject.org();
      const rows = Array.from({ length: 5 }, (_, index) => ({ ...row, deskId: String(index) }));
      await history.append([...rows, { ...row, target: 'desk' }, { ...row, module: 'accounts' }]);
      await subject.org().history.append([row]);
      const query = { module: 'contacts', target: 'crm', limit: 2 } as const;
      const seen: HistoryRow[] = [];
      let after: string | undefined;
      do {
        const page = await history.pageOfRun('r', { ...query, after });
        assert.ok(page.rows.length <= 2);
        seen.push(...page.rows);
        after = page.next ?? undefined;
      } while (after !== undefined);
      assert.deepEqual(seen, rows);
      assert.equal((await history.pageOfRun('r', { limit: 100 })).rows.length, 7);
    });

    it('S96: keeps both values of a conflict, newest first', async () => {
      const { history } = subject.org();
      const conflict: ConflictRow = {
        module: 'contacts',
        deskId: '1',
        crmId: '2',
        field: 'a=A',
        at: T0,
        base: { desk: 'x', crm: null },
        desk: NASTY,
        crm: ['b'],
        winner: 'crm',
      };
      const second: ConflictRow = { ...conflict, base: null, desk: null, crm: false, winner: null };
      await history.appendConflicts([conflict]);
      await history.appendConflicts([second]);
      const kept = await history.conflicts(10);
      assert.deepEqual(
        kept.map(({ id: _id, ...row }) => row),
        [second, conflict].map((row) => ({ ...row, undoneAt: null })),
      );
      assert.deepEqual(await history.conflicts(1), kept.slice(0, 1));
      const id = kept[1]?.id ?? '';
      assert.equal(await history.markUndone(id, T0), true);
      assert.equal(await history.markUndone(id, T0), false, 'once');
      assert.equal((await history.conflict(id))?.undoneAt, T0);
      assert.equal(await subject.org().history.conflict(id), null, 'of this organisation only');
    });
  });

  describe('failures', () => {
    it('S71: one entry per record; a repeated failure refreshes it', async () => {
      const { failures } = subject.org();
      await failures.record([failure('1'), failure('2')]);
      const again = failure('1', { failedAt: minute(5), code: 'provider', message: NASTY, field: null });
      await failures.record([again]);
      const list = await failures.list();
      assert.deepEqual(
        list.map(({ recordId }) => recordId),
        ['1', '2'],
        'newest first',
      );
      assert.deepEqual({ ...list[0], message: '' }, { ...again, message: '' });
    });

    it('clears by record, and lists by module', async () => {
      const { failures } = subject.org();
      await failures.record([
        failure('1'),
        failure('1', { side: 'crm' }),
        failure('1', { module: 'products' }),
      ]);
      assert.equal((await failures.list('contacts')).length, 2);
      await failures.clear('contacts', 'crm', ['1', '2']);
      assert.deepEqual(
        (await failures.list('contacts')).map(({ side }) => side),
        ['desk'],
      );
      assert.equal((await failures.list()).length, 2);
      await failures.clear('contacts', 'desk', []);
    });
  });

  describe('cursors', () => {
    it('answers the last value set, null before', async () => {
      const { cursors } = subject.org();
      assert.equal(await cursors.get('crm contacts'), null);
      await cursors.set('crm contacts', '2026-01-01T00:00:00Z');
      await cursors.set('crm contacts', '2026-01-02T00:00:00Z');
      assert.equal(await cursors.get('crm contacts'), '2026-01-02T00:00:00Z');
    });
  });
}
