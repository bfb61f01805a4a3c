import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { WaitingReference } from '../../../server/ports/store.ts';
import type { Subject } from '../store.suite.ts';
import { T0 } from './fixtures.ts';

function waits(recordId: string, toId: string, side: 'desk' | 'crm' = 'desk'): WaitingReference {
  return { module: 'contacts', side, recordId, toModule: 'accounts', toId };
}

export function waitingReferencesSuite(subject: Subject): void {
  describe('waiting references', () => {
    it('P9: are kept once each, and taken once by whom they wait for', async () => {
      const { waitingReferences } = subject.org();
      await waitingReferences.add([
        waits('1', 'a'),
        waits('2', 'a'),
        waits('3', 'b'),
        waits('1', 'a', 'crm'),
      ]);
      await waitingReferences.add([waits('1', 'a')]);
      assert.equal((await waitingReferences.list()).length, 4);
      const taken = await waitingReferences.take('accounts', 'desk', ['a', 'unknown']);
      assert.deepEqual(
        taken.toSorted((x, y) => x.recordId.localeCompare(y.recordId)),
        [waits('1', 'a'), waits('2', 'a')],
      );
      assert.deepEqual(await waitingReferences.take('accounts', 'desk', ['a']), []);
      assert.deepEqual(await waitingReferences.list(), [waits('1', 'a', 'crm'), waits('3', 'b')]);
    });

    it('P9: go with the record that waited, on its side alone', async () => {
      const { waitingReferences } = subject.org();
      await waitingReferences.add([waits('1', 'a'), waits('1', 'b'), waits('1', 'a', 'crm')]);
      await waitingReferences.clear('contacts', 'desk', ['1', 'unknown']);
      await waitingReferences.clear('accounts', 'crm', ['1']);
      assert.deepEqual(await waitingReferences.list(), [waits('1', 'a', 'crm')]);
    });

    it('P8: another organisation neither sees nor takes them; a deletion forgets them', async () => {
      const mine = subject.org();
      const other = subject.org();
      await mine.waitingReferences.add([waits('1', 'a')]);
      assert.deepEqual(await other.waitingReferences.list(), []);
      assert.deepEqual(await other.waitingReferences.take('accounts', 'desk', ['a']), []);
      await mine.transaction(({ erasure }) => erasure.allButPairs());
      assert.deepEqual(await mine.waitingReferences.list(), []);
    });
  });

  describe('what the guards ask', () => {
    it('P17: counts the pairs of which a field was set to a value since a moment', async () => {
      const org = subject.org();
      const row = (deskId: string, field: string, to: string | null, at = '2026-02-01T00:00:00.000Z') => ({
        runId: 'r',
        module: 'contacts' as const,
        target: 'crm' as const,
        action: 'updated' as const,
        deskId,
        crmId: `c${deskId}`,
        fields: [
          { field: 'Title', from: null, to: 'x', rule: 'changed' as const },
          { field, from: 'a', to, rule: 'changed' as const },
        ],
        at,
      });
      await org.history.append([
        row('1', 'Phone', null),
        row('1', 'Phone', null),
        row('2', 'Phone', null),
        row('3', 'Phone', '1'),
        row('4', 'Fax', null),
        row('5', 'Phone', null, T0),
        { ...row('6', 'Phone', null), target: 'desk' },
        { ...row('7', 'Phone', null), module: 'accounts' },
      ]);
      const since = '2026-01-15T00:00:00.000Z';
      const count = (to: string | null) => org.history.countSet('contacts', 'crm', 'Phone', to, since);
      assert.equal(await count(null), 2);
      assert.equal(await count('1'), 1);
      assert.equal(await subject.org().history.countSet('contacts', 'crm', 'Phone', null, since), 0);
    });

    it('names the match keys of records, leaving out those without one', async () => {
      const { keys } = subject.org();
      const key = (recordId: string, value: string | null) =>
        ({ module: 'contacts', side: 'desk', recordId, key: value, createdAt: T0 }) as const;
      await keys.upsertMany([key('1', 'a'), key('2', null)]);
      assert.deepEqual([...(await keys.ofRecords('contacts', 'desk', ['1', '2', '3']))], [['1', 'a']]);
      assert.equal((await keys.ofRecords('contacts', 'crm', ['1'])).size, 0);
    });
  });
}
