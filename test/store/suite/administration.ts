import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { MappingDraft, MatchDecision, PendingEdit } from '../../../server/ports/administration-store.ts';
import type { ConflictRow } from '../../../server/ports/store.ts';
import type { Subject } from '../store.suite.ts';
import { failure, minute, NASTY, T0 } from './fixtures.ts';

export function administrationSuite(subject: Subject): void {
  describe('drafts', () => {
    const draft: MappingDraft = {
      module: 'contacts',
      syncType: 'two-way',
      mappings: [{ desk: 'a', crm: 'B', direction: 'both', conflict: 'newest', initialWinner: 'crm' }],
      departmentIds: [],
      basedOn: 3,
      savedAt: T0,
    };

    it('keeps one per administrator and module: the last', async () => {
      const { drafts } = subject.org();
      assert.equal(await drafts.get('contacts', 'ann'), null);
      await drafts.put('ann', draft);
      await drafts.put('ann', { ...draft, savedAt: minute(1) });
      await drafts.put('bob', draft);
      assert.deepEqual(await drafts.get('contacts', 'ann'), { ...draft, savedAt: minute(1) });
      assert.equal(await drafts.get('accounts', 'ann'), null);
      await drafts.delete('contacts', 'ann');
      assert.equal(await drafts.get('contacts', 'ann'), null);
      assert.deepEqual(await drafts.get('contacts', 'bob'), draft);
    });
  });

  describe('usage', () => {
    const day = '2026-01-01';

    it('adds calls up and keeps the credits that were known last', async () => {
      const { usage } = subject.org();
      assert.equal(await usage.get('crm', day), null);
      const unknown = { day, mostLeft: null, left: null, knownAt: null };
      await usage.add('crm', { ...unknown, calls: 2 });
      assert.deepEqual(await usage.get('crm', day), { ...unknown, calls: 2 });
      await usage.add('crm', { day, calls: 3, mostLeft: 90, left: 80, knownAt: minute(2) });
      await usage.add('crm', { day, calls: 1, mostLeft: 95, left: 95, knownAt: minute(1) });
      await usage.add('crm', { ...unknown, calls: 1 });
      const sum = { day, calls: 7, mostLeft: 95, left: 80, knownAt: minute(2) };
      assert.deepEqual(await usage.get('crm', day), sum);
      assert.equal(await usage.get('desk', day), null);
      assert.equal(await usage.get('crm', '2026-01-02'), null);
    });
  });

  describe('decisions about matches', () => {
    const decision = (recordId: string, change: Partial<MatchDecision> = {}): MatchDecision => ({
      ...{ module: 'contacts', side: 'desk', recordId, choice: 'create', candidateId: null },
      ...{ at: T0, agentId: 'ann', ...change },
    });

    it('one per record; of two administrators at once the second is told', async () => {
      const { matchDecisions } = subject.org();
      const puts = ['ann', 'bob', 'cy'].map((agentId) => matchDecisions.put(decision('1', { agentId })));
      assert.equal((await Promise.all(puts)).filter(Boolean).length, 1);
      await matchDecisions.delete('contacts', 'desk', '1');
      assert.equal(await matchDecisions.get('contacts', 'desk', '1'), null);
      const pair = decision('1', { choice: 'pair', candidateId: '9' });
      assert.equal(await matchDecisions.put(pair), true);
      assert.deepEqual(await matchDecisions.get('contacts', 'desk', '1'), pair);
    });

    it('are found by record, and listed newest first since a moment', async () => {
      const { matchDecisions } = subject.org();
      const rows = [
        decision('1', { at: minute(1) }),
        decision('2', { at: minute(3) }),
        decision('3', { at: minute(3), side: 'crm' }),
        decision('4'),
      ];
      for (const row of rows) await matchDecisions.put(row);
      const found = await matchDecisions.ofRecords('contacts', 'desk', ['1', '1', '3', 'unknown']);
      assert.deepEqual([...found], [['1', rows[0]]]);
      const listed = await matchDecisions.list(minute(1));
      assert.deepEqual(
        listed.map(({ recordId }) => recordId),
        ['3', '2', '1'],
      );
    });
  });

  describe('edits that wait', () => {
    const edit = (id: string, change: Partial<PendingEdit> = {}): PendingEdit => ({
      ...{ id, module: 'contacts', deskId: '1', crmId: '2', key: 'a=A', side: 'desk' },
      ...{ expected: NASTY, value: null, ...change },
    });

    it('are kept in the order in which they were asked for, until closed', async () => {
      const { pendingEdits } = subject.org();
      const edits = ['b', 'a', 'c'].map((id) => edit(id));
      for (const row of edits) await pendingEdits.put(row);
      assert.deepEqual(await pendingEdits.list(), edits);
      await assert.rejects(pendingEdits.put(edit('a')));
      await pendingEdits.close([]);
      await pendingEdits.close(['b', 'unknown']);
      assert.deepEqual(await pendingEdits.list(), edits.slice(1));
    });
  });

  describe('what was recorded before', () => {
    it('S96: knows a decision again by its values, its winner and its time', async () => {
      const { history } = subject.org();
      const row: ConflictRow = {
        ...{ module: 'contacts', deskId: '1', crmId: '2', field: 'a', at: minute(5) },
        ...{ base: null, desk: NASTY, crm: ['x', 'y'], winner: 'crm' },
      };
      await history.appendConflicts([row]);
      assert.equal(await history.hasConflict(row, minute(5)), true);
      assert.equal(await history.hasConflict(row, minute(6)), false);
      for (const change of [{ desk: 'b' }, { crm: ['y', 'x'] }, { winner: 'desk' }, { deskId: '3' }] as const)
        assert.equal(await history.hasConflict({ ...row, ...change }, T0), false);
      assert.equal(await subject.org().history.hasConflict(row, T0), false);
    });

    it('S69: counts failures per record type and code', async () => {
      const { failures } = subject.org();
      assert.deepEqual(await failures.tally(), []);
      await failures.record([failure('1'), failure('2'), failure('3', { code: 'provider' })]);
      await failures.record([failure('1', { module: 'accounts' })]);
      assert.deepEqual(await failures.tally(), [
        { module: 'accounts', code: 'type-mismatch', count: 1 },
        { module: 'contacts', code: 'provider', count: 1 },
        { module: 'contacts', code: 'type-mismatch', count: 2 },
      ]);
    });
  });

  it('S105: drafts, usage, decisions and edits of one organisation show in no other', async () => {
    const [one, two] = [subject.org(), subject.org()];
    await one.usage.add('desk', { day: 'd', calls: 1, mostLeft: null, left: null, knownAt: null });
    await one.matchDecisions.put({
      ...{ module: 'contacts', side: 'desk', recordId: '1', choice: 'leave', candidateId: null },
      ...{ at: T0, agentId: 'ann' },
    });
    await one.pendingEdits.put({
      ...{ id: 'e', module: 'contacts', deskId: '1', crmId: '2', key: 'k', side: 'crm' },
      ...{ expected: null, value: 'x' },
    });
    assert.equal(await two.usage.get('desk', 'd'), null);
    assert.deepEqual(await two.matchDecisions.list(T0), []);
    await two.matchDecisions.delete('contacts', 'desk', '1');
    assert.deepEqual(await two.pendingEdits.list(), []);
    await two.pendingEdits.close(['e']);
    assert.equal((await one.matchDecisions.list(T0)).length, 1);
    assert.equal((await one.pendingEdits.list()).length, 1);
  });
}
