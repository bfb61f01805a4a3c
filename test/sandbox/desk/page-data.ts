import type { Agent } from './people.ts';
import type { Portal } from './portal.ts';
import { fullRecord } from './shapes.ts';
import { ticketContact, ticketShape } from './tickets.ts';
import type { Ticket } from './tickets.ts';
import type { Json } from './types.ts';

type CustomerModule = 'contacts' | 'accounts';

/**
 * What Desk's own web page reads: without calls, credits or scopes, for a page spends none of them.
 * Records are in the shape of the API's get. An unknown organisation or record is undefined.
 */
export interface PageData {
  /** Every agent of every organisation. */
  agents(): readonly { readonly orgId: string; readonly agent: Agent }[];
  /** `{id, name, plan, customDomainName, departments: [{id, name}], profiles: [{id, name}]}` */
  portal(orgId: string): Json | undefined;
  /** Newest first; of all departments when none is named. */
  tickets(orgId: string, departmentId?: string): readonly Json[];
  ticket(orgId: string, id: string): Json | undefined;
  customers(orgId: string, module: CustomerModule): readonly Json[];
  customer(orgId: string, module: CustomerModule, id: string): Json | undefined;
  /** Newest first. */
  ticketsOf(orgId: string, module: CustomerModule, id: string): readonly Json[];
}

const OWNER: Readonly<Record<CustomerModule, string>> = { contacts: 'contactId', accounts: 'accountId' };

export function createPageData(portals: ReadonlyMap<string, Portal>): PageData {
  const ticketsWhere = (orgId: string, fits: (ticket: Ticket) => boolean): Json[] => {
    const portal = portals.get(orgId);
    if (!portal) return [];
    const found = [...portal.tickets.values()].filter(fits);
    return found.sort((a, b) => b.createdAt - a.createdAt).map((ticket) => pageTicket(portal, ticket));
  };
  return {
    agents: () =>
      [...portals.values()].flatMap((portal) =>
        portal.agents().map((agent) => ({ orgId: portal.orgId, agent })),
      ),
    portal(orgId) {
      const portal = portals.get(orgId);
      return portal && portalInfo(portal);
    },
    tickets: (orgId, departmentId) =>
      ticketsWhere(orgId, (ticket) => !departmentId || ticket.values['departmentId'] === departmentId),
    ticket(orgId, id) {
      const portal = portals.get(orgId);
      const ticket = portal?.tickets.get(id);
      return portal && ticket && pageTicket(portal, ticket);
    },
    customers(orgId, module) {
      const portal = portals.get(orgId);
      if (!portal) return [];
      return portal.tables[module].live.byCreated.rows.map((row) => fullRecord(portal, module, row));
    },
    customer(orgId, module, id) {
      const portal = portals.get(orgId);
      const row = portal?.tables[module].live.byId.get(id);
      return portal && row && fullRecord(portal, module, row);
    },
    ticketsOf: (orgId, module, id) => ticketsWhere(orgId, (ticket) => ticket.values[OWNER[module]] === id),
  };
}

function portalInfo(portal: Portal): Json {
  return {
    id: portal.orgId,
    name: portal.name,
    plan: `${portal.settings.deskEdition} EDITION`,
    customDomainName: new URL(portal.baseUrl).host,
    departments: portal.departments.map(({ id, name }) => ({ id, name })),
    profiles: portal.staff.profiles.map(({ id, name }) => ({ id, name })),
  };
}

function pageTicket(portal: Portal, ticket: Ticket): Json {
  const assignee = portal.staff.agents.get(String(ticket.values['assigneeId'] ?? ''));
  const department = portal.department(String(ticket.values['departmentId'] ?? ''));
  const product = portal.tables.products.live.byId.get(String(ticket.values['productId'] ?? ''));
  return {
    ...ticketShape(portal, ticket),
    contact: ticketContact(portal, ticket),
    department: department ? { id: department.id, name: department.name } : null,
    productName: product?.values['productName'] ?? null,
    owner: assignee ? `${assignee.person.firstName} ${assignee.person.lastName}` : null,
  };
}
