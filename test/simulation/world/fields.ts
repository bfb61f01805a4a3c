import type { FieldMeta, FieldType, Module, Side } from '../../../server/core/record.ts';

/** The few fields that the simulated products have: one of each kind that the engine treats in a way of its own. */
interface Row {
  readonly desk: FieldMeta;
  readonly crm: FieldMeta;
}

function field(apiName: string, type: FieldType, change: Partial<FieldMeta> = {}): FieldMeta {
  return {
    apiName,
    label: apiName,
    type,
    custom: apiName.startsWith('cf_'),
    mandatory: false,
    writable: true,
    maxLength: null,
    decimalPlaces: null,
    options: null,
    referenceTo: null,
    ...change,
  };
}

const name = (desk: string, crm: string): Row => ({
  desk: field(desk, 'text', { mandatory: true }),
  crm: field(crm, 'text', { mandatory: true }),
});
const text = (desk: string, crm: string): Row => ({ desk: field(desk, 'text'), crm: field(crm, 'text') });
const area = (desk: string, crm: string): Row => ({
  desk: field(desk, 'textarea'),
  crm: field(crm, 'textarea'),
});

export const ROWS: Readonly<Record<Module, readonly Row[]>> = {
  accounts: [name('accountName', 'Account_Name'), text('phone', 'Phone'), area('description', 'Description')],
  contacts: [
    name('lastName', 'Last_Name'),
    { desk: field('email', 'email'), crm: field('Email', 'email') },
    {
      desk: field('accountId', 'reference', { referenceTo: 'accounts' }),
      crm: field('Account_Name', 'reference', { referenceTo: 'accounts' }),
    },
    text('title', 'Title'),
    // Text that becomes a number: some values do not fit (S73).
    { desk: field('cf_age', 'text'), crm: field('Age', 'integer') },
    area('description', 'Description'),
  ],
  products: [
    name('productName', 'Product_Name'),
    text('productCode', 'Product_Code'),
    area('description', 'Description'),
  ],
};

/** Fields that no mapping names: nobody but people may touch them (S101). */
export const UNMAPPED: Readonly<Record<Side, FieldMeta>> = {
  desk: field('cf_note', 'text'),
  crm: field('Note', 'text'),
};

export function fieldsOf(module: Module, side: Side): readonly FieldMeta[] {
  return [...ROWS[module].map((row) => row[side]), UNMAPPED[side]];
}

export function nameField(module: Module, side: Side): string {
  return ROWS[module][0]?.[side].apiName ?? '';
}

export const REFERENCE: Readonly<Record<Side, string>> = { desk: 'accountId', crm: 'Account_Name' };
export const DEPARTMENTS = ['d1', 'd2'] as const;
