import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SyncError } from '../../../server/core/errors.ts';
import type { SyncErrorCode } from '../../../server/core/errors.ts';
import { rowCodec } from '../../../server/core/mapping/codec.ts';
import type { RowCodec } from '../../../server/core/mapping/codec.ts';
import type { FieldMapping } from '../../../server/core/mapping/field-mapping.ts';
import { kindOf } from '../../../server/core/mapping/type-table.ts';
import type { FieldMeta, FieldValue, RawValue, Side } from '../../../server/core/record.ts';
import { field } from './fields.ts';

function codecOf(desk: FieldMeta, crm: FieldMeta, valueMap?: FieldMapping['valueMap']): RowCodec {
  const kind = kindOf(desk.type, crm.type);
  assert.ok(kind);
  return rowCodec({ desk, crm }, kind, valueMap);
}
function refuses(code: SyncErrorCode, write: () => unknown): void {
  assert.throws(
    write,
    (error) => error instanceof SyncError && error.code === code && error.field !== undefined,
  );
}

describe('S73: text in Desk, whole number in CRM', () => {
  const row = codecOf(field('text'), field('integer'));
  const convertible: readonly (readonly [RawValue, RawValue])[] = [
    ['12', 12],
    [' 12 ', 12],
    ['12.0', 12],
    ['+007', 7],
    ['-0', 0],
    ['', null],
    ['   ', null],
    [null, null],
    ['9007199254740993', '9007199254740993'],
  ];
  for (const [desk, crm] of convertible) {
    it(`${JSON.stringify(desk)} arrives as ${JSON.stringify(crm)}`, () =>
      assert.deepEqual(row.encode('crm', row.decode('desk', desk)), crm));
  }
  for (const text of ['abc', '12.5', '1e3', '1,000', '12 pieces', '٣', '--1', '.', '0x10']) {
    it(`"${text}" stays a value of its own and is refused as a type mismatch`, () => {
      const value = row.decode('desk', text);
      assert.equal(value, text);
      refuses('type-mismatch', () => row.encode('crm', value));
      assert.equal(row.equal(value, row.decode('crm', 12)), false);
    });
  }
  it('a number becomes text in Desk', () => assert.equal(row.encode('desk', row.decode('crm', 12)), '12'));
});

describe('numbers', () => {
  const plain = codecOf(field('decimal'), field('decimal'));
  const same: readonly (readonly [RawValue, FieldValue])[] = [
    ['100.0', '100'],
    [100, '100'],
    ['1.0E7', '10000000'],
    [1e21, '1000000000000000000000'],
    [1e-7, '0.0000001'],
    ['.50', '0.5'],
    [-0.5, '-0.5'],
    ['-0.00', '0'],
    ['123456789012345678.123', '123456789012345678.123'],
    ['0'.repeat(50_000) + '1', '1'],
  ];
  for (const [raw, canonical] of same) {
    it(`${JSON.stringify(raw).slice(0, 30)} reads as ${String(canonical)}`, () =>
      assert.equal(plain.decode('desk', raw), canonical));
  }
  it('are JSON numbers where exact, else digits as text', () => {
    assert.equal(plain.encode('crm', '0.1'), 0.1);
    assert.equal(plain.encode('crm', '123456789012345678.123'), '123456789012345678.123');
    assert.equal(plain.encode('desk', '10000000'), 10_000_000);
  });
  it('round half away from zero, only when the field holds fewer decimals', () => {
    const cents = codecOf(field('currency', { decimalPlaces: 2 }), field('decimal', { decimalPlaces: 4 }));
    assert.equal(cents.encode('desk', '1.005'), 1.01);
    assert.equal(cents.encode('desk', '-1.005'), -1.01);
    assert.equal(cents.encode('desk', '9.999'), 10);
    assert.equal(cents.encode('desk', '0.004'), 0);
    assert.equal(cents.encode('desk', '1.5'), 1.5);
    assert.equal(cents.encode('crm', '1.005'), 1.005);
  });
  it('agree when one side cannot hold the decimals of the other', () => {
    const whole = codecOf(field('integer'), field('decimal'));
    assert.equal(whole.land('desk', '1.5'), '2');
    assert.equal(whole.equal('2', '1.5'), true);
    assert.equal(whole.equal('1', '1.5'), false);
  });
  it('with too many digits are refused', () => {
    const short = codecOf(field('integer', { maxLength: 3 }), field('integer'));
    assert.equal(short.encode('desk', '-999'), -999);
    refuses('value-rejected', () => short.encode('desk', '1000'));
  });
});

