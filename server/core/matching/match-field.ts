import type { Module, Side } from '../record.ts';

/** S33–S35: contacts are recognised by e-mail, accounts and products by name. */
const MATCH_FIELD: Readonly<Record<Module, Readonly<Record<Side, string>>>> = {
  accounts: { desk: 'accountName', crm: 'Account_Name' },
  contacts: { desk: 'email', crm: 'Email' },
  products: { desk: 'productName', crm: 'Product_Name' },
};

/** API name of the field by which a record without partner is recognised on the other side. */
export function matchField(module: Module, side: Side): string {
  return MATCH_FIELD[module][side];
}
