import type { FieldMapping, ModuleConfig } from '../../../server/core/mapping/field-mapping.ts';
import { compileMapping } from '../../../server/core/mapping/compile-mapping.ts';
import type { FieldMeta, FieldType, RawValue, RemoteRecord } from '../../../server/core/record.ts';

export function field(apiName: string, type: FieldType = 'text', more: Partial<FieldMeta> = {}): FieldMeta {
  return {
    apiName,
    label: apiName,
    type,
    custom: false,
    mandatory: false,
    writable: true,
    maxLength: null,
    decimalPlaces: null,
    options: null,
    referenceTo: type === 'reference' ? 'accounts' : null,
    ...more,
  };
}

export function row(desk: string, crm: string, more: Partial<FieldMapping> = {}): FieldMapping {
  return { desk, crm, direction: 'both', conflict: 'newest', initialWinner: 'crm', ...more };
}

export const FIELDS = {
  desk: [
    field('lastName', 'text', { mandatory: true }),
    field('phone', 'phone'),
    field('cf_age'),
    field('accountId', 'reference'),
  ],
  crm: [
    field('Last_Name', 'text', { mandatory: true, maxLength: 10 }),
    field('Phone', 'phone'),
    field('Age', 'integer'),
    field('Account_Name', 'reference'),
  ],
};

/** Contacts: name, phone, a text ↔ integer row, and the account. */
export function contactMapping(more: Partial<ModuleConfig> = {}) {
  const config: ModuleConfig = {
    module: 'contacts',
    version: 1,
    syncType: 'two-way',
    departmentIds: [],
    mappings: [
      row('lastName', 'Last_Name'),
      row('phone', 'Phone'),
      row('cf_age', 'Age'),
      row('accountId', 'Account_Name'),
    ],
    ...more,
  };
  return compileMapping(config, FIELDS);
}

export function record(
  id: string,
  values: Record<string, RawValue>,
  modifiedAt: string | null = null,
): RemoteRecord {
  return { id, createdAt: '2026-01-01T00:00:00.000Z', modifiedAt, values };
}
