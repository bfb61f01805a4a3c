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

/** "Text · at most 80 · Mandatory · Custom field" (S19: type, length and mandatory marks). */
export function fieldNote(field: Field): string {
  const { type, maxLength, mandatory, custom, writable } = field;
  const marks = [
    t(`mapping.type.${type}`),
    ...(maxLength === null ? [] : [t('mapping.max-length', { length: formatCount(maxLength) })]),
    ...(mandatory ? [t('mapping.mandatory')] : []),
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
