import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { matchKey } from '../../../server/core/matching/match-key.ts';
import { oneYearBefore } from '../../../server/core/matching/one-year-before.ts';

const emailKey = (email: string | null): string | null => matchKey('contacts', { email }, 'desk');
const accountKey = (name: string): string | null => matchKey('accounts', { Account_Name: name }, 'crm');

describe('matchKey', () => {
  it('S33: e-mail, trimmed and without regard to case; tags and dots count', () => {
    assert.equal(emailKey(' MARIA.Anders@Example.COM '), 'maria.anders@example.com');
    assert.notEqual(emailKey('ann+a@example.com'), emailKey('ann@example.com'));
    assert.notEqual(emailKey('a.nn@example.com'), emailKey('ann@example.com'));
  });
  it('S37: a contact without e-mail has no key', () => {
    for (const email of ['', '   ', '\u200b', null]) assert.equal(emailKey(email), null);
    assert.equal(matchKey('contacts', { lastName: 'Anders' }, 'desk'), null);
  });
  const sameName: readonly (readonly [string, string])[] = [
    ['  ALFREDS  FUTTERKISTE ', 'Alfreds Futterkiste'],
    ['A\u00a0B\u2003C\tD\nE\u3000F', 'a b c d e f'],
    ['Cafe\u0301 Ole\u0301', 'CAFÉ OLÉ'],
    ['Straße', 'STRASSE'],
    ['İSTANBUL', 'istanbul'],
    ['ΟΔΟΣ', 'οδος'],
    ['Zero\u200bWidth\ufeff', 'zerowidth'],
  ];
  for (const [a, b] of sameName) {
    it(`S34: "${a}" is "${b}"`, () => assert.equal(accountKey(a), accountKey(b)));
  }
  it('S34: other letters are other names', () => {
    assert.notEqual(accountKey('Muller'), accountKey('Müller'));
    assert.notEqual(accountKey('A B'), accountKey('AB'));
  });
  it('S35: products are recognised by name on both sides', () => {
    assert.equal(
      matchKey('products', { productName: 'Chai ' }, 'desk'),
      matchKey('products', { Product_Name: 'CHAI' }, 'crm'),
    );
  });
});

describe('oneYearBefore (S30)', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['2026-11-23T09:30:00.123Z', '2025-11-23T09:30:00.123Z'],
    ['2028-02-29T12:00:00Z', '2027-02-28T12:00:00.000Z'],
    ['2029-02-28T12:00:00Z', '2028-02-28T12:00:00.000Z'],
    ['2028-03-01T00:00:00Z', '2027-03-01T00:00:00.000Z'],
    ['2026-01-01T00:30:00+01:00', '2024-12-31T23:30:00.000Z'],
  ];
  for (const [now, then] of cases)
    it(`S30: one year before ${now}`, () => assert.equal(oneYearBefore(now), then));
  it('refuses what is no moment', () => assert.throws(() => oneYearBefore('yesterday'), RangeError));
});
