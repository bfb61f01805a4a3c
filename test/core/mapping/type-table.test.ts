import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fieldVerdict } from '../../../server/core/mapping/field-verdict.ts';
import { conversion, kindOf, typeVerdict } from '../../../server/core/mapping/type-table.ts';
import type { ValueKind, Verdict, VerdictReason } from '../../../server/core/mapping/type-table.ts';
import type { FieldType } from '../../../server/core/record.ts';
import { field, FIELD_TYPES } from './fields.ts';

type Case = readonly [desk: FieldType, crm: FieldType, verdict: Verdict, reason?: VerdictReason];

describe('typeVerdict (S19)', () => {
  const cases: readonly Case[] = [
    ['text', 'text', 'lossless'],
    ['text', 'textarea', 'sometimes', 'may-not-fit'],
    ['email', 'text', 'sometimes', 'not-an-email'],
    ['text', 'integer', 'sometimes', 'text-to-number'],
    ['integer', 'decimal', 'sometimes', 'rounding'],
    ['decimal', 'currency', 'lossless'],
    ['percent', 'decimal', 'lossless'],
    ['boolean', 'text', 'sometimes', 'text-to-boolean'],
    ['date', 'datetime', 'sometimes', 'time-lost'],
    ['text', 'date', 'sometimes', 'text-to-date'],
    ['text', 'picklist', 'sometimes', 'not-an-option'],
    ['picklist', 'picklist', 'lossless'],
    ['multiselect', 'text', 'sometimes', 'not-an-option'],
    ['multiselect', 'picklist', 'sometimes', 'several-options'],
    ['reference', 'reference', 'lossless'],
    ['reference', 'text', 'never', 'no-common-meaning'],
    ['email', 'integer', 'never', 'no-common-meaning'],
    ['boolean', 'integer', 'never', 'no-common-meaning'],
    ['date', 'integer', 'never', 'no-common-meaning'],
    ['multiselect', 'boolean', 'never', 'no-common-meaning'],
    ['unsupported', 'text', 'never', 'unsupported-type'],
    ['unsupported', 'unsupported', 'never', 'unsupported-type'],
  ];
  for (const [desk, crm, verdict, reason] of cases) {
    it(`S19: ${desk} ↔ ${crm} converts ${verdict}`, () => {
      assert.deepEqual(typeVerdict(desk, crm), reason ? { verdict, reason } : { verdict });
    });
  }

  it('asks only the direction that is used', () => {
    assert.equal(typeVerdict('text', 'integer', 'crm-to-desk').verdict, 'lossless');
    assert.equal(typeVerdict('integer', 'text', 'crm-to-desk').verdict, 'sometimes');
  });

  it('knows every pair of types, and gives a kind exactly to those that may convert', () => {
    for (const a of FIELD_TYPES) {
      for (const b of FIELD_TYPES) {
        const { verdict, reason } = conversion(a, b);
        assert.equal(reason === undefined, verdict === 'lossless', `${a} → ${b}`);
        assert.equal(kindOf(a, b), kindOf(b, a), `${a} ↔ ${b}`);
        assert.equal(kindOf(a, b) === null, typeVerdict(a, b).verdict === 'never', `${a} ↔ ${b}`);
      }
    }
  });
});

describe('kindOf', () => {
  const cases: readonly (readonly [FieldType, FieldType, ValueKind])[] = [
    ['text', 'phone', 'text'],
    ['text', 'integer', 'integer'],
    ['integer', 'currency', 'decimal'],
    ['picklist', 'integer', 'integer'],
    ['picklist', 'boolean', 'boolean'],
    ['datetime', 'date', 'date'],
    ['datetime', 'text', 'datetime'],
    ['text', 'picklist', 'option'],
    ['picklist', 'multiselect', 'options'],
    ['reference', 'reference', 'reference'],
  ];
  for (const [a, b, kind] of cases)
    it(`${a} ↔ ${b} is compared as ${kind}`, () => assert.equal(kindOf(a, b), kind));
});

describe('fieldVerdict', () => {
  it('lets a reference meet only a reference to the same module', () => {
    const account = field('reference', { referenceTo: 'accounts' });
    const contact = field('reference', { referenceTo: 'contacts' });
    assert.equal(fieldVerdict(account, account).verdict, 'lossless');
    assert.deepEqual(fieldVerdict(account, contact), { verdict: 'never', reason: 'different-module' });
  });

  it('warns when a number must be rounded', () => {
    const cents = field('currency', { decimalPlaces: 2 });
    const fine = field('decimal', { decimalPlaces: 4 });
    assert.deepEqual(fieldVerdict(cents, fine), { verdict: 'sometimes', reason: 'rounding' });
    assert.equal(fieldVerdict(fine, cents, 'crm-to-desk').verdict, 'lossless');
  });

  it('warns when an option has no partner, and a value map can give it one', () => {
    const desk = field('picklist', { options: ['Gold', 'Silver'] });
    const crm = field('picklist', { options: ['VIP', 'silver'] });
    assert.deepEqual(fieldVerdict(desk, crm), { verdict: 'sometimes', reason: 'options-differ' });
    assert.equal(fieldVerdict(desk, crm, 'both', [{ desk: 'Gold', crm: 'VIP' }]).verdict, 'lossless');
  });

  it('asks for Desk options only of the options that travel', () => {
    const desk = field('picklist', { options: ['Gold', 'Silver'] });
    const crm = field('picklist', { options: ['Gold'] });
    assert.equal(fieldVerdict(desk, crm, 'crm-to-desk').verdict, 'lossless');
  });
});
