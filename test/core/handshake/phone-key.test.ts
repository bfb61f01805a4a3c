import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { phoneKey } from '../../../server/core/handshake/phone-key.ts';

describe('phoneKey', () => {
  for (const [text, key] of [
    ['+49 30 1234567', '49301234567'],
    ['0049 30 1234567', '49301234567'],
    ['+49 (0)30 / 1234567', '49301234567'],
    ['0049(0)30-1234567', '49301234567'],
    ['tel:+49-30-1234567', '49301234567'],
    ['+49 30 1234567 ext. 12', '49301234567'],
    ['+49 30 1234567;ext=12', '49301234567'],
    ['(030) 1234567', '301234567'],
    ['030.123.45.67', '301234567'],
    ['+1 (555) 010-9999', '15550109999'],
    ['(555) 010-9999 x12', '5550109999'],
    ['555 010 9999 #4', '5550109999'],
    ['+1 555 010 9999', '15550109999'],
    ['1234567', '1234567'],
    ['000 1234567', '1234567'],
    ['', null],
    ['-', null],
    ['none', null],
    ['112', null],
    ['0123456', null],
    ['1-800-FLOWERS', null],
    ['030 1234567 / 030 7654321', null],
    ['0000000000', null],
  ] as const) {
    it(`S111: "${text}" is recognised by ${key ?? 'nothing'}`, () => assert.equal(phoneKey(text), key));
  }

  it('S111: a number with its country code and the same without are not taken for one', () =>
    assert.notEqual(phoneKey('+49 30 1234567'), phoneKey('030 1234567')));

  it('S111: full-width digits and no-break spaces are digits and spaces', () =>
    assert.equal(phoneKey('+４９ 30\u00a01234567'), '49301234567'));

  it('S111: the key of a key is that key, and has 7 to 15 digits', () => {
    const text = fc.string({
      unit: fc.constantFrom('0', '1', '7', '+', '(', ')', ' ', '-', '/', 'x'),
      maxLength: 22,
    });
    fc.assert(
      fc.property(text, (phone) => {
        const key = phoneKey(phone);
        if (key === null) return;
        assert.equal(phoneKey(key), key);
        assert.match(key, /^[1-9]\d{6,14}$/);
      }),
      { numRuns: 5_000 },
    );
  });
});
