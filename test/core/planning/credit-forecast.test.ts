import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { creditsUsed, forecastLeft } from '../../../server/core/planning/credit-forecast.ts';

describe('credit forecast', () => {
  const cases = [
    { when: 'a quarter is used at six', left: 7_500, at: '06:00', expect: 0 },
    { when: 'a quarter is used at noon', left: 7_500, at: '12:00', expect: 5_000 },
    { when: 'nothing is used', left: 10_000, at: '03:00', expect: 10_000 },
    { when: 'a burst right after midnight counts as half an hour', left: 9_900, at: '00:01', expect: 5_103 },
  ];
  for (const { when, left, at, expect } of cases) {
    it(when, () => {
      const known = { mostLeft: 10_000, left, knownAt: `2026-03-01T${at}:00.000Z` };
      assert.equal(forecastLeft(known), expect);
    });
  }
  it('a purse that was filled up in between was not used', () => {
    assert.equal(creditsUsed({ mostLeft: 5_000, left: 9_000 }), 0);
  });
});
