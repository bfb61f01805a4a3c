import { SyncError } from '../../core/errors.ts';
import type {
  DeskAccountFacts,
  DeskContactFacts,
  DeskTicketFacts,
  DeskTickets,
  OpenTicket,
} from '../../ports/desk-tickets.ts';
import type { HttpClient } from '../http-client.ts';
import { parseAnswer } from '../parse-answer.ts';
import type * as z from 'zod';
import { DeskContact, DeskPanelAccount, DeskTicket, DeskTicketList, TicketFieldList } from './wire.ts';

/** Pages of tickets (zoho-desk-api §2.3); a page costs 3 credits while the offset is below 2,000. */
const PAGE = 99;
/** A person waits. */
const TIMEOUT_MS = 10_000;
const ATTEMPTS = 2;
/** Which statuses are of type Open changes seldom. */
const STATUSES_FRESH_MS = 60 * 60_000;

/** Tickets and customers of one Desk portal, for people who look at them. */
export function createDeskTickets(http: HttpClient, now: () => number): DeskTickets {
  let statuses: { readonly at: number; readonly open: readonly string[] } | null = null;

  async function get(path: string, params: Readonly<Record<string, string | number>>): Promise<unknown> {
    const how = { priority: 'interactive', timeoutMs: TIMEOUT_MS, attempts: ATTEMPTS } as const;
    return (await http.request({ method: 'GET', path, params, ...how })).data;
  }
  async function one<T extends z.ZodType>(
    schema: T,
    path: string,
    params: Readonly<Record<string, string>> = {},
  ): Promise<z.infer<T> | null> {
    try {
      const data = await get(path, params);
      return data === null ? null : parseAnswer(schema, data, path);
    } catch (error) {
      if (isGone(error)) return null;
      throw error;
    }
  }

  /** Desk filters by the names of statuses; the field says which of them are of type Open. */
  async function openStatuses(): Promise<readonly string[]> {
    if (statuses && now() - statuses.at < STATUSES_FRESH_MS) return statuses.open;
    const path = '/organizationFields';
    const { data: fields } = parseAnswer(TicketFieldList, await get(path, { module: 'tickets' }), path);
    const values = fields.find(({ apiName }) => apiName === 'status')?.allowedValues ?? [];
    const open = values.filter(({ statusType }) => statusType === 'Open').map(({ value }) => value);
    statuses = { at: now(), open };
    return open;
  }

  return {
    async ticket(id) {
      const found = await one(DeskTicket, `/tickets/${encodeURIComponent(id)}`, { include: 'contacts' });
      if (!found || found.isTrashed === true || found.isDeleted === true) return null;
      return ticketFacts(found);
    },
    async contact(id) {
      const found = await one(DeskContact, `/contacts/${encodeURIComponent(id)}`, { include: 'accounts' });
      return found && found.isTrashed !== true && found.isDeleted !== true ? contactFacts(found) : null;
    },
    async account(id) {
      const found = await one(DeskPanelAccount, `/accounts/${encodeURIComponent(id)}`);
      if (!found || found.isTrashed === true || found.isDeleted === true) return null;
      return { id: found.id, name: found.accountName ?? null };
    },
    async openTickets(departmentId, most) {
      const status = (await openStatuses()).join(',');
      if (status === '') return { tickets: [], truncated: false };
      const tickets: OpenTicket[] = [];
      for (let from = 1; ; from += PAGE) {
        const data = await get('/tickets', {
          departmentId,
          status,
          include: 'contacts,assignee',
          sortBy: 'createdTime',
          from,
          limit: PAGE,
        });
        const rows = data === null ? [] : parseAnswer(DeskTicketList, data, '/tickets').data;
        tickets.push(...rows.map(openTicket));
        if (rows.length < PAGE) return { tickets: tickets.slice(0, most), truncated: tickets.length > most };
        if (tickets.length >= most) return { tickets: tickets.slice(0, most), truncated: true };
      }
    },
  };
}

type WireTicket = z.infer<typeof DeskTicket>;
type WireContact = z.infer<typeof DeskContact>;

function contactFacts(contact: WireContact): DeskContactFacts {
  const { id, firstName, lastName, email, secondaryEmail, phone, mobile } = contact;
  return {
    id,
    firstName: firstName ?? null,
    lastName: lastName ?? null,
    email: email ?? null,
    secondaryEmail: secondaryEmail ?? null,
    phone: phone ?? null,
    mobile: mobile ?? null,
    account: contactAccount(contact),
  };
}

function contactAccount({ account, accountId }: WireContact): DeskAccountFacts | null {
  if (account) return { id: account.id, name: account.accountName ?? null };
  return accountId ? { id: accountId, name: null } : null;
}

function ticketFacts(ticket: WireTicket): DeskTicketFacts {
  const contact = ticket.contact ? contactFacts(ticket.contact) : bareContact(ticket.contactId ?? null);
  const own = contact?.account ?? null;
  const isOther = ticket.accountId !== null && ticket.accountId !== undefined && ticket.accountId !== own?.id;
  return {
    id: ticket.id,
    departmentId: ticket.departmentId,
    assigneeId: ticket.assigneeId ?? null,
    contact,
    account: isOther ? { id: ticket.accountId ?? '', name: null } : own,
  };
}

/** Desk named the contact's id alone. */
function bareContact(id: string | null): DeskContactFacts | null {
  if (id === null) return null;
  const nothing = { firstName: null, lastName: null, email: null, secondaryEmail: null };
  return { id, ...nothing, phone: null, mobile: null, account: null };
}

function openTicket(ticket: WireTicket): OpenTicket {
  const { assignee } = ticket;
  const name = [assignee?.firstName, assignee?.lastName].filter((part) => part).join(' ');
  return {
    ...ticketFacts(ticket),
    number: ticket.ticketNumber,
    subject: ticket.subject ?? '',
    status: ticket.status ?? '',
    statusType: ticket.statusType ?? '',
    priority: ticket.priority ?? null,
    assigneeName: name === '' ? null : name,
    createdAt: ticket.createdTime ?? '',
    dueAt: ticket.dueDate,
    webUrl: ticket.webUrl ?? '',
  };
}

/** An unknown or purged id is 404 or 422 (zoho-desk-api §3). */
function isGone(error: unknown): boolean {
  if (!(error instanceof SyncError)) return false;
  return error.code === 'not-found' || error.code === 'bad-parameter' || error.code === 'value-rejected';
}
