import type { Item } from '../../../core/permissions/profile-permissions.ts';
import type { CustomerRef } from '../../../ports/customer-reader.ts';

export type CustomerModule = 'Contacts' | 'Leads' | 'Accounts';
export const CUSTOMER_MODULE: Readonly<Record<CustomerRef['module'], CustomerModule>> = {
  contacts: 'Contacts',
  leads: 'Leads',
  accounts: 'Accounts',
};

/** CRM modules of the records under a customer. */
export const ITEM_MODULE = {
  potentials: 'Deals',
  notes: 'Notes',
  calls: 'Calls',
  events: 'Events',
  tasks: 'Tasks',
} as const satisfies Partial<Record<Item, string>>;

/** How an activity names its customer: people as "Contact Name", accounts and leads as "Related To" (zoho-crm-api §5). */
export function partyField({ module }: CustomerRef): 'Who_Id' | 'What_Id' {
  return module === 'contacts' ? 'Who_Id' : 'What_Id';
}

/** How a deal names its customer; leads have no deals. */
export const DEAL_FIELD = { contacts: 'Contact_Name', accounts: 'Account_Name' } as const;

/** Tabs of CRM's pages; deals are still called potentials there. */
const TABS: Readonly<Record<string, string>> = { Deals: 'Potentials' };

/** @param base `https://crm.zoho.com/crm/org123` */
export function recordUrl(base: string, module: string, id: string): string {
  return `${base}/tab/${TABS[module] ?? module}/${encodeURIComponent(id)}`;
}
