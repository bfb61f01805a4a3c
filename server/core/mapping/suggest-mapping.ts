import type { FieldMeta, Module, Side } from '../record.ts';
import type { FieldMapping } from './field-mapping.ts';
import { fieldVerdict } from './field-verdict.ts';

/**
 * Content of `resources/default-mappings.json`: standard fields that mean the same, by API name. Free text of Desk
 * that is a picklist in CRM comes one-way, so that a word CRM has no option for does not keep a record from syncing.
 */
export type DefaultMappings = Readonly<
  Record<
    Module,
    readonly { readonly desk: string; readonly crm: string; readonly direction?: 'crm-to-desk' }[]
  >
>;

/** A row as the editor first shows it: both ways, the newest edit wins, CRM wins the first meeting (S21). */
export function newRow(desk: string, crm: string): FieldMapping {
  return { desk, crm, direction: 'both', conflict: 'newest', initialWinner: 'crm' };
}

/**
 * The pre-mapped standard fields of a module (S18, S25): the default rows whose fields exist on both sides, in
 * the organisation's own metadata, and can convert. Never throws.
 */
export function defaultMapping(
  module: Module,
  fields: Readonly<Record<Side, readonly FieldMeta[]>>,
  defaults: DefaultMappings,
): readonly FieldMapping[] {
  return defaults[module].flatMap((pair) => {
    const desk = fields.desk.find(({ apiName }) => apiName === pair.desk);
    const crm = fields.crm.find(({ apiName }) => apiName === pair.crm);
    return desk && crm && canPair(desk, crm)
      ? [{ ...newRow(pair.desk, pair.crm), direction: pair.direction ?? 'both' }]
      : [];
  });
}

/** Whether a row of these fields could do anything: Desk takes values, and some value converts. */
export function canPair(desk: FieldMeta, crm: FieldMeta): boolean {
  const direction = crm.writable ? 'both' : 'crm-to-desk';
  return desk.writable && fieldVerdict(desk, crm, direction).verdict !== 'never';
}
