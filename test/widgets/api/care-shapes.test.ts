import { expect } from '@open-wc/testing';
import * as z from 'zod/mini';
import { Ambiguous, AmbiguousCase } from '../../../server/contract/ambiguous.ts';
import { Done } from '../../../server/contract/common.ts';
import { ConflictUndone, Conflicts } from '../../../server/contract/conflicts.ts';
import { Deletions } from '../../../server/contract/deletions.ts';
import { CorrectableFields, Failures, RetryStarted } from '../../../server/contract/failures.ts';
import { History, HistoryChanges, HistoryDaily, HistoryValue } from '../../../server/contract/history.ts';
import { RecordPages } from '../../../server/contract/record-pages.ts';
import { csvThatBegins } from '../../../widgets/api/csv-guard.ts';
import { isAmbiguous, isAmbiguousCase } from '../../../widgets/api/shapes/ambiguous-shape.ts';
import { isConflictUndone, isConflicts } from '../../../widgets/api/shapes/conflicts-shape.ts';
import { isDeletions } from '../../../widgets/api/shapes/deletions-shape.ts';
import {
  isCorrectableFields,
  isFailures,
  isRetryStarted,
} from '../../../widgets/api/shapes/failures-shape.ts';
import {
  isHistory,
  isHistoryChanges,
  isHistoryDaily,
  isRecordPages,
} from '../../../widgets/api/shapes/history-shape.ts';
import { isDone, isValue } from '../../../widgets/api/shapes/value-shape.ts';
import {
  AMBIGUOUS,
  CASE,
  CHANGES,
  CONFLICTS,
  CORRECTABLE,
  DAILY,
  DELETIONS,
  HELD,
  HISTORY,
  LOG,
  PAGES,
} from '../support/care-data.ts';
import type { ShapePair } from '../support/spoiled.ts';
import { differences, refusals } from '../support/spoiled.ts';

const PAIRS: readonly ShapePair[] = [
  { name: 'History', schema: History, guard: isHistory, examples: [HISTORY] },
  { name: 'HistoryChanges', schema: HistoryChanges, guard: isHistoryChanges, examples: [CHANGES] },
  { name: 'HistoryDaily', schema: HistoryDaily, guard: isHistoryDaily, examples: [DAILY] },
  { name: 'RecordPages', schema: RecordPages, guard: isRecordPages, examples: [PAGES] },
  { name: 'Failures', schema: Failures, guard: isFailures, examples: [LOG] },
  { name: 'RetryStarted', schema: RetryStarted, guard: isRetryStarted, examples: [{ retried: 3 }] },
  {
    name: 'CorrectableFields',
    schema: CorrectableFields,
    guard: isCorrectableFields,
    examples: [CORRECTABLE],
  },
  { name: 'Conflicts', schema: Conflicts, guard: isConflicts, examples: [CONFLICTS] },
  {
    name: 'ConflictUndone',
    schema: ConflictUndone,
    guard: isConflictUndone,
    examples: [{ outcome: 'withdrawn' }, { outcome: 'scheduled' }],
  },
  { name: 'Deletions', schema: Deletions, guard: isDeletions, examples: [DELETIONS, HELD] },
  { name: 'Ambiguous', schema: Ambiguous, guard: isAmbiguous, examples: [AMBIGUOUS] },
  { name: 'AmbiguousCase', schema: AmbiguousCase, guard: isAmbiguousCase, examples: [CASE] },
  { name: 'Done', schema: Done, guard: isDone, examples: [{ ok: true }] },
];

describe('the guards of history, failures and inboxes, and the contract’s schemas', () => {
  for (const pair of PAIRS) {
    it(`agree on what is a ${pair.name}, whatever is wrong with it`, () => {
      for (const example of pair.examples) expect(pair.guard(example)).to.equal(true);
      expect(differences(pair)).to.deep.equal([]);
      expect(refusals(pair)).to.be.greaterThan(0);
    });
  }

  it('agree on what a field can hold', () => {
    for (const value of [null, '', 'x', 1, 0.5, NaN, Infinity, true, ['a'], [], [1], {}, undefined]) {
      expect(isValue(value), JSON.stringify(value)).to.equal(z.safeParse(HistoryValue, value).success);
    }
  });

  it('take an export by its header row, with or without a byte order mark', () => {
    const guard = csvThatBegins('failedAt');
    expect(guard('failedAt,module\r\n')).to.equal(true);
    expect(guard('\uFEFFfailedAt,module\r\n')).to.equal(true);
    expect(guard('<html>failedAt,</html>')).to.equal(false);
    expect(guard(null)).to.equal(false);
  });
});
