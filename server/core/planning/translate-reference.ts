import type { CompiledRow } from '../mapping/compile-mapping.ts';
import type { FieldValue, Side } from '../record.ts';
import type { MissingReference, References } from './references.ts';

export type Translated =
  | { readonly ok: true; readonly value: FieldValue }
  | { readonly ok: false; readonly missing: MissingReference };

/**
 * Turns a reference of `source` into the id the other side knows the same record by (S99).
 * Other fields and empty references pass through.
 */
export function translateReference(
  row: CompiledRow,
  source: Side,
  value: FieldValue,
  references: References,
): Translated {
  const module = row.desk.referenceTo ?? row.crm.referenceTo;
  if (row.kind !== 'reference' || module === null || typeof value !== 'string') return { ok: true, value };
  const partner = references.partnerOf(module, source, value);
  if (partner === undefined) return { ok: false, missing: { module, side: source, id: value } };
  return { ok: true, value: partner };
}
