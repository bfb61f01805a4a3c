import * as z from 'zod/mini';
import { Instant, ModuleName, SideName, ZohoId } from './common.ts';
import { HistoryValue } from './history.ts';

const Values = z.object({ desk: HistoryValue, crm: HistoryValue });
/** A field that waits for a decision, or with a `choice` for the decision to be written: till then both values stay. */
export const OpenConflict = z.object({
  module: ModuleName,
  deskId: ZohoId,
  crmId: ZohoId,
  /** Who is meant: match key of the record (e-mail or name in normal form), null when unknown. */
  recordKey: z.nullable(z.string()),
  /** Mapping row, `deskField=crmField`. */
  key: z.string(),
  /** Rises with every edit of a side. */
  version: z.int(),
  /** What both sides held before; null when they never agreed. */
  base: z.nullable(Values),
  desk: HistoryValue,
  crm: HistoryValue,
  /** Decided, not yet carried out. */
  choice: z.nullable(SideName),
  since: Instant,
});
/** A conflict that policy or an administrator settled; both values are kept (S96). */
export const SettledConflict = z.object({
  /** Digits; names it for undo. */
  id: z.string(),
  module: ModuleName,
  deskId: ZohoId,
  crmId: ZohoId,
  recordKey: z.nullable(z.string()),
  /** API name of the Desk field. */
  field: z.string(),
  base: z.nullable(Values),
  desk: HistoryValue,
  crm: HistoryValue,
  winner: z.nullable(SideName),
  at: Instant,
  /** The value that lost was asked back. */
  undoneAt: z.nullable(Instant),
});
/** GET /v1/conflicts (administrators): all open ones, and the 200 latest that were settled. */
export const Conflicts = z.object({ open: z.array(OpenConflict), settled: z.array(SettledConflict) });
export type Conflicts = z.infer<typeof Conflicts>;

/** POST /v1/conflicts/resolve (administrators). 404 `conflict-unknown`, 409 `stale-version`. */
export const ConflictChoice = z.object({
  module: ModuleName,
  deskId: ZohoId,
  key: z.string().check(z.minLength(1), z.maxLength(300)),
  version: z.int(),
  choose: SideName,
});

/**
 * POST /v1/conflicts/undo (administrators). A choice that was not carried out yet is withdrawn and the field waits
 * again. Of a settled conflict the value that lost is written back where it stood, as an edit like any other: only if
 * the field still holds what the decision left there, and from there it syncs.
 * 404 `conflict-unknown`, 409 `stale-version`, 409 `nothing-to-undo`. Undoing twice is no error.
 */
export const ConflictUndo = z.union([
  z.object({
    module: ModuleName,
    deskId: ZohoId,
    key: z.string().check(z.minLength(1), z.maxLength(300)),
    version: z.int(),
  }),
  z.object({ settledId: z.string().check(z.regex(/^\d{1,18}$/)) }),
]);
export type ConflictUndo = z.infer<typeof ConflictUndo>;
/** `withdrawn`: nothing had been written. `scheduled`: the value is written back by the sync, once it is not paused. */
export const ConflictUndone = z.object({ outcome: z.enum(['withdrawn', 'scheduled']) });
