import * as z from 'zod/mini';
import { Instant, ModuleName, SideName, ZohoId } from './common.ts';
import { HistoryValue } from './history.ts';

const Values = z.object({ desk: HistoryValue, crm: HistoryValue });
/** A field that waits for a decision, or with a `choice` for the decision to be written: till then both values stay. */
export const OpenConflict = z.object({
  module: ModuleName,
  deskId: ZohoId,
  crmId: ZohoId,
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
  module: ModuleName,
  deskId: ZohoId,
  crmId: ZohoId,
  /** API name of the Desk field. */
  field: z.string(),
  base: z.nullable(Values),
  desk: HistoryValue,
  crm: HistoryValue,
  winner: z.nullable(SideName),
  at: Instant,
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
