import * as z from 'zod/mini';
import { Instant, ZohoId } from './common.ts';
import { CustomerTypeName } from './panel.ts';

/**
 * GET /v1/handshake/departments — the departments the agent works in, for the board's chooser.
 *
 * Problems of both: 401 `session-required` · 403 `crm-hidden` · 403 `handshake-denied` (the profile may not see the
 * potentials that the types are made of) · 409 `not-integrated` (S87) · 503 `desk-unavailable`, `crm-unavailable`.
 */
export const HandshakeDepartments = z.object({
  departments: z.array(z.object({ id: ZohoId, name: z.string() })),
});
export type HandshakeDepartments = z.infer<typeof HandshakeDepartments>;

export const HandshakeParams = z.object({ departmentId: ZohoId });
const word = z.string().check(z.minLength(1), z.maxLength(120));
/** Filters narrow together. `assigneeId=none`: nobody's tickets. `refresh=true` reads Zoho before answering. */
export const HandshakeQuery = z.object({
  status: z.optional(word),
  priority: z.optional(word),
  assigneeId: z.optional(z.union([ZohoId, z.literal('none')])),
  type: z.optional(CustomerTypeName),
  refresh: z.optional(z.enum(['true', 'false'])),
});

export const HandshakeTicket = z.object({
  id: ZohoId,
  /** As agents know it, without `#`. */
  number: z.string(),
  subject: z.string(),
  contactName: z.nullable(z.string()),
  status: z.string(),
  priority: z.nullable(z.string()),
  assignee: z.nullable(z.object({ id: ZohoId, name: z.string() })),
  createdAt: Instant,
  dueAt: z.nullable(Instant),
  /** Opens the ticket in Desk. */
  webUrl: z.string(),
});
export type HandshakeTicket = z.infer<typeof HandshakeTicket>;

/**
 * GET /v1/handshake/:departmentId — open tickets by customer type (S107–S112). Columns come in the order to draw them;
 * empty ones are absent. 404 `department-unknown`: not one of the agent's.
 */
export const Handshake = z.object({
  departmentId: ZohoId,
  readAt: Instant,
  /** CRM could not be reached: this is the last known board. */
  stale: z.nullable(z.object({ code: z.string() })),
  /** A kept board was served at once and is being read anew: ask again in some seconds. */
  refreshing: z.boolean(),
  columns: z.array(
    z.object({
      type: CustomerTypeName,
      /** Tickets shown, after the filters. */
      count: z.int(),
      /** Earliest due first, then oldest. */
      tickets: z.array(HandshakeTicket),
    }),
  ),
  /** Open tickets of the department before the filters. */
  total: z.int(),
  /** The department has more open tickets than a board reads; the newest are missing. */
  truncated: z.boolean(),
  /** What the filters can choose among, from the department's open tickets. */
  filters: z.object({
    statuses: z.array(z.string()),
    priorities: z.array(z.string()),
    assignees: z.array(z.object({ id: ZohoId, name: z.string() })),
  }),
});
export type Handshake = z.infer<typeof Handshake>;

/**
 * GET, PUT /v1/handshake/settings (administrators): whether the deals of a contact's account count for its type, in
 * panels too (S107). Off at first.
 */
export const HandshakeSettings = z.strictObject({ countAccountDeals: z.boolean() });
export type HandshakeSettings = z.infer<typeof HandshakeSettings>;
