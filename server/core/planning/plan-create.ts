import type { CompiledMapping } from '../mapping/compile-mapping.ts';
import type { FieldValue, RawValue, RemoteRecord, Side } from '../record.ts';
import { otherSide } from '../record.ts';
import { mandatoryMissing } from './plan-pair.ts';
import type { PlannedField, PlannedWrite } from './plan.ts';
import type { MissingReference, References } from './references.ts';
import { translateReference } from './translate-reference.ts';

export interface CreatePlan extends PlannedWrite {
  readonly missing: readonly MissingReference[];
}

/**
 * Plans the counterpart of a record that has none: every mapped field that is filled and may flow that way.
 *
 * @throws SyncError `mandatory-missing` when a mandatory target field stays empty (S74), `type-mismatch` or
 *   `value-rejected` when a value cannot be written (S73): nothing is created then.
 */
export function planCreate(
  mapping: CompiledMapping,
  source: Side,
  record: RemoteRecord,
  references: References,
): CreatePlan {
  const target = otherSide(source);
  const values: Record<string, RawValue> = {};
  const fields: PlannedField[] = [];
  const base: Record<string, { desk: FieldValue; crm: FieldValue }> = {};
  const missing: MissingReference[] = [];

  for (const row of mapping.rows) {
    const meta = row[target];
    if (target === 'crm' && row.direction === 'crm-to-desk') continue;
    const raw = record.values[row[source].apiName];
    if (raw === undefined) continue;
    const value = row.decode(source, raw);
    const translated = translateReference(row, source, value, references);
    if (!translated.ok) {
      missing.push(translated.missing);
      continue;
    }
    if (translated.value === null) {
      base[row.key] = { desk: null, crm: null };
      continue;
    }
    const encoded = row.encode(target, translated.value);
    const written = row.decode(target, encoded);
    values[meta.apiName] = encoded;
    base[row.key] = target === 'desk' ? { desk: written, crm: value } : { desk: value, crm: written };
    fields.push({ key: row.key, field: meta.apiName, from: null, to: written, rule: 'new-record' });
  }

  for (const field of mandatoryFields(mapping, target)) {
    if (values[field] === undefined) throw mandatoryMissing(target, field);
  }
  return { values, fields, base, missing };
}

/** Mandatory fields of the target: the mapped ones, and those the editor reported as unmapped. */
function mandatoryFields(mapping: CompiledMapping, target: Side): readonly string[] {
  const mapped = mapping.rows.map((row) => row[target]).filter((meta) => meta.mandatory && meta.writable);
  const unmapped = mapping.problems.filter(
    ({ code, side }) => code === 'mandatory-unmapped' && side === target,
  );
  return [...mapped.map((meta) => meta.apiName), ...unmapped.map((problem) => problem.field)];
}
