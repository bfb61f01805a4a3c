import type { Module, RawValue, RemoteRecord, Side } from '../core/record.ts';

const NAME_FIELDS: Record<Module, Record<Side, readonly string[]>> = {
  accounts: { desk: ['accountName'], crm: ['Account_Name'] },
  contacts: { desk: ['firstName', 'lastName'], crm: ['First_Name', 'Last_Name'] },
  products: { desk: ['productName'], crm: ['Product_Name'] },
};

/** What people call the record, for logs of failures; null when it was not read. */
export function recordName(module: Module, side: Side, record: RemoteRecord | undefined): string | null {
  if (!record) return null;
  const name = NAME_FIELDS[module][side].map((field) => text(record.values[field])).filter(Boolean);
  return name.length > 0 ? name.join(' ') : null;
}

function text(value: RawValue | undefined): string {
  return typeof value === 'string' ? value.trim() : '';
}
