import * as z from 'zod/mini';
import { Instant, ZohoId } from './common.ts';

/** Where a panel stands in Desk; S117: all three show the same content. */
export const PanelPlace = z.enum(['tickets', 'contacts', 'accounts']);
export type PanelPlace = z.infer<typeof PanelPlace>;
/** The two kinds of customer block, as in the permission tree. */
export const PanelEntity = z.enum(['contacts', 'accounts']);
export type PanelEntity = z.infer<typeof PanelEntity>;
/** The items of a block (S58, S59). */
export const PanelItem = z.enum(['information', 'potentials', 'notes', 'calls', 'events', 'tasks']);
export type PanelItem = z.infer<typeof PanelItem>;
export const CustomerTypeName = z.enum(['customers', 'prospects', 'contacts-leads', 'new']);
export type CustomerTypeName = z.infer<typeof CustomerTypeName>;

/** A CRM field's value: null is empty; numbers are decimal strings; dates `yyyy-MM-dd`; times ISO 8601 UTC. */
export const PanelValue = z.union([z.string(), z.boolean(), z.null(), z.array(z.string())]);

const row = { id: ZohoId, ownerName: z.nullable(z.string()), url: z.string() };
export const ProfileField = z.object({ apiName: z.string(), label: z.string(), value: PanelValue });
export const Potential = z.object({
  ...row,
  name: z.string(),
  stage: z.nullable(z.string()),
  /** Decimal string. */
  amount: z.nullable(z.string()),
  /** ISO 4217; null when CRM names none. */
  currency: z.nullable(z.string()),
  /** yyyy-MM-dd. */
  closingDate: z.nullable(z.string()),
});
export type Potential = z.infer<typeof Potential>;
/** Plain text: never insert it as markup. */
export const Note = z.object({
  ...row,
  title: z.nullable(z.string()),
  content: z.string(),
  createdAt: Instant,
});
export type Note = z.infer<typeof Note>;
/** `open`: still to be done when CRM was read. */
const activity = { ...row, open: z.boolean() };
export const Call = z.object({
  ...activity,
  subject: z.string(),
  type: z.nullable(z.string()),
  startsAt: z.nullable(Instant),
  durationSeconds: z.nullable(z.int()),
});
export type Call = z.infer<typeof Call>;
export const CrmEvent = z.object({
  ...activity,
  title: z.string(),
  startsAt: Instant,
  endsAt: Instant,
  venue: z.nullable(z.string()),
});
export type CrmEvent = z.infer<typeof CrmEvent>;
export const Task = z.object({
  ...activity,
  subject: z.string(),
  status: z.nullable(z.string()),
  priority: z.nullable(z.string()),
  /** yyyy-MM-dd. */
  dueDate: z.nullable(z.string()),
});
export type Task = z.infer<typeof Task>;

/** One item's rows, or why they could not be read: draw an error with retry for this section alone (S116). */
function section<Row extends z.core.$ZodType>(schema: Row) {
  return z.discriminatedUnion('state', [
    z.object({ state: z.literal('ready'), rows: z.array(schema), hasMore: z.boolean() }),
    z.object({ state: z.literal('failed'), code: z.string() }),
  ]);
}
const sections = {
  information: section(ProfileField),
  potentials: section(Potential),
  notes: section(Note),
  calls: section(Call),
  events: section(CrmEvent),
  tasks: section(Task),
};
/** One CRM record. An absent section is denied to the agent's profile: draw it as restricted. */
export const PanelBlock = z.object({
  /** Where CRM shows it (S119); `leads` only in a contact's block (S121). */
  record: z.object({ module: z.enum(['contacts', 'leads', 'accounts']), id: ZohoId, url: z.string() }),
  information: z.optional(sections.information),
  potentials: z.optional(sections.potentials),
  notes: z.optional(sections.notes),
  calls: z.optional(sections.calls),
  events: z.optional(sections.events),
  tasks: z.optional(sections.tasks),
});
export type PanelBlock = z.infer<typeof PanelBlock>;

/**
 * How a block's CRM record was found (S111). `nobody`: the ticket has no contact, or the contact no account.
 * `contact`: the account CRM's contact belongs to. `count` people share the e-mail or phone: offer to link one.
 */
