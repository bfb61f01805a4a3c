import type { CompiledMapping } from '../mapping/compile-mapping.ts';
import type { RemoteRecord, Side } from '../record.ts';
import type { BaseRows } from './plan.ts';

/**
 * The base of a pair in which `heir` takes the place of a record that is gone: a merge's survivor, or what somebody
 * entered again. What it holds counts as an edit of what was last agreed on, so a merge's choices travel; what it
 * lacks was never agreed on with it, so it is filled instead of emptying the other side.
 *
 * Never throws.
 */
export function inheritBase(
  mapping: CompiledMapping,
  side: Side,
  heir: RemoteRecord,
  base: BaseRows,
): BaseRows {
  const kept = mapping.rows.flatMap((row) => {
    const agreed = base[row.key];
    const raw = heir.values[row[side].apiName];
    if (agreed === undefined || raw === undefined) return [];
    return row.decode(side, raw) === null ? [] : [[row.key, agreed] as const];
  });
  return Object.fromEntries(kept);
}
