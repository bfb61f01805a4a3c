import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mergeField } from '../../../server/core/merge/merge-field.ts';
import type { FieldBase, FieldDecision, MergeInput } from '../../../server/core/merge/merge-field.ts';
import type { FieldValue } from '../../../server/core/record.ts';

const both = (value: FieldValue): FieldBase => ({ desk: value, crm: value });

interface Case {
  readonly when: string;
  readonly given: Partial<MergeInput> & Pick<MergeInput, 'desk' | 'crm'>;
  readonly expect: FieldDecision;
}

function decide(given: Case['given']): FieldDecision {
  return mergeField({
    base: undefined,
    equal: (desk, crm) => desk === crm,
    direction: 'both',
    policy: 'newest',
    initialWinner: 'crm',
    newer: 'crm',
    ...given,
  });
}

function table(cases: readonly Case[]): void {
  for (const { when, given, expect } of cases) it(when, () => assert.deepEqual(decide(given), expect));
}

describe('mergeField, two-way', () => {
  const base = both('a');
  table([
    {
      when: 'S102: nobody changed it: nothing to write',
      given: { base, desk: 'a', crm: 'a' },
      expect: { value: 'a', advanceBase: false },
    },
    {
      when: 'only Desk changed',
      given: { base, desk: 'b', crm: 'a' },
      expect: { value: 'b', write: 'crm', advanceBase: true },
    },
    {
      when: 'only CRM changed',
      given: { base, desk: 'a', crm: 'b' },
      expect: { value: 'b', write: 'desk', advanceBase: true },
    },
    {
      when: 'S98: CRM emptied it',
      given: { base, desk: 'a', crm: null },
      expect: { value: null, write: 'desk', advanceBase: true },
    },
    {
      when: 'S98: Desk emptied it, although CRM is filled',
      given: { base, desk: null, crm: 'a' },
      expect: { value: null, write: 'crm', advanceBase: true },
    },
    {
      when: 'both made the same change: only the base moves',
      given: { base, desk: 'b', crm: 'b' },
      expect: { value: 'b', advanceBase: true },
    },
    {
      when: 'S96: both changed, the newest wins and the other is kept',
      given: { base, desk: 'b', crm: 'c', newer: 'desk' },
      expect: {
        value: 'b',
        write: 'crm',
        conflict: { winner: 'desk', kept: 'b', lost: 'c' },
        advanceBase: true,
      },
    },
    {
      when: 'S96: both changed, Desk rules',
      given: { base, desk: 'b', crm: 'c', policy: 'desk', newer: 'crm' },
      expect: {
        value: 'b',
        write: 'crm',
        conflict: { winner: 'desk', kept: 'b', lost: 'c' },
        advanceBase: true,
      },
    },
    {
      when: 'S96: both changed, CRM rules',
      given: { base, desk: 'b', crm: 'c', policy: 'crm', newer: 'desk' },
      expect: {
        value: 'c',
        write: 'desk',
        conflict: { winner: 'crm', kept: 'c', lost: 'b' },
        advanceBase: true,
      },
    },
    {
      when: 'both changed, a person must decide: nothing moves',
      given: { base, desk: 'b', crm: 'c', policy: 'ask' },
      expect: { value: 'c', ask: true, advanceBase: false },
    },
    {
      when: 'a lossy pair at rest (1.5 and 2) is no change',
      given: { base: { desk: '2', crm: '1.5' }, desk: '2', crm: '1.5' },
      expect: { value: '1.5', advanceBase: false },
    },
    {
      when: 'a change that the other field cannot show moves only the base',
      given: { base: { desk: '2', crm: '1.5' }, desk: '2', crm: '1.6', equal: () => true },
      expect: { value: '1.6', advanceBase: true },
    },
    {
      when: 'several options are compared by what they contain',
      given: { base: { desk: ['a'], crm: ['a'] }, desk: ['a'], crm: ['a', 'b'] },
      expect: { value: ['a', 'b'], write: 'desk', advanceBase: true },
    },
  ]);
});

describe('mergeField without a base (S21)', () => {
  table([
    {
      when: 'equal: the base begins',
      given: { desk: 'a', crm: 'a' },
      expect: { value: 'a', advanceBase: true },
    },
    {
      when: 'filled Desk beats empty CRM',
      given: { desk: 'a', crm: null },
      expect: { value: 'a', write: 'crm', advanceBase: true },
    },
    {
      when: 'filled CRM beats empty Desk, whoever wins first meetings',
      given: { desk: null, crm: 'a', initialWinner: 'desk' },
      expect: { value: 'a', write: 'desk', advanceBase: true },
    },
    {
      when: 'a checkbox that is off counts as filled',
      given: { desk: false, crm: null },
      expect: { value: false, write: 'crm', advanceBase: true },
    },
    {
      when: 'both filled: the initial winner, never silently',
      given: { desk: 'a', crm: 'b' },
      expect: {
        value: 'b',
        write: 'desk',
        conflict: { winner: 'crm', kept: 'b', lost: 'a' },
        advanceBase: true,
      },
    },
    {
      when: 'both filled, Desk is the initial winner',
      given: { desk: 'a', crm: 'b', initialWinner: 'desk' },
      expect: {
        value: 'a',
        write: 'crm',
        conflict: { winner: 'desk', kept: 'a', lost: 'b' },
        advanceBase: true,
      },
    },
  ]);
});

describe('mergeField, one-way', () => {
  const direction = 'crm-to-desk';
  const base = both('a');
  table([
    {
      when: 'S17: a Desk edit never reaches CRM, and stays',
      given: { base, direction, desk: 'b', crm: 'a' },
      expect: { value: 'b', advanceBase: false },
    },
    {
      when: 'a CRM edit reaches Desk',
      given: { base, direction, desk: 'a', crm: 'b' },
      expect: { value: 'b', write: 'desk', advanceBase: true },
    },
    {
      when: 'a CRM edit overwrites a Desk edit, which is kept as a conflict (P4)',
      given: { base, direction, desk: 'b', crm: 'c', policy: 'desk', newer: 'desk' },
      expect: {
        value: 'c',
        write: 'desk',
        conflict: { winner: 'crm', kept: 'c', lost: 'b' },
        advanceBase: true,
      },
    },
    {
      when: 'S98: a field emptied in CRM is emptied in Desk',
      given: { base, direction, desk: 'a', crm: null },
      expect: { value: null, write: 'desk', advanceBase: true },
    },
    {
      when: 'without a base, CRM wins whatever the initial winner',
      given: { direction, desk: 'a', crm: 'b', initialWinner: 'desk' },
      expect: {
        value: 'b',
        write: 'desk',
        conflict: { winner: 'crm', kept: 'b', lost: 'a' },
        advanceBase: true,
      },
    },
    {
      when: 'without a base, an empty CRM field leaves Desk alone',
      given: { direction, desk: 'a', crm: null },
      expect: { value: 'a', advanceBase: false },
    },
  ]);
});
