import { notFound } from '../errors.ts';
import { list, ok, pagePrice } from '../gate.ts';
import type { Answer, Call, Route, Scopes } from '../gate.ts';
import { readPage, readSort } from '../paging.ts';
import type { PageRules, Query } from '../paging.ts';
import { liveRecord } from '../record-writer.ts';
import {
  addTicket,
  contactTicketRow,
  readTicket,
  ticketContact,
  ticketRow,
  ticketShape,
  updateTicket,
  writtenTicket,
} from '../tickets.ts';
import type { Ticket } from '../tickets.ts';
import type { Json } from '../types.ts';
import { readObject } from '../validate.ts';
import { allow } from './records.ts';

const RULES: PageRules = { base: 1, maxLimit: 99 };
const READ: Scopes = [['Desk.tickets.READ']];
/** Tickets of a customer are found through search (reference §2.2). */
const READ_BY_CUSTOMER: Scopes = [['Desk.tickets.READ'], ['Desk.search.READ']];
const OWNERS = { contacts: 'contactId', accounts: 'accountId', products: 'productId' } as const;
const price = pagePrice(({ query }) => readPage(query, RULES));

/** As much of tickets as customer data needs: context, counts, events. */
export const TICKET_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/tickets',
    scopes: READ,
    credits: price,
    handle: (call) => pageOfTickets(call, [...call.portal.tickets.values()], ticketRow),
  },
  {
    method: 'GET',
    path: '/tickets/:id',
    scopes: READ,
    handle: (call) => {
      const ticket = findTicket(call);
      return ok({ ...ticketShape(call.portal, ticket), ...included(call, ticket, true) });
    },
  },
  {
    method: 'POST',
    path: '/tickets',
    scopes: [['Desk.tickets.CREATE']],
    handle: (call) => {
      allow(call, 'tickets', 'create');
      const values = readTicket(call.portal, readObject(call.body), true);
      const author = call.author();
      const ticket = addTicket(call.portal, values, author.at, author);
      call.wrote(1);
      return ok(writtenTicket(call.portal, ticket));
    },
  },
  {
    method: 'PATCH',
    path: '/tickets/:id',
    scopes: [['Desk.tickets.UPDATE']],
    handle: (call) => {
      allow(call, 'tickets', 'edit');
      const old = findTicket(call);
      const values = readTicket(call.portal, readObject(call.body), false);
      const ticket = updateTicket(call.portal, old, values, call.author());
      call.wrote(1);
      return ok(writtenTicket(call.portal, ticket));
    },
  },
  ...(['contacts', 'accounts', 'products'] as const).map((module): Route => ({
    method: 'GET',
    path: `/${module}/:id/tickets`,
    scopes: READ_BY_CUSTOMER,
    credits: price,
    handle: (call) => {
      const { id } = liveRecord(call.portal, module, call.params['id'] ?? '');
      const own = [...call.portal.tickets.values()].filter((ticket) => ticket.values[OWNERS[module]] === id);
      return pageOfTickets(call, own, module === 'contacts' ? contactTicketRow : ticketRow);
    },
  })),
];

function findTicket(call: Call): Ticket {
  allow(call, 'tickets', 'view');
  const ticket = call.portal.tickets.get(call.params['id'] ?? '');
  if (!ticket) throw notFound();
  return ticket;
}

/** Filters `departmentId` and `status` (comma list; a status or a status type), newest first unless sorted. */
function pageOfTickets(call: Call, tickets: readonly Ticket[], shape: typeof ticketRow): Answer {
  allow(call, 'tickets', 'view');
  const { portal, query } = call;
  const sort = readSort(query, ['dueDate', 'createdTime', 'recentThread', 'modifiedTime'], {
    key: 'createdTime',
    descending: true,
  });
  const { offset, limit } = readPage(query, RULES);
  const found = tickets.filter((ticket) => fits(ticket, query));
  const key = (ticket: Ticket): string | number => {
    if (sort.key === 'dueDate') return String(ticket.values['dueDate'] ?? '');
    return sort.key === 'createdTime' ? ticket.createdAt : ticket.modifiedAt;
  };
  const sign = sort.descending ? -1 : 1;
  found.sort((a, b) => (key(a) < key(b) ? -sign : key(a) > key(b) ? sign : 0));
  const page = found.slice(offset, offset + limit);
  return list(page.map((ticket) => ({ ...shape(portal, ticket), ...included(call, ticket, false) })));
}

function fits(ticket: Ticket, query: Query): boolean {
  const { departmentId, departmentIds, status } = query;
  const departments = (departmentIds ?? departmentId ?? '')
    .split(',')
    .filter((id) => id !== '' && id !== '0');
  if (departments.length > 0 && !departments.includes(String(ticket.values['departmentId']))) return false;
  if (!status) return true;
  return status.split(',').some((wanted) => wanted.trim() === ticket.values['status']);
}

function included({ portal, query }: Call, ticket: Ticket, whole: boolean): Json {
  const include = new Set((query['include'] ?? '').split(',').map((part) => part.trim()));
  const product = portal.tables.products.live.byId.get(String(ticket.values['productId'] ?? ''));
  const department = portal.department(String(ticket.values['departmentId'] ?? ''));
  const assignee = portal.staff.agents.get(String(ticket.values['assigneeId'] ?? ''));
  return {
    ...(include.has('contacts') && { contact: ticketContact(portal, ticket) }),
    ...(include.has('products') && {
      product: product ? { id: product.id, productName: product.values['productName'] ?? null } : null,
    }),
    ...(include.has('departments') && {
      department: department ? { id: department.id, name: department.name } : null,
    }),
    ...(include.has('assignee') && {
      assignee: assignee
        ? {
            id: assignee.id,
            firstName: assignee.person.firstName,
            lastName: assignee.person.lastName,
            email: assignee.person.email,
            photoURL: null,
          }
        : null,
    }),
    ...(whole && include.has('isRead') && { isRead: true }),
  };
}
