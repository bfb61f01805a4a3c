import * as z from 'zod/mini';
import { ZohoId } from './common.ts';
import { PanelEntity, PanelParams } from './panel.ts';

/**
 * What an agent does from a panel. These are the agent's own actions: they also work while the sync is paused (S81).
 *
 * Every one carries a `key` that the widget makes once per click (a UUID). Sent again with the same key, an action is
 * not done again: the first one's answer is repeated. After a network error, send the same key.
 *
 * Problems of all: those of the panel, and 403 `item-denied` (the profile may not) · 404 `crm-record-unknown` · 409
 * `action-running` (same key, still under way) · 409 `key-reused` (same key, other action) · 422 `crm-refused` (CRM
 * does not take it; `details.field`, `details.reason`) · 504 `outcome-unknown` (no answer from CRM; send the same key
 * again, for up to a minute: it is looked up before it is repeated).
 */
export const ActionKey = z.string().check(z.regex(/^[A-Za-z0-9_-]{16,64}$/));
const action = { key: ActionKey, entity: PanelEntity };
const name = (length: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(length));
const day = z.iso.date();

/** The record that was made or paired, and where CRM shows it. */
export const ActionDone = z.object({ id: ZohoId, url: z.string() });
export type ActionDone = z.infer<typeof ActionDone>;

/**
 * POST /v1/panel/:place/:id/link — pairs the place's contact or account with the CRM contact or account. The sync takes
 * the pair up from there. 409 `already-linked`: one of both is paired with another record (S72; `details.message`).
 */
export const LinkAction = z.object({ ...action, crmId: ZohoId });
/** POST /v1/panel/:place/:id/unlink — ends the pair; both records stay. 409 `not-linked`. */
export const UnlinkAction = z.object({ ...action, crmId: ZohoId });
/**
 * POST /v1/panel/:place/:id/create — creates the CRM record with the Desk record's name, e-mail, phones and account, and pairs
 * both; the sync brings the other mapped fields.
 * 409 `already-linked`; 409 `already-in-crm` when CRM has such a record meanwhile: offer to link it.
 */
export const CreateAction = z.object(action);

/** POST /v1/panel/:place/:id/notes */
export const NoteAction = z.object({
  ...action,
  title: z.optional(name(120)),
  content: name(32_000),
});
/** POST /v1/panel/:place/:id/tasks */
export const TaskAction = z.object({
  ...action,
  subject: name(255),
  dueDate: z.optional(day),
  /** One of the panel options. */
  status: z.optional(name(120)),
  priority: z.optional(name(120)),
  description: z.optional(name(32_000)),
});
/** POST /v1/panel/:place/:id/calls — with its length a call that was made, without one that is scheduled. */
export const CallAction = z.object({
  ...action,
  subject: name(255),
  type: z.enum(['Outbound', 'Inbound']),
  startsAt: z.iso.datetime(),
  durationSeconds: z.optional(z.int().check(z.gte(0), z.lte(86_400))),
  description: z.optional(name(32_000)),
});
/** POST /v1/panel/:place/:id/events */
export const EventAction = z.object({
  ...action,
  title: name(255),
  startsAt: z.iso.datetime(),
  /** After `startsAt`. */
  endsAt: z.iso.datetime(),
  venue: z.optional(name(255)),
  description: z.optional(name(32_000)),
});
/** POST /v1/panel/:place/:id/potentials — a lead has no potentials: 409 `not-for-leads`. */
export const PotentialAction = z.object({
  ...action,
  name: name(120),
  /** `value` of one of the panel options' stages. */
  stage: name(120),
  closingDate: day,
  /** Decimal string in the organisation's currency. */
  amount: z.optional(z.string().check(z.regex(/^\d{1,16}(\.\d{1,9})?$/))),
});

/** GET /v1/panel-options — what the forms offer; keys of items denied to the profile are absent. */
export const PanelOptions = z.object({
  stages: z.optional(
    z.array(z.object({ value: z.string(), label: z.string(), forecast: z.enum(['open', 'won', 'lost']) })),
  ),
  taskStatuses: z.optional(z.array(z.string())),
  taskPriorities: z.optional(z.array(z.string())),
});
export type PanelOptions = z.infer<typeof PanelOptions>;

/** GET /v1/panel/:place/:id/candidates?entity=&query= — CRM records to link; needs the entity's `information`. */
export const CandidateParams = PanelParams;
/** Without `query`: those who share the e-mail, phone or name of the Desk record. CRM searches from 2 characters on. */
export const CandidateQuery = z.object({
  entity: PanelEntity,
  query: z.optional(z.string().check(z.trim(), z.minLength(2), z.maxLength(100))),
});
export const Candidate = z.object({
  id: ZohoId,
  name: z.string(),
  email: z.nullable(z.string()),
  phone: z.nullable(z.string()),
  url: z.string(),
  /** Already paired with another Desk record: cannot be chosen (P11). */
  taken: z.boolean(),
});
export type Candidate = z.infer<typeof Candidate>;
/** At most 20. */
export const Candidates = z.object({ candidates: z.array(Candidate) });
export type Candidates = z.infer<typeof Candidates>;
