import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commonestWipe, massThreshold, wipeOf } from '../../../server/core/planning/mass-change.ts';
import type { FieldValue } from '../../../server/core/record.ts';

describe('massThreshold', () => {
  for (const [pairs, expected] of [
    [0, 50],
    [60, 50],
    [250, 50],
    [251, 51],
    [10_000, 2_000],
  ] as const) {
    it(`P17: ${pairs} pairs: ${expected} of them are too many at once`, () =>
      assert.equal(massThreshold(pairs), expected));
  }
});

describe('wipeOf', () => {
  const cases: { when: string; from: FieldValue; to: FieldValue; isKey?: boolean; counts: boolean }[] = [
    { when: 'emptied', from: 'a', to: null, counts: true },
    { when: 'a list emptied', from: ['a'], to: null, counts: true },
    { when: 'was empty', from: null, to: null, counts: false },
    { when: 'filled', from: null, to: 'a', counts: false },
    { when: 'S38: another value', from: 'a', to: 'b', counts: false },
    { when: 'a match key overwritten', from: 'a', to: 'b', isKey: true, counts: true },
    { when: 'a match key filled', from: null, to: 'b', isKey: true, counts: false },
    { when: 'a match key as it was', from: 'a', to: 'a', isKey: true, counts: false },
  ];
  for (const { when, from, to, isKey = false, counts } of cases) {
    it(`P17: ${when}: ${counts ? 'counts' : 'does not count'}`, () => {
      assert.deepEqual(wipeOf('row', from, to, isKey), counts ? { key: 'row', to } : undefined);
    });
  }
});

describe('commonestWipe', () => {
  it('P17: counts pairs per field and value', () => {
    const wipes = [
      { key: 'email', to: 'x@x.example' },
      { key: 'phone', to: null },
      { key: 'email', to: 'y@y.example' },
      { key: 'phone', to: null },
    ];
    assert.deepEqual(commonestWipe(wipes), { wipe: { key: 'phone', to: null }, count: 2 });
    assert.equal(commonestWipe([]), undefined);
  });
});
