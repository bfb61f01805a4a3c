import type { SideName } from '../../../server/contract/common.ts';
import type { Field, ModuleFields } from '../../../server/contract/fields.ts';
import type { SelectOption } from '../../elements/crm-search-select.ts';
import { formatCount } from '../../i18n/format.ts';
import { t } from '../../i18n/messages.ts';
import { plain } from '../../i18n/plain-text.ts';

/** Fields of one side by API name. */
export type FieldsByName = ReadonlyMap<string, Field>;
export interface KnownFields {
  readonly desk: FieldsByName;
  readonly crm: FieldsByName;
}

export function byName({ desk, crm }: Pick<ModuleFields, SideName>): KnownFields {
  const named = (fields: readonly Field[]) => new Map(fields.map((field) => [field.apiName, field]));
  return { desk: named(desk), crm: named(crm) };
}

/** What people call the field; its API name when it is gone. */
export function fieldLabel(fields: KnownFields, side: SideName, apiName: string): string {
  if (apiName === '') return t('mapping.no-field');
  return plain(fields[side].get(apiName)?.label ?? apiName, 120);
}

/** Types whose length is the number of options or the like, which tells nobody anything. */
const WITHOUT_LENGTH: ReadonlySet<Field['type']> = new Set([
  'picklist',
  'multiselect',
  'boolean',
  'date',
  'datetime',
  'reference',
]);

/** "Mandatory · Text · at most 80 · Custom field": the most important first, for the end may be cut off (S19). */
export function fieldNote(field: Field): string {
  const { type, maxLength, mandatory, custom, writable } = field;
  const length = WITHOUT_LENGTH.has(type) ? null : maxLength;
  const marks = [
    ...(mandatory ? [t('mapping.mandatory')] : []),
    t(`mapping.type.${type}`),
    ...(length === null ? [] : [t('mapping.max-length', { length: formatCount(length) })]),
    ...(custom ? [t('mapping.custom')] : []),
    ...(writable ? [] : [t('mapping.read-only')]),
  ];
  return marks.join(' · ');
}

/** The drop-down of one side. Desk's read-only fields cannot take a value, so they are shown and not offered. */
export function fieldOptions(fields: FieldsByName, side: SideName): readonly SelectOption[] {
  return [...fields.values()].map((field) => ({
    id: field.apiName,
    text: plain(field.label, 120),
    note: fieldNote(field),
    alias: field.apiName,
    disabled: field.type === 'unsupported' || (side === 'desk' && !field.writable),
  }));
}
