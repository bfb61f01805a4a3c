import * as z from 'zod/mini';
import { Instant, ModuleName, SideName, ZohoId } from './common.ts';
import { HistoryValue } from './history.ts';

/** `<module>.<side>.<record id>` */
export const AmbiguousId = z
  .string()
  .check(z.regex(/^(?:accounts|contacts|products)\.(?:desk|crm)\.\d{1,30}$/));
export const AmbiguousParams = z.object({ id: AmbiguousId });

/** A record whose partner is not clear, or taken: nothing is written until somebody decides (S33, S34, S72). */
export const AmbiguousEntry = z.object({
  id: AmbiguousId,
  module: ModuleName,
  side: SideName,
  recordId: ZohoId,
  recordName: z.nullable(z.string()),
  code: z.enum(['ambiguous-match', 'already-linked']),
  /** Ids on the other side that carry the same match key. */
  candidateIds: z.array(z.string()),
  since: Instant,
});
export const AmbiguousDecision = z.object({
  id: AmbiguousId,
  choice: z.enum(['pair', 'create', 'leave']),
  /** Of `pair`; of `leave`: an agent unlinked the record from this one, which their key does not pair again. */
  candidateId: z.nullable(z.string()),
  at: Instant,
  /** `create` was carried out: nothing is left to undo. */
  undoable: z.boolean(),
});
/** GET /v1/ambiguous?after= (administrators): 50 a page, and the decisions of the last 30 days. Asks no product. */
export const AmbiguousQuery = z.object({ after: z.optional(AmbiguousId) });
export const Ambiguous = z.object({
  total: z.int(),
  entries: z.array(AmbiguousEntry),
  next: z.nullable(AmbiguousId),
  decisions: z.array(AmbiguousDecision),
});
export type Ambiguous = z.infer<typeof Ambiguous>;

const Shown = z.object({
  id: z.string(),
  name: z.nullable(z.string()),
  createdAt: z.nullable(Instant),
  modifiedAt: z.nullable(Instant),
  /** Id of its partner, which is why it is not free; null when it is. */
  linkedTo: z.nullable(z.string()),
  /** By mapping row, `deskField=crmField`. */
  values: z.record(z.string(), HistoryValue),
});
/** GET /v1/ambiguous/:id (administrators): the record and its candidates side by side, as the products show them now. */
export const AmbiguousCase = z.object({
  entry: AmbiguousEntry,
  rows: z.array(z.object({ key: z.string(), deskLabel: z.string(), crmLabel: z.string() })),
  record: Shown,
  /** Of the other side, at most 20. */
  candidates: z.array(Shown),
  /** Of the record's own side, with the same match key, at most 20. */
  rivals: z.array(Shown),
});
export type AmbiguousCase = z.infer<typeof AmbiguousCase>;

/**
 * POST /v1/ambiguous/:id/choose (administrators). Choosing the same again is no error.
 * 404 `ambiguous-unknown`, 404 `candidate-unknown`, 409 `candidate-linked` with `linkedTo`, 409 `decided-otherwise`.
 */
export const AmbiguousChoice = z.discriminatedUnion('choose', [
  /** These two are the same; from now on they sync. */
  z.object({ choose: z.literal('pair'), candidateId: ZohoId }),
  /** It is none of them: make a partner for it. */
  z.object({ choose: z.literal('create') }),
  /** Leave it alone: it does not sync and is no failure any more. */
  z.object({ choose: z.literal('leave') }),
]);
export type AmbiguousChoice = z.infer<typeof AmbiguousChoice>;
/**
 * POST /v1/ambiguous/:id/undo (administrators): the record is undecided again. A pair made by hand is taken apart;
 * values that were synced since stay where they are. 404 `nothing-to-undo`, 409 `carried-out` (a partner was made).
 */
