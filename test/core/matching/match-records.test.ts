import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { MatchCandidate, MatchInput, MatchPlan } from '../../../server/core/matching/match-plan.ts';
import { matchRecords } from '../../../server/core/matching/match-records.ts';

const CUTOFF = '2025-11-23T00:00:00.000Z';
const young = (id: string, key: string | null, createdAt = '2026-01-01T00:00:00Z'): MatchCandidate => ({
  id,
  key,
  createdAt,
});
const old = (id: string, key: string | null): MatchCandidate => young(id, key, '2020-01-01T00:00:00Z');

/** Only the parts of the plan that hold something. */
function planned(input: Partial<MatchInput>): Partial<MatchPlan> {
  const plan = matchRecords({ desk: [], crm: [], links: [], cutoff: CUTOFF, syncType: 'two-way', ...input });
  const parts = Object.entries(plan as unknown as Record<string, object>);
  return Object.fromEntries(parts.filter(([, part]) => Object.values(part).flat().length > 0));
}

interface Case {
  readonly when: string;
  readonly given: Partial<MatchInput>;
  readonly expect: Partial<MatchPlan>;
}
const cases: readonly Case[] = [
  {
    when: 'S33: the same key on both sides makes a pair',
    given: { desk: [young('1', 'a')], crm: [young('9', 'a')] },
    expect: { pairs: [{ deskId: '1', crmId: '9' }] },
  },
  {
    when: 'S30: a young record pairs with an old one',
    given: { desk: [young('1', 'a')], crm: [old('9', 'a')] },
    expect: { pairs: [{ deskId: '1', crmId: '9' }] },
  },
  {
    when: 'S30: two old records stay as they are',
    given: { desk: [old('1', 'a')], crm: [old('9', 'a')] },
    expect: {
      skipped: [
        { side: 'crm', id: '9', reason: 'too-old' },
        { side: 'desk', id: '1', reason: 'too-old' },
      ],
    },
  },
  {
    when: 'S28, S37: without partner or key, records are created on the other side, oldest first',
    given: {
      desk: [young('3', null), young('2', 'b', '2025-12-01T00:00:00Z')],
      crm: [young('9', 'c')],
    },
    expect: { creates: { crm: ['2', '3'], desk: ['9'] } },
  },
  {
    when: 'S30: exactly one year old is in, a second more is out, no creation time is out',
    given: {
      desk: [
        young('1', 'a', '2025-11-23T00:00:00Z'),
        young('2', 'b', '2025-11-22T23:59:59Z'),
        { id: '3', key: 'c', createdAt: null },
      ],
    },
    expect: {
      creates: { crm: ['1'], desk: [] },
      skipped: [
        { side: 'desk', id: '2', reason: 'too-old' },
        { side: 'desk', id: '3', reason: 'too-old' },
      ],
    },
  },
  {
    when: 'S32: an old account that a young contact needs travels',
    given: { crm: [{ ...old('9', 'a'), needed: true }] },
    expect: { creates: { desk: ['9'], crm: [] } },
  },
  {
    when: 'S17: one-way creates nothing in CRM',
    given: { syncType: 'crm-to-desk', desk: [young('1', 'a')], crm: [young('9', 'b')] },
    expect: { creates: { desk: ['9'], crm: [] }, skipped: [{ side: 'desk', id: '1', reason: 'one-way' }] },
  },
  {
    when: 'S36: linked records are left out, whatever their keys',
    given: {
      desk: [young('1', 'a')],
      crm: [young('9', 'b')],
      links: [{ deskId: '1', crmId: '9' }],
    },
    expect: {},
  },
  {
    when: 'S72: the only hit is linked to another record',
    given: {
      desk: [young('1', 'a'), young('2', 'a')],
      crm: [young('9', 'a')],
      links: [{ deskId: '1', crmId: '9' }],
    },
    expect: { alreadyLinked: [{ side: 'desk', id: '2', key: 'a', targetId: '9', linkedTo: '1' }] },
  },
  {
    when: 'S33: two records of one side share the key of the other side: nothing is written',
    given: { desk: [young('1', 'a')], crm: [young('8', 'a'), young('9', 'a')] },
    expect: {
      ambiguous: [
        { side: 'crm', ids: ['8', '9'], key: 'a', candidates: ['1'] },
        { side: 'desk', ids: ['1'], key: 'a', candidates: ['8', '9'] },
      ],
    },
  },
  {
    when: 'S33: an old double makes a key ambiguous too, and is itself no failure',
    given: { desk: [young('1', 'a')], crm: [old('8', 'a'), young('9', 'a')] },
    expect: {
      ambiguous: [
        { side: 'crm', ids: ['9'], key: 'a', candidates: ['1'] },
        { side: 'desk', ids: ['1'], key: 'a', candidates: ['8', '9'] },
      ],
      skipped: [{ side: 'crm', id: '8', reason: 'too-old' }],
    },
  },
  {
    when: 'S72: doubles on one side only: the oldest travels, the others wait for it',
    given: { desk: [young('2', 'a', '2026-02-01T00:00:00Z'), young('1', 'a', '2026-01-01T00:00:00Z')] },
    expect: {
      creates: { crm: ['1'], desk: [] },
      alreadyLinked: [{ side: 'desk', id: '2', key: 'a', targetId: null, linkedTo: '1' }],
    },
  },
  {
    when: 'S72: a double of a linked record whose partner now bears another key',
    given: {
      desk: [young('1', 'a'), young('2', 'a')],
      crm: [young('9', 'b')],
      links: [{ deskId: '1', crmId: '9' }],
    },
    expect: { alreadyLinked: [{ side: 'desk', id: '2', key: 'a', targetId: '9', linkedTo: '1' }] },
  },
  {
    when: 'a record that a bulk read delivered twice counts once',
    given: { desk: [young('1', 'a'), young('1', 'a')], crm: [young('9', 'a'), young('9', 'a')] },
    expect: { pairs: [{ deskId: '1', crmId: '9' }] },
  },
];

describe('matchRecords', () => {
  for (const { when, given, expect } of cases) it(when, () => assert.deepEqual(planned(given), expect));

  it('joins 100,000 records of each side in linear time', () => {
    const many = (first: number): MatchCandidate[] =>
      Array.from({ length: 100_000 }, (_, index) => young(String(first + index), `k${index}`));
    const started = performance.now();
    const plan = matchRecords({
      desk: many(1_000_000),
      crm: many(2_000_000).reverse(),
      links: [],
      cutoff: CUTOFF,
      syncType: 'two-way',
    });
    assert.equal(plan.pairs.length, 100_000);
    assert.ok(performance.now() - started < 10_000);
  });
});
