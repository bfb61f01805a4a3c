import type { SeedField } from '../../kernel/types.ts';
import { field } from './field.ts';
import type { DataType, FieldSpec } from './field.ts';

const DATA_TYPE: Readonly<Record<SeedField['kind'], DataType>> = {
  text: 'text',
  textarea: 'textarea',
  integer: 'integer',
  decimal: 'double',
  currency: 'currency',
  percent: 'percent',
  boolean: 'boolean',
  date: 'date',
  datetime: 'datetime',
  picklist: 'picklist',
  multiselect: 'multiselectpicklist',
  email: 'email',
  phone: 'phone',
  url: 'website',
  account: 'lookup',
};

/** CRM's own description of a seeded custom field. */
export function customField(seed: SeedField): FieldSpec {
  return field(seed.apiName, seed.label, DATA_TYPE[seed.kind], {
    custom: true,
    options: seed.options ?? [],
    lookupModule: seed.kind === 'account' ? 'Accounts' : null,
  });
}
