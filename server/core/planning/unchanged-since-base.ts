import type { CompiledMapping } from '../mapping/compile-mapping.ts';
import type { RemoteRecord, Side } from '../record.ts';
import type { BaseRows } from './plan.ts';
import { sameValue } from '../mapping/same-value.ts';

/**
 * True when every mapped field of `side`'s record still holds what it held when both sides last agreed: the event
 * was our own echo, or an edit of unmapped fields, and nothing needs to be read or written (S102, S103, P3).
 * A row without a base counts as changed.
 */
export function unchangedSinceBase(
  mapping: CompiledMapping,
  side: Side,
  record: RemoteRecord,
  base: BaseRows,
): boolean {
  return mapping.rows.every((row) => {
    const raw = record.values[row[side].apiName];
    if (raw === undefined) return true;
    const agreed = base[row.key];
    return agreed !== undefined && sameValue(row.decode(side, raw), agreed[side]);
  });
}
