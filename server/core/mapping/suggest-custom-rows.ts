import type { FieldMeta, Side } from '../record.ts';
import type { FieldMapping } from './field-mapping.ts';
import { canPair, newRow } from './suggest-mapping.ts';
import { foldCase } from './text.ts';

/** Names under which a field may be recognised, best first. */
const NAMINGS: readonly ((field: FieldMeta) => readonly string[])[] = [
  ({ label, apiName }) => [`${plainName(label)} ${plainName(apiName)}`],
  ({ label }) => [plainName(label)],
  ({ apiName }) => [plainName(apiName)],
  ({ label, apiName }) => [...new Set([plainName(label), plainName(apiName)])],
];

/**
 * Rows for custom fields that bear the same name on both sides and can convert (S3). A name that two fields of
 * one side bear is no reason to pair; neither is an empty one. Never throws.
 *
 * @param mapped rows that exist already; their fields are not used again
 */
export function suggestCustomRows(
  fields: Readonly<Record<Side, readonly FieldMeta[]>>,
  mapped: readonly FieldMapping[] = [],
): readonly FieldMapping[] {
  const taken = {
    desk: new Set(mapped.map(({ desk }) => desk)),
    crm: new Set(mapped.map(({ crm }) => crm)),
  };
  const rows: FieldMapping[] = [];
  for (const naming of NAMINGS) {
    const free = (side: Side): FieldMeta[] =>
      fields[side].filter((field) => field.custom && !taken[side].has(field.apiName));
    const crmByName = uniqueByName(free('crm'), naming);
    for (const [name, desk] of uniqueByName(free('desk'), naming)) {
      const crm = crmByName.get(name);
      if (crm === undefined || taken.desk.has(desk.apiName) || taken.crm.has(crm.apiName)) continue;
      if (!canPair(desk, crm)) continue;
      taken.desk.add(desk.apiName);
      taken.crm.add(crm.apiName);
      rows.push(newRow(desk.apiName, crm.apiName));
    }
  }
  return rows;
}

/** A name without `cf_`, case, spaces, punctuation and diacritics. */
export function plainName(name: string): string {
  const bare = foldCase(name.trim()).replace(/^cf_/, '').normalize('NFKD');
  return bare.replace(/[^\p{L}\p{N}]/gu, '');
}

function uniqueByName(
  fields: readonly FieldMeta[],
  naming: (field: FieldMeta) => readonly string[],
): ReadonlyMap<string, FieldMeta> {
  const unique = new Map<string, FieldMeta>();
  const shared = new Set<string>();
  for (const field of fields) {
    for (const name of naming(field)) {
      if (unique.has(name) || name.trim() === '') shared.add(name);
      unique.set(name, field);
    }
  }
  for (const name of shared) unique.delete(name);
  return unique;
}
