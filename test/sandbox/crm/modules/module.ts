import { ACCOUNT_FIELDS } from './accounts.ts';
import { CALL_FIELDS, EVENT_FIELDS, NOTE_FIELDS, TASK_FIELDS } from './activities.ts';
import { CONTACT_FIELDS } from './contacts.ts';
import type { FieldSpec } from './field.ts';
import { PRODUCT_FIELDS } from './products.ts';
import { DEAL_FIELDS, LEAD_FIELDS } from './sales.ts';

export const MODULE_NAMES = [
  'Leads',
  'Contacts',
  'Accounts',
  'Deals',
  'Products',
  'Tasks',
  'Events',
  'Calls',
  'Notes',
] as const;
export type ModuleName = (typeof MODULE_NAMES)[number];

export interface ModuleSpec {
  readonly apiName: ModuleName;
  readonly singular: string;
  readonly plural: string;
  /** Field whose value names the record in lookups. */
  readonly displayField: string;
  /** System-defined duplicate-check field of upsert (§2.2). */
  readonly duplicateField: string | null;
  readonly fields: readonly FieldSpec[];
  /** Bulk read refuses Notes (§3.1). */
  readonly bulkRead: boolean;
}

export const MODULE_SPECS: Readonly<Record<ModuleName, ModuleSpec>> = {
  Leads: spec('Leads', 'Lead', 'Full_Name', 'Email', LEAD_FIELDS),
  Contacts: spec('Contacts', 'Contact', 'Full_Name', 'Email', CONTACT_FIELDS),
  Accounts: spec('Accounts', 'Account', 'Account_Name', 'Account_Name', ACCOUNT_FIELDS),
  Deals: spec('Deals', 'Deal', 'Deal_Name', 'Deal_Name', DEAL_FIELDS),
  Products: spec('Products', 'Product', 'Product_Name', 'Product_Name', PRODUCT_FIELDS),
  Tasks: spec('Tasks', 'Task', 'Subject', null, TASK_FIELDS),
  Events: { ...spec('Events', 'Meeting', 'Event_Title', null, EVENT_FIELDS), plural: 'Meetings' },
  Calls: spec('Calls', 'Call', 'Subject', null, CALL_FIELDS),
  Notes: { ...spec('Notes', 'Note', 'Note_Title', null, NOTE_FIELDS), bulkRead: false },
};

function spec(
  apiName: ModuleName,
  singular: string,
  displayField: string,
  duplicateField: string | null,
  fields: readonly FieldSpec[],
): ModuleSpec {
  return { apiName, singular, plural: apiName, displayField, duplicateField, fields, bulkRead: true };
}

export function isModuleName(name: unknown): name is ModuleName {
  return MODULE_NAMES.some((known) => known === name);
}
