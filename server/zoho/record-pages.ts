import type { Module } from '../core/record.ts';
import type { DeskPeople } from './desk/people.ts';

/** Names of the record types in the addresses of both products' pages. */
const TABS = { accounts: 'Accounts', contacts: 'Contacts', products: 'Products' } as const;

export interface DeskPortal {
  readonly people: Pick<DeskPeople, 'organizations'>;
  readonly orgId: string;
  /** Host of the data center. */
  readonly deskUrl: string;
}

/** Desk's own `webUrl` without the record's id, as its answers have it; null when the portal has no name. */
export async function deskPages({
  people,
  orgId,
  deskUrl,
}: DeskPortal): Promise<Readonly<Record<Module, string>> | null> {
  const name = (await people.organizations()).find(({ id }) => id === orgId)?.portalName;
  if (!name) return null;
  const portal = `${deskUrl}/support/${encodeURIComponent(name)}/ShowHomePage.do`;
  return eachTab((tab) => `${portal}#${tab}/dv/`);
}

/** @param crmUrl `https://crm.zoho.com/crm/org123` */
export function crmPages(crmUrl: string): Readonly<Record<Module, string>> {
  return eachTab((tab) => `${crmUrl}/tab/${tab}/`);
}

function eachTab(address: (tab: string) => string): Readonly<Record<Module, string>> {
  return {
    accounts: address(TABS.accounts),
    contacts: address(TABS.contacts),
    products: address(TABS.products),
  };
}
