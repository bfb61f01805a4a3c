import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { SyncError } from '../../server/core/errors.ts';
import { rowCodec } from '../../server/core/mapping/codec.ts';
import type { RowCodec } from '../../server/core/mapping/codec.ts';
import {
  isInteger,
  isNumber,
  parseNumber,
  roundNumber,
  toJsonNumber,
} from '../../server/core/mapping/number.ts';
import { sameValue } from '../../server/core/mapping/same-value.ts';
import { foldCase, normaliseText } from '../../server/core/mapping/text.ts';
import { conversion, kindOf } from '../../server/core/mapping/type-table.ts';
import { otherSide } from '../../server/core/record.ts';
import type { FieldMeta, FieldType, RawValue, Side } from '../../server/core/record.ts';
import { field, FIELD_TYPES } from '../core/mapping/fields.ts';

const OPTIONS = ['Gold', 'silver', 'Größe', '12', 'true'];
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '',
    ' 12 ',
    '12.0',
    '1.5',
    'abc',
    'a;b',
    'Gold',
    'GOLD',
    'true',
    '2024-02-29',
    'a@b.example',
  ),
);
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.bigInt().map(String),
);
const moment = fc.date({ noInvalidDate: true, min: new Date('1900-01-01'), max: new Date('2200-01-01') });
const choice = fc.constantFrom(...OPTIONS);

/** What a product might send for a field of this type: mostly what belongs there, in any of its spellings. */
function rawOf(type: FieldType): fc.Arbitrary<RawValue> {
  const empty = fc.constantFrom<RawValue>(null, '');
  switch (type) {
    case 'integer':
      return fc.oneof(
        empty,
        fc.integer(),
        fc.bigInt().map(String),
        fc.integer().map((value) => `${value}.0`),
      );
    case 'decimal':
    case 'currency':
    case 'percent':
      return fc.oneof(empty, number, number.map(String));
    case 'boolean':
      return fc.oneof(empty, fc.boolean(), fc.boolean().map(String));
    case 'date':
      return fc.oneof(
        empty,
        moment.map((date) => date.toISOString().slice(0, 10)),
      );
    case 'datetime':
      return fc.oneof(
        empty,
        moment.map((date) => date.toISOString()),
        moment.map(Number),
      );
    case 'picklist':
      return fc.oneof(empty, choice);
    case 'multiselect':
      return fc.oneof(
        empty,
        fc.array(choice),
        fc.array(choice).map((items) => items.join(';')),
      );
    case 'email':
      return fc.oneof(empty, fc.emailAddress());
    case 'reference':
      return fc.oneof(empty, fc.bigInt({ min: 1n, max: 10n ** 18n }).map(String));
    default:
      return fc.oneof(empty, text, number, fc.boolean());
  }
}

function metaOf(type: FieldType): FieldMeta {
  const hasOptions = type === 'picklist' || type === 'multiselect';
  return field(type, { options: hasOptions ? OPTIONS : null });
}

/** Every pair of types that may be mapped, with what each side might send. */
const PAIRS = FIELD_TYPES.flatMap((desk) =>
  FIELD_TYPES.flatMap((crm) => {
    const kind = kindOf(desk, crm);
    if (kind === null) return [];
    const types: Record<Side, FieldType> = { desk, crm };
    return [{ types, row: rowCodec({ desk: metaOf(desk), crm: metaOf(crm) }, kind) }];
  }),
);
const situation = fc.constantFrom(...PAIRS).chain(({ types, row }) =>
  fc.record({
    types: fc.constant(types),
    row: fc.constant(row),
    side: fc.constantFrom<Side>('desk', 'crm'),
    desk: rawOf(types.desk),
    crm: rawOf(types.crm),
  }),
);

/** What `write` returns, or undefined when the field refused the value. */
function attempt<T>(write: () => T): { readonly value: T } | undefined {
  try {
    return { value: write() };
  } catch (error) {
    if (error instanceof SyncError) return undefined;
    throw error;
  }
}
function agree(row: RowCodec, side: Side, own: ReturnType<RowCodec['decode']>, other: typeof own): boolean {
  return side === 'desk' ? row.equal(own, other) : row.equal(other, own);
}