describe('text', () => {
  const row = codecOf(field('textarea', { maxLength: 5 }), field('textarea'));
  it('does not differ by line ends, surrounding space or Unicode composition', () => {
    assert.equal(row.decode('desk', ' a\r\nb\rc\u00a0'), 'a\nb\nc');
    assert.equal(row.decode('crm', 'Cafe\u0301'), 'Café');
  });
  it('is never cut', () => {
    assert.equal(row.encode('desk', '12345'), '12345');
    assert.equal(row.encode('desk', '😀😀😀😀😀'), '😀😀😀😀😀');
    refuses('value-rejected', () => row.encode('desk', '123456'));
  });
  it('P15: empty text is null, and null clears', () => {
    assert.equal(row.decode('desk', ''), null);
    assert.equal(row.decode('desk', []), null);
    assert.equal(row.encode('crm', null), null);
  });
  it('S98: a mandatory field cannot be cleared', () => {
    const name = codecOf(field('text'), field('text', { mandatory: true }));
    refuses('mandatory-missing', () => name.encode('crm', null));
    assert.equal(name.encode('desk', null), null);
  });
  it('keeps what products send as another JSON type', () => {
    const text = codecOf(field('text'), field('text'));
    assert.equal(text.decode('desk', 12), '12');
    assert.equal(text.decode('desk', true), 'true');
  });
});

describe('e-mail addresses', () => {
  const row = codecOf(field('email', { maxLength: 40 }), field('email'));
  const cases: readonly (readonly [string, desk: boolean, crm: boolean])[] = [
    ['ann+crm@example.com', true, true],
    ['o’ann@exämple.com', true, true],
    ['a..b@example.com', false, true],
    ['a.@example.com', false, true],
    ['a@ex_ample.com', false, true],
    ['a@example', false, false],
    ['a b@example.com', false, false],
    ['a@b@example.com', false, false],
    ['nobody', false, false],
  ];
  for (const [address, desk, crm] of cases) {
    it(`${address}: Desk ${desk ? 'takes' : 'refuses'}, CRM ${crm ? 'takes' : 'refuses'} it`, () => {
      const attempt = (side: Side, ok: boolean): void => {
        if (ok) assert.equal(row.encode(side, address), address);
        else refuses('value-rejected', () => row.encode(side, address));
      };
      attempt('desk', desk);
      attempt('crm', crm);
    });
  }
});

describe('booleans', () => {
  const box = codecOf(field('boolean'), field('boolean'));
  const text = codecOf(field('text'), field('boolean'));
  it('are read from the strings Desk sends', () => {
    assert.equal(box.decode('desk', 'true'), true);
    assert.equal(box.decode('desk', 'False'), false);
    assert.equal(box.decode('desk', ''), null);
  });
  it('convert to and from text', () => {
    assert.equal(text.encode('crm', text.decode('desk', ' Yes ')), true);
    assert.equal(text.encode('desk', false), 'false');
    refuses('value-rejected', () => text.encode('crm', text.decode('desk', 'maybe')));
  });
  it('an empty checkbox is unchecked: equal to false, cleared by false', () => {
    assert.equal(box.encode('crm', null), false);
    assert.equal(box.equal(null, false), true);
    assert.equal(box.equal(null, true), false);
  });
  it('find the picklist option that says so', () => {
    const list = codecOf(field('picklist', { options: ['-None-', 'Yes', 'No'] }), field('boolean'));
    assert.equal(list.encode('desk', true), 'Yes');
    assert.equal(list.encode('crm', list.decode('desk', 'No')), false);
  });
});

describe('dates and moments', () => {
  const moment = codecOf(field('datetime'), field('datetime'));
  const reads: readonly (readonly [RawValue, FieldValue])[] = [
    ['2026-11-23T09:30:00.999Z', '2026-11-23T09:30:00Z'],
    ['2026-11-23T15:00:00+05:30', '2026-11-23T09:30:00Z'],
    ['2026-11-23T01:30:00-0800', '2026-11-23T09:30:00Z'],
    ['2026-11-23 09:30', '2026-11-23T09:30:00Z'],
    ['2026-11-23', '2026-11-23T00:00:00Z'],
    ['1479894600000', '2016-11-23T09:50:00Z'],
    [1_479_894_600_000, '2016-11-23T09:50:00Z'],
    ['0050-01-01T00:00:00Z', '0050-01-01T00:00:00Z'],
    ['2026-02-30T00:00:00Z', '2026-02-30T00:00:00Z'],
    ['0000-01-01T00:00:00+01:00', '0000-01-01T00:00:00+01:00'],
    ['2026-11-23T24:00:00Z', '2026-11-23T24:00:00Z'],
  ];
  for (const [raw, canonical] of reads) {
    it(`${String(raw)} reads as ${String(canonical)}`, () =>
      assert.equal(moment.decode('crm', raw), canonical));
  }
  it('are written the way each product wants them', () => {
    assert.equal(moment.encode('desk', '2026-11-23T09:30:00Z'), '2026-11-23T09:30:00.000Z');
    assert.equal(moment.encode('crm', '2026-11-23T09:30:00Z'), '2026-11-23T09:30:00+00:00');
    refuses('value-rejected', () => moment.encode('crm', '2026-02-30T00:00:00Z'));
  });
  it('a moment meets a date as its day in UTC', () => {
    const row = codecOf(field('date'), field('datetime'));
    assert.equal(row.encode('desk', row.decode('crm', '2026-11-23T23:30:00-02:00')), '2026-11-24');
    assert.equal(row.encode('crm', row.decode('desk', '2026-11-24')), '2026-11-24T00:00:00+00:00');
  });
  it('a date that does not exist is refused, not moved', () => {
    const row = codecOf(field('text'), field('date'));
    assert.equal(row.encode('crm', row.decode('desk', '2024-02-29')), '2024-02-29');
    for (const text of ['2023-02-29', '29/02/2024', 'tomorrow']) {
      assert.equal(row.decode('desk', text), text);
      refuses('value-rejected', () => row.encode('crm', text));
    }
  });
});

