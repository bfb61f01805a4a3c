import type { CompiledMapping, CompiledRow } from '../mapping/compile-mapping.ts';
import type { RemoteRecord, Side } from '../record.ts';
import { isLostReference } from './lost-reference.ts';
import type { BaseRows } from './plan.ts';
import { NO_REFERENCES, type MissingReference, type References } from './references.ts';
import { sameValue } from '../mapping/same-value.ts';
import { translateReference } from './translate-reference.ts';

/**
 * True when every mapped field of `side`'s record still holds what it held when both sides last agreed: the event
 * was our own echo, or an edit of unmapped fields, and nothing needs to be read or written (S102, S103, P3).
 *
 * A row without a base counts as changed, unless it is one-way and there is nothing to bring to Desk: a Desk value
 * alone never moves such a row. A reference that only lost its record to a deletion counts as unchanged (S51).
 */
export function unchangedSinceBase(
  mapping: CompiledMapping,
  side: Side,
  record: RemoteRecord,
  base: BaseRows,
  references: References = NO_REFERENCES,
): boolean {
  return mapping.rows.every((row) => isUnchanged(row, side, record, base, references));
}

/**
 * True when `side`'s record holds no change that could bring a deleted partner back (S48). As `unchangedSinceBase`, but
 * a row that never synced tells of no edit by being empty, nor does a reference: it may name a record that has got a
 * partner only since, and that is nobody's edit either. An edit that names a record without a partner is one, but brings
 * nothing until that has one (`unpairedReferences`): else whoever looks next would bring the deleted record back.
 */
export function bringsNothingBack(
  mapping: CompiledMapping,
  side: Side,
  record: RemoteRecord,
  base: BaseRows,
  references: References,
): boolean {
  return mapping.rows.every((row) => {
    const raw = record.values[row[side].apiName];
    if (raw !== undefined && base[row.key] === undefined) {
      if (row.kind === 'reference' || row.decode(side, raw) === null) return true;
    }
    return (
      isUnchanged(row, side, record, base, references) ||
      missingOf(row, side, record, references) !== undefined
    );
  });
}

/** What edited references of `side`'s record wait for: records that have no partner they could be named by (P9). */
export function unpairedReferences(
  mapping: CompiledMapping,
  side: Side,
  record: RemoteRecord,
  base: BaseRows,
  references: References,
): readonly MissingReference[] {
  return mapping.rows
    .filter((row) => base[row.key] !== undefined && !isUnchanged(row, side, record, base, references))
    .flatMap((row) => missingOf(row, side, record, references) ?? []);
}

function missingOf(
  row: CompiledRow,
  side: Side,
  record: RemoteRecord,
  references: References,
): MissingReference | undefined {
  const raw = record.values[row[side].apiName];
  if (raw === undefined) return undefined;
  const translated = translateReference(row, side, row.decode(side, raw), references);
  return translated.ok ? undefined : translated.missing;
}

function isUnchanged(
  row: CompiledRow,
  side: Side,
  record: RemoteRecord,
  base: BaseRows,
  references: References,
): boolean {
  const raw = record.values[row[side].apiName];
  if (raw === undefined) return true;
  const agreed = base[row.key];
  if (row.direction === 'crm-to-desk') {
    if (side === 'desk') return true;
    if (agreed === undefined) return row.decode('crm', raw) === null;
  }
  if (isLostReference(row, side, row.decode(side, raw), agreed, references)) return true;
  return agreed !== undefined && sameValue(row.decode(side, raw), agreed[side]);
}
