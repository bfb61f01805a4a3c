import { invalidData, invalidField } from './errors.ts';
import type { FieldError } from './errors.ts';
import type { Portal } from './portal.ts';
import { accountShape, isoTime } from './shapes.ts';
import type { Author, Json, Value } from './types.ts';
import { parseId } from './values.ts';

/** One ticket, as far as customer data needs it. */
export interface Ticket {
  readonly id: string;
  readonly ticketNumber: string;
  readonly values: Readonly<Record<string, Value>>;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

/** Statuses of a fresh portal and the type each is mapped to. */
const STATUS_TYPES: Readonly<Record<string, string>> = {
  Open: 'Open',
  Escalated: 'Open',
  'On Hold': 'On Hold',
  Closed: 'Closed',
};

/** Statuses and the type of each, as the status field lists them (Field.json `statusFieldResponse`). */
export function ticketStatuses(): readonly { readonly value: string; readonly statusType: string }[] {
  return Object.entries(STATUS_TYPES).map(([value, statusType]) => ({ value, statusType }));
}

/** Writable texts with their lengths (Ticket.json). */
const TEXTS: Readonly<Record<string, number>> = {
  subject: 1000,
  email: 150,
  phone: 120,
  description: 65535,
  status: 100,
  priority: 100,
  channel: 100,
  category: 100,
  subCategory: 100,
  classification: 100,
  language: 100,
  dueDate: 100,
};
const LOOKUPS = ['contactId', 'departmentId', 'productId', 'assigneeId', 'accountId'] as const;

/**
 * Reads a ticket body.
 * @throws DeskError INVALID_DATA: subject, contactId and departmentId are mandatory on create
 */
export function readTicket(portal: Portal, body: Json, create: boolean): Record<string, Value> {
  const errors: FieldError[] = [];
  const values: Record<string, Value> = {};
  for (const [key, maxLength] of Object.entries(TEXTS)) {
    const value = body[key];
    if (value === undefined) continue;
    if (value === null) values[key] = null;
    else if (typeof value === 'string' && value.length <= maxLength) values[key] = value;
    else errors.push({ fieldName: `/${key}`, errorType: 'invalid' });
  }
  for (const key of LOOKUPS) {
    if (body[key] === undefined) continue;
    const id = parseId(body[key]);
    if (id === undefined || (id !== null && !exists(portal, key, id))) {
      errors.push({ fieldName: `/${key}`, errorType: 'invalid' });
    } else values[key] = id;
  }
  if (create) {
    for (const key of ['subject', 'contactId', 'departmentId']) {
      if (!values[key] && !errors.some((error) => error.fieldName === `/${key}`)) {
        errors.push({ fieldName: `/${key}`, errorType: 'missing' });
      }
    }
  }
  if (errors.length > 0) throw invalidData(errors);
  return values;
}

function exists(portal: Portal, key: (typeof LOOKUPS)[number], id: string): boolean {
  switch (key) {
    case 'contactId':
      return portal.tables.contacts.live.byId.has(id);
    case 'accountId':
      return portal.tables.accounts.live.byId.has(id);
    case 'productId':
      return portal.tables.products.live.byId.has(id);
    case 'departmentId':
      return portal.department(id) !== undefined;
    case 'assigneeId':
      return portal.staff.agents.has(id);
  }
}

/** Stores a new ticket; its account is the contact's unless given. */
export function addTicket(
  portal: Portal,
  given: Readonly<Record<string, Value>>,
  at: number,
  author: Author | null,
): Ticket {
  const contact = portal.tables.contacts.live.byId.get(String(given['contactId']));
  const ticket: Ticket = {
    id: portal.world.nextId(),
    ticketNumber: String(101 + portal.tickets.size),
    values: {
      status: 'Open',
      channel: 'Web',
      email: contact?.values['email'] ?? null,
      phone: contact?.values['phone'] ?? null,
      accountId: contact?.values['accountId'] ?? null,
      ...given,
    },
    createdAt: at,
    modifiedAt: at,
  };
  portal.tickets.set(ticket.id, ticket);
  if (author) {
    portal.emit('Ticket_Add', () => ({
      payload: ticketShape(portal, ticket),
      prevState: null,
      sourceId: author.sourceId,
      departmentId: departmentOf(ticket),
      changed: null,
    }));
  }
  return ticket;
}

export function updateTicket(
  portal: Portal,
  old: Ticket,
  values: Readonly<Record<string, Value>>,
  author: Author,
): Ticket {
  if (values['subject'] === null) throw invalidField('/subject');
  const ticket: Ticket = { ...old, values: { ...old.values, ...values }, modifiedAt: author.at };
  portal.tickets.set(ticket.id, ticket);
  portal.emit('Ticket_Update', () => ({
    payload: ticketShape(portal, ticket),
    prevState: ticketShape(portal, old),
    sourceId: author.sourceId,
    departmentId: departmentOf(ticket),
    changed: Object.keys(values).filter((key) => (old.values[key] ?? null) !== values[key]),
  }));
  return ticket;
}

function departmentOf(ticket: Ticket): string | null {
  const id = ticket.values['departmentId'];
  return typeof id === 'string' ? id : null;
}

/** A ticket as a list shows it (Ticket.json `ticketListViewArray`). */
export function ticketRow(portal: Portal, ticket: Ticket): Json {
  const value = (key: string): Value => ticket.values[key] ?? null;
  const status = String(value('status'));
  return {
    id: ticket.id,
    ticketNumber: ticket.ticketNumber,
    subject: value('subject'),
    status,
    statusType: STATUS_TYPES[status] ?? 'Open',
    departmentId: value('departmentId'),
    contactId: value('contactId'),
    accountId: value('accountId'),
    productId: value('productId'),
    assigneeId: value('assigneeId'),
    teamId: null,
    email: value('email'),
    phone: value('phone'),
    channel: value('channel'),
    channelCode: null,
    language: value('language'),
    priority: value('priority'),
    category: value('category'),
    subCategory: value('subCategory'),
    sentiment: null,
    dueDate: value('dueDate'),
    responseDueDate: null,
    onholdTime: null,
    closedTime: STATUS_TYPES[status] === 'Closed' ? isoTime(ticket.modifiedAt) : null,
    customerResponseTime: isoTime(ticket.createdAt),
    createdTime: isoTime(ticket.createdAt),
    threadCount: '1',
    commentCount: '0',
    lastThread: null,
    relationshipType: 'None',
    isArchived: false,
    isSpam: false,
    layoutId: null,
    source: { appName: null, extId: null, type: 'SYSTEM', permalink: null, appPhotoURL: null },
    webUrl: `${portal.baseUrl}/support/${portal.portalName}/ShowHomePage.do#Cases/dv/${ticket.id}`,
  };
}

/** A row of a contact's tickets: slimmer than those of an account or a product. */
export function contactTicketRow(portal: Portal, ticket: Ticket): Json {
  const { category: _c, subCategory: _s, layoutId: _l, ...row } = ticketRow(portal, ticket);
  return row;
}

/** Answer of create and update: without what belongs to the reader. */
export function writtenTicket(portal: Portal, ticket: Ticket): Json {
  const { createdBy: _b, sentiment: _s, ...rest } = ticketShape(portal, ticket);
  const { followerCount: _f, isFollowing: _i, tagCount: _t, ...written } = rest;
  return written;
}

/** The full ticket: answer of get, and payload of events. */
export function ticketShape(portal: Portal, ticket: Ticket): Json {
  const { lastThread: _t, relationshipType: _r, ...row } = ticketRow(portal, ticket);
  return {
    ...row,
    modifiedTime: isoTime(ticket.modifiedAt),
    description: ticket.values['description'] ?? null,
    classification: ticket.values['classification'] ?? null,
    resolution: null,
    isTrashed: false,
    isDeleted: false,
    isOverDue: false,
    isResponseOverdue: false,
    isEscalated: ticket.values['status'] === 'Escalated',
    entitySkills: [],
    secondaryContacts: [],
    sharedDepartments: [],
    cf: {},
    customFields: {},
    approvalCount: '0',
    attachmentCount: '0',
    taskCount: '0',
    timeEntryCount: '0',
    followerCount: '0',
    tagCount: '0',
    isFollowing: false,
    channelRelatedInfo: null,
    createdBy: null,
    modifiedBy: null,
    layoutDetails: null,
    slaId: null,
  };
}

/** What `include=contacts` (list) or `contacts` (get) adds under `contact`; no CRM ids there (reference §2.2). */
export function ticketContact(portal: Portal, ticket: Ticket): Json | null {
  const contact = portal.tables.contacts.live.byId.get(String(ticket.values['contactId'] ?? ''));
  if (!contact) return null;
  const value = (key: string): Value => contact.values[key] ?? null;
  return {
    id: contact.id,
    firstName: value('firstName'),
    lastName: value('lastName'),
    email: value('email'),
    phone: value('phone'),
    mobile: value('mobile'),
    type: value('type'),
    isSpam: false,
    account: accountShape(portal, contact),
  };
}
