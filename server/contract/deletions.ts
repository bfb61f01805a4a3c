import * as z from 'zod/mini';
import { Instant, SideName, ZohoId } from './common.ts';

/** GET /v1/deletions/:module?after= (administrators): pairs of which a record is gone, by Desk id. */
export const DeletionsQuery = z.object({ after: z.optional(ZohoId) });
export const Presence = z.enum(['live', 'missing', 'bin', 'purged']);
export const Deletion = z.object({
  deskId: ZohoId,
  crmId: ZohoId,
  /** Who is meant: match key of the record (e-mail or name in normal form), null when unknown. */
  recordKey: z.nullable(z.string()),
  /** `missing`: not found, not confirmed; `bin`: comes back when its counterpart changes; `purged`: stays away. */
  desk: Presence,
  crm: Presence,
  /** When it was first found gone. */
  since: Instant,
});
export const Deletions = z.object({
  /** The module waits for a decision: so many of its pairs lost something on one side within a day (P17). */
  held: z.nullable(
    z.object({
      /** Records vanished, a field was emptied, or a bulk read brought too little. */
      code: z.enum(['mass-deletion', 'mass-emptying', 'empty-read']),
      side: SideName,
      lost: z.int(),
      total: z.int(),
      /** API name of the emptied field. */
      field: z.nullable(z.string()),
      since: Instant,
    }),
  ),
  /** An acceptance that can be undone, until when; null without one. */
  acceptedUntil: z.nullable(Instant),
  deletions: z.array(Deletion),
  /** `after` of the next page; null on the last. */
  next: z.nullable(ZohoId),
});
export type Deletions = z.infer<typeof Deletions>;

/** POST /v1/deletions/:module/send-again: make the record again on the side it was deleted from. */
export const SendAgain = z.object({ deskId: ZohoId, crmId: ZohoId });

/**
 * POST /v1/deletions/:module/undo (administrators): takes "accept" back within its hour. The module is on hold again;
 * what was synced meanwhile stays and is in the Sync History. 409 `nothing-to-undo`.
 */
export const DeletionsUndone = z.object({ ok: z.literal(true) });
