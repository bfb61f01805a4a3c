import { SyncError } from '../errors.ts';
import type { FieldMeta, FieldValue, RawValue, Side } from '../record.ts';
import { decodeValue, itemSet } from './decode-value.ts';
import { encodeValue } from './encode-value.ts';
import type { FieldMapping } from './field-mapping.ts';
import { optionSpace } from './option-space.ts';
import type { OptionSpace } from './option-space.ts';
import { sameValue } from './same-value.ts';
import type { ValueKind } from './type-table.ts';

/**
 * Converts the values of one mapping row (P12: a lens per side, well-behaved up to `equal`).
 *
 * A `reference` decodes to the id of its own side: who merges translates ids through the links first (S99).
 */
export interface RowCodec {
  /** Canonical form of what a side holds. Never throws. */
  decode(side: Side, raw: RawValue): FieldValue;
  /** What to write to a side. @throws SyncError as `encodeValue` does */
  encode(side: Side, value: FieldValue): RawValue;
  /** The canonical value a side will hold after `value` was written to it. @throws SyncError as `encode` */
  land(side: Side, value: FieldValue): FieldValue;
  /** Whether the sides agree as far as their fields can: 1.5 in CRM equals 2 in a whole-number field of Desk. */
  equal(desk: FieldValue, crm: FieldValue): boolean;
}

export function rowCodec(
  fields: Readonly<Record<Side, FieldMeta>>,
  kind: ValueKind,
  valueMap?: FieldMapping['valueMap'],
): RowCodec {
  const space = optionSpace(fields.desk, fields.crm, valueMap);
  const codec: RowCodec = {
    decode: (side, raw) => commonOptions(decodeValue(raw, fields[side], kind), kind, side, space),
    encode: (side, value) => encodeValue(spelledFor(value, kind, side, space), fields[side], kind, side),
    land: (side, value) => codec.decode(side, codec.encode(side, value)),
    equal: (desk, crm) =>
      sameValue(desk, crm) || sameValue(landed('crm', desk), crm) || sameValue(landed('desk', crm), desk),
  };
  /** As `land`; a value that cannot be written lands nowhere, and so equals nothing but itself. */
  function landed(side: Side, value: FieldValue): FieldValue {
    try {
      return codec.land(side, value);
    } catch (error) {
      if (error instanceof SyncError) return value;
      throw error;
    }
  }
  return codec;
}

function commonOptions(value: FieldValue, kind: ValueKind, side: Side, space: OptionSpace): FieldValue {
  if (kind === 'option' && typeof value === 'string') return space.common(side, value);
  if (kind !== 'options' || typeof value !== 'object' || value === null) return value;
  return itemSet(value.map((item) => space.common(side, item)));
}

function spelledFor(value: FieldValue, kind: ValueKind, side: Side, space: OptionSpace): FieldValue {
  if (kind === 'option' && typeof value === 'string') return space.spell(side, value);
  if (kind !== 'options' || typeof value !== 'object' || value === null) return value;
  return itemSet(value.map((item) => space.spell(side, item)));
}