describe('options', () => {
  const desk = field('picklist', { options: ['Gold', 'Silver', 'Bronze'] });
  const crm = field('picklist', { options: ['-None-', 'VIP', 'silver'] });
  const row = codecOf(desk, crm, [{ desk: 'Gold', crm: 'VIP' }]);

  it('the value map comes first, then the same word in any case', () => {
    assert.equal(row.encode('crm', row.decode('desk', 'Gold')), 'VIP');
    assert.equal(row.encode('desk', row.decode('crm', 'VIP')), 'Gold');
    assert.equal(row.encode('crm', row.decode('desk', 'SILVER')), 'silver');
    assert.equal(row.equal(row.decode('desk', 'Silver'), row.decode('crm', 'silver')), true);
    assert.equal(row.equal(row.decode('desk', 'Gold'), row.decode('crm', 'VIP')), true);
  });
  it('a value without option on the other side is refused', () => {
    refuses('value-rejected', () => row.encode('crm', row.decode('desk', 'Bronze')));
  });
  it('"nothing chosen" is empty', () => assert.equal(row.decode('crm', '-None-'), null));
  it('a map may swap two words', () => {
    const swap = codecOf(
      field('picklist', { options: ['A', 'B'] }),
      field('picklist', { options: ['A', 'B'] }),
      [
        { desk: 'A', crm: 'B' },
        { desk: 'B', crm: 'A' },
      ],
    );
    assert.equal(swap.encode('crm', swap.decode('desk', 'A')), 'B');
    assert.equal(swap.encode('desk', swap.decode('crm', 'A')), 'B');
  });
  it('text meets a picklist', () => {
    const text = codecOf(field('text'), crm);
    assert.equal(text.encode('crm', text.decode('desk', ' vip ')), 'VIP');
    assert.equal(text.encode('desk', text.decode('crm', 'VIP')), 'VIP');
    refuses('value-rejected', () => text.encode('crm', text.decode('desk', 'platinum')));
  });
  it('numbers meet a picklist of numbers', () => {
    const list = codecOf(field('picklist', { options: ['1.0', '2'] }), field('integer'));
    assert.equal(list.encode('desk', list.decode('crm', 1)), '1.0');
    refuses('value-rejected', () => list.encode('desk', '3'));
  });
});

describe('several options', () => {
  const desk = field('multiselect', { options: ['b', 'a', 'c'] });
  const row = codecOf(desk, field('multiselect', { options: ['A', 'B', 'c'] }));

  it('are `a;b` in Desk and an array in CRM, in any order', () => {
    assert.deepEqual(row.encode('crm', row.decode('desk', 'b; a;;b')), ['A', 'B']);
    assert.equal(row.encode('desk', row.decode('crm', ['B', 'A'])), 'a;b');
    assert.equal(row.equal(row.decode('desk', 'b;a'), row.decode('crm', ['A', 'B'])), true);
  });
  it('none is null', () => {
    for (const raw of ['', ';', [], null]) assert.equal(row.decode('crm', raw), null);
    assert.equal(row.encode('crm', null), null);
  });
  it('one that the other side lacks is refused', () => {
    refuses('value-rejected', () => row.encode('crm', row.decode('desk', 'a;z')));
  });
  it('fit a picklist only when there is one', () => {
    const single = codecOf(desk, field('picklist', { options: ['a', 'b'] }));
    assert.equal(single.encode('crm', single.decode('desk', 'b')), 'b');
    assert.equal(single.encode('desk', single.decode('crm', 'b')), 'b');
    refuses('value-rejected', () => single.encode('crm', single.decode('desk', 'a;b')));
  });
  it('meet text as `a;b`', () => {
    const text = codecOf(field('text'), field('multiselect', { options: ['x', 'y'] }));
    assert.deepEqual(text.encode('crm', text.decode('desk', 'Y; x')), ['x', 'y']);
    assert.equal(text.encode('desk', text.decode('crm', ['y', 'x'])), 'x;y');
  });
  it('one that contains the separator is refused where it would be torn apart', () => {
    const odd = codecOf(field('multiselect'), field('multiselect'));
    refuses('value-rejected', () => odd.encode('desk', odd.decode('crm', ['a;b'])));
  });
});
