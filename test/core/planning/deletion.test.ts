import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  judgeDeletion,
  type DeletionCase,
  type DeletionVerdict,
} from '../../../server/core/planning/deletion.ts';

/** The mission's truth table, part A.6, row by row; then what one-way sync makes of it. */
const TABLE: readonly (readonly [string, DeletionCase, DeletionVerdict])[] = [
  [
    'S44: in the bin, counterpart changed',
    { state: 'bin', counterpart: 'changed', mayWrite: true },
    'put-back',
  ],
  [
    'S48: in the bin, counterpart unchanged',
    { state: 'bin', counterpart: 'unchanged', mayWrite: true },
    'nothing',
  ],
  ['S50: in the bin, counterpart gone', { state: 'bin', counterpart: 'gone', mayWrite: true }, 'close'],
  [
    'S45: purged, counterpart changed',
    { state: 'purged', counterpart: 'changed', mayWrite: true },
    'suppress',
  ],
  [
    'S48: purged, counterpart unchanged',
    { state: 'purged', counterpart: 'unchanged', mayWrite: true },
    'nothing',
  ],
  ['S50: purged, counterpart gone', { state: 'purged', counterpart: 'gone', mayWrite: true }, 'close'],
  ['S47: one-way, in the bin', { state: 'bin', counterpart: 'changed', mayWrite: false }, 'nothing'],
  ['S47: one-way, purged', { state: 'purged', counterpart: 'changed', mayWrite: false }, 'nothing'],
];

describe('the truth table of deletions', () => {
  for (const [situation, input, verdict] of TABLE) {
    it(`${situation} → ${verdict}`, () => {
      assert.equal(judgeDeletion(input), verdict);
    });
  }
});
