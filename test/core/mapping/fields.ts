import type { FieldMeta, FieldType } from '../../../server/core/record.ts';

/** A field as metadata would describe it; name only what matters to the test. */
export function field(type: FieldType, facts: Partial<FieldMeta> = {}): FieldMeta {
  return {
    apiName: `a_${type}`,
    label: `A ${type}`,
    type,
    custom: false,
    mandatory: false,
    writable: true,
    maxLength: null,
    decimalPlaces: null,
    options: null,
    referenceTo: type === 'reference' ? 'accounts' : null,
    ...facts,
  };
}

export const FIELD_TYPES: readonly FieldType[] = [
  'text',
  'textarea',
  'email',
  'phone',
  'url',
  'integer',
  'decimal',
  'currency',
  'percent',
  'boolean',
  'date',
  'datetime',
  'picklist',
  'multiselect',
  'reference',
  'unsupported',
];
