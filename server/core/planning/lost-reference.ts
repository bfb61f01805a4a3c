import type { CompiledRow } from '../mapping/compile-mapping.ts';
import type { FieldValue, Side } from '../record.ts';
import type { BaseRows } from './plan.ts';
import type { References } from './references.ts';

/** A reference that is empty only because the record it named was deleted: no edit, nothing to bring over (S51). */
export function isLostReference(
  row: CompiledRow,
  side: Side,
  value: FieldValue,
  base: BaseRows[string] | undefined,
  references: References,
): boolean {
  const module = row.desk.referenceTo ?? row.crm.referenceTo;
  if (row.kind !== 'reference' || module === null || base === undefined || value !== null) return false;
  const named = base[side];
  return typeof named === 'string' && references.isGone(module, side, named);
}