export const PanelMatch = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('matched'), by: z.enum(['pair', 'email', 'phone', 'name', 'contact']) }),
  z.object({
    outcome: z.literal('ambiguous'),
    by: z.enum(['email', 'phone', 'name']),
    count: z.int(),
  }),
  z.object({ outcome: z.literal('not-in-crm') }),
  z.object({ outcome: z.literal('nobody') }),
]);
export type PanelMatch = z.infer<typeof PanelMatch>;

/** What the agent may do with one block now; draw no control for what is false. */
export const PanelCan = z.object({
  /** Pair the Desk record with a CRM record the agent picks. */
  link: z.boolean(),
  unlink: z.boolean(),
  /** Create the CRM record from the Desk record. */
  create: z.boolean(),
  /** Which items may be added to the CRM record; never `information`. */
  add: z.array(z.enum(['potentials', 'notes', 'calls', 'events', 'tasks'])),
});
export type PanelCan = z.infer<typeof PanelCan>;

/**
 * GET /v1/panel/:place/:id — everything one opening of a panel shows. `id` is the ticket's, contact's or account's in
 * Desk. Absent keys are denied to the agent's profile; null means allowed, and CRM has nothing.
 *
 * Problems: 401 `session-required` · 403 `crm-hidden` (S55, S56) · 404 `desk-record-unknown` (unknown, in the bin, or
 * in a department that is not the agent's) · 409 `not-integrated` (`details.state`: none, connecting, configured,
 * deleted) · 503 `desk-unavailable`, `crm-unavailable` (CRM cannot be reached and nothing is known from before;
 * `details.reason`).
 */
export const Panel = z.object({
  place: PanelPlace,
  deskId: ZohoId,
  integration: z.object({
    state: z.enum(['active', 'paused', 'legacy']),
    /** The first sync still runs: more customers will be found soon. */
    importing: z.boolean(),
  }),
  /** When CRM was read; now minus this is the age to show (S120). */
  readAt: Instant,
  /** CRM could not be reached: this is the last known data. Null while it is up to date. */
  stale: z.nullable(z.object({ code: z.string() })),
  /** A kept answer was served at once and CRM is being read: ask again with `since=<readAt>`. */
  refreshing: z.boolean(),
  /** Absent: denied. Null: accounts and tickets without contact have none, or the deals could not be read. */
  customerType: z.optional(z.nullable(CustomerTypeName)),
  contact: z.optional(z.nullable(PanelBlock)),
  account: z.optional(z.nullable(PanelBlock)),
  /** Per allowed entity; an account's panel has no contact. */
  match: z.object({ contacts: z.optional(PanelMatch), accounts: z.optional(PanelMatch) }),
  can: z.object({ contacts: z.optional(PanelCan), accounts: z.optional(PanelCan) }),
});
export type Panel = z.infer<typeof Panel>;

export const PanelParams = z.object({ place: PanelPlace, id: ZohoId });
export const PanelQuery = z.object({
  /** `true` reads CRM before answering. */
  refresh: z.optional(z.enum(['true', 'false'])),
  /** `readAt` of what the widget shows: answers when something newer was read, or after some seconds. */
  since: z.optional(z.iso.datetime()),
});

/** GET /v1/panel/:place/:id/:entity/:section?page= — one page of a section (S122); page 1 is what the panel showed. */
export const SectionParams = z.object({ ...PanelParams.shape, entity: PanelEntity, section: PanelItem });
/** CRM pages its lists no further than 2,000 rows. */
export const SectionQuery = z.object({
  page: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(200)), 1),
});
/**
 * Problems as for the panel, and 403 `item-denied`, 404 `crm-record-unknown` (the customer is not in CRM).
 */
export const PanelPage = z.discriminatedUnion('section', [
  z.object({
    section: z.literal('information'),
    page: z.int(),
    hasMore: z.boolean(),
    rows: z.array(ProfileField),
  }),
  z.object({
    section: z.literal('potentials'),
    page: z.int(),
    hasMore: z.boolean(),
    rows: z.array(Potential),
  }),
  z.object({ section: z.literal('notes'), page: z.int(), hasMore: z.boolean(), rows: z.array(Note) }),
  z.object({ section: z.literal('calls'), page: z.int(), hasMore: z.boolean(), rows: z.array(Call) }),
  z.object({ section: z.literal('events'), page: z.int(), hasMore: z.boolean(), rows: z.array(CrmEvent) }),
  z.object({ section: z.literal('tasks'), page: z.int(), hasMore: z.boolean(), rows: z.array(Task) }),
]);
export type PanelPage = z.infer<typeof PanelPage>;