describe('P12: conversion is well-behaved for every pair of types', () => {
  it('PutGet: what was written to the other side is what that side then holds, but for declared rounding', () => {
    fc.assert(
      fc.property(situation, ({ types, row, side, desk, crm }) => {
        const target = otherSide(side);
        const value = row.decode(side, side === 'desk' ? desk : crm);
        const landed = attempt(() => row.land(target, value));
        if (!landed) return;
        const unchecked = value === null && landed.value === false; // an empty checkbox is an unchecked one
        const rounded = conversion(types[side], types[target]).reason === 'rounding';
        if (rounded) assert.ok(landed.value === null ? value === null : isInteger(landed.value));
        else
          assert.ok(
            unchecked || sameValue(landed.value, value),
            `${String(value)} → ${String(landed.value)}`,
          );
        assert.ok(agree(row, side, value, landed.value));
      }),
      { numRuns: 10_000 },
    );
  });

  it('GetPut: writing back what a side holds changes nothing', () => {
    fc.assert(
      fc.property(situation, ({ row, side, desk, crm }) => {
        const value = row.decode(side, side === 'desk' ? desk : crm);
        const again = attempt(() => row.land(side, value));
        if (!again) return;
        const unchecked = value === null && again.value === false; // an empty checkbox is an unchecked one
        assert.ok(unchecked || sameValue(again.value, value), `${String(value)} → ${String(again.value)}`);
      }),
      { numRuns: 10_000 },
    );
  });

  it('writing twice is writing once', () => {
    fc.assert(
      fc.property(situation, ({ row, side, desk, crm }) => {
        const value = row.decode(side, side === 'desk' ? desk : crm);
        const once = attempt(() => row.land(otherSide(side), value));
        if (once) assert.deepEqual(row.land(otherSide(side), once.value), once.value);
      }),
      { numRuns: 10_000 },
    );
  });

  it('a lossless pair refuses nothing that its own side could hold, and loses nothing', () => {
    fc.assert(
      fc.property(situation, ({ types, row, side, desk, crm }) => {
        const target = otherSide(side);
        fc.pre(conversion(types[side], types[target]).verdict === 'lossless');
        const value = row.decode(side, side === 'desk' ? desk : crm);
        fc.pre(attempt(() => row.encode(side, value)) !== undefined);
        const landed = row.land(target, value);
        assert.ok((value === null && landed === false) || sameValue(landed, value));
      }),
      { numRuns: 10_000 },
    );
  });

  it('PutGet holds for options under any one-to-one value map', () => {
    const crmOptions = fc.shuffledSubarray(['A', 'B', 'C', 'D'], { minLength: 4 });
    fc.assert(
      fc.property(crmOptions, fc.constantFrom<Side>('desk', 'crm'), fc.nat(3), (crm, side, index) => {
        const desk = ['A', 'B', 'C', 'D'];
        const fields = {
          desk: field('picklist', { options: desk }),
          crm: field('picklist', { options: crm }),
        };
        const valueMap = desk.map((option, at) => ({ desk: option, crm: crm[at] ?? '' }));
        const row = rowCodec(fields, 'option', valueMap);
        const written = row.encode(otherSide(side), row.decode(side, fields[side].options?.[index] ?? null));
        assert.equal(written, fields[otherSide(side)].options?.[index]);
      }),
    );
  });

  it('decode never throws, and equality is reflexive', () => {
    const anything = fc.oneof(
      text,
      number,
      fc.boolean(),
      fc.constant(null),
      fc.array(text, { maxLength: 3 }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...PAIRS),
        fc.constantFrom<Side>('desk', 'crm'),
        anything,
        ({ row }, side, raw) => {
          const value = row.decode(side, raw);
          assert.ok(row.equal(value, value));
        },
      ),
      { numRuns: 5_000 },
    );
  });
});

describe('canonical forms', () => {
  it('a number keeps its value, its form is stable, and JSON gives it back', () => {
    fc.assert(
      fc.property(number, (raw) => {
        const canonical = parseNumber(String(raw), true);
        assert.ok(isNumber(canonical));
        assert.ok(Number(canonical) === Number(raw)); // ===, because -0 is 0 here
        assert.equal(parseNumber(canonical), canonical);
        assert.equal(parseNumber(String(toJsonNumber(canonical)), true), canonical);
      }),
      { numRuns: 5_000 },
    );
  });
  it('rounding moves a number by half a step at most', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(99_999), fc.nat(6), (whole, fraction, places) => {
        const value = parseNumber(`${whole}.${String(fraction).padStart(5, '0')}`);
        assert.ok(value);
        const rounded = roundNumber(value, places);
        assert.ok(isNumber(rounded));
        assert.ok((rounded.split('.')[1] ?? '').length <= places);
        assert.ok(Math.abs(Number(rounded) - Number(value)) <= 0.5 * 10 ** -places + 1e-6);
      }),
    );
  });
  it('normalising and folding text is stable', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        const normal = normaliseText(raw);
        if (normal !== null) assert.equal(normaliseText(normal), normal);
        assert.equal(foldCase(foldCase(raw)), foldCase(raw));
        assert.equal(foldCase(raw.normalize('NFD')), foldCase(raw));
      }),
      { numRuns: 5_000 },
    );
  });
});
