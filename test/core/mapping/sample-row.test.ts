import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rowCodec } from '../../../server/core/mapping/codec.ts';
import { roundTrip, sampleRow } from '../../../server/core/mapping/sample-row.ts';
import { kindOf } from '../../../server/core/mapping/type-table.ts';
import type { FieldMeta, RawValue } from '../../../server/core/record.ts';
import { field } from './fields.ts';

function codecOf(desk: FieldMeta, crm: FieldMeta) {
  const kind = kindOf(desk.type, crm.type);
  assert.ok(kind);
  return rowCodec({ desk, crm }, kind);
}
const records = (values: readonly (RawValue | undefined)[]) =>
  values.map((value, index) => {
    const filled: Record<string, RawValue> = value === undefined ? {} : { f: value };
    return { id: String(index), createdAt: null, modifiedAt: null, values: filled };
  });

describe('trying a mapping row on records (S19)', () => {
  it('S19: tells refused from changed, and neither from empty or absent', () => {
    const codec = codecOf(field('decimal'), field('decimal', { decimalPlaces: 1 }));
    const sample = sampleRow(codec, 'desk', 'f', records(['1.5', '1.55', '', null, undefined, '2']));
    assert.deepEqual([sample.looked, sample.filled, sample.refused, sample.changed], [6, 3, 0, 1]);
    assert.deepEqual(sample.examples, [{ recordId: '1', value: '1.55', code: 'changed' }]);
  });

  it('S73: what does not convert is named by its code, before what merely changes', () => {
    const codec = codecOf(field('text'), field('integer'));
    const sample = sampleRow(codec, 'desk', 'f', records(['12', 'twelve', '', 'a dozen']));
    assert.deepEqual([sample.filled, sample.refused], [3, 2]);
    assert.deepEqual(
      sample.examples.map(({ value, code }) => [value, code]),
      [
        ['twelve', 'type-mismatch'],
        ['a dozen', 'type-mismatch'],
      ],
    );
  });

  it('shows a value there and back', () => {
    const codec = codecOf(field('text'), field('text', { maxLength: 3 }));
    assert.deepEqual(roundTrip(codec, 'desk', 'abc'), { there: 'abc', back: 'abc', problem: null });
    assert.deepEqual(roundTrip(codec, 'desk', 'abcd'), {
      there: null,
      back: null,
      problem: 'value-rejected',
    });
    assert.deepEqual(roundTrip(codec, 'desk', ''), { there: null, back: null, problem: null });
  });
});
