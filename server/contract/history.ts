import * as z from 'zod/mini';
import { Instant, ModuleName, SideName } from './common.ts';

/** GET /v1/history?module=&target= (administrators): the last 7 days, newest first (S62–S67). */
export const HistoryFilter = z.object({
  module: z.optional(ModuleName),
  target: z.optional(SideName),
});
/** GET /v1/history.csv (administrators): everything that is kept, or what began at or after `since` and before `until`. */
export const HistoryExport = z.object({
  module: z.optional(ModuleName),
  target: z.optional(SideName),
  since: z.optional(z.iso.datetime()),
  until: z.optional(z.iso.datetime()),
});
/** One run, one record type, one direction. Unchanged records are in no count. */
export const HistoryEntry = z.object({
  runId: z.string(),
  kind: z.enum(['first-sync', 'continuous', 'retry', 'legacy-import']),
  /** Date of sync. */
  startedAt: Instant,
  finishedAt: z.nullable(Instant),
  module: ModuleName,
  source: SideName,
  target: SideName,
  added: z.int(),
  updated: z.int(),
  failed: z.int(),
});
export const History = z.object({ entries: z.array(HistoryEntry) });
export type History = z.infer<typeof History>;

export const HistoryRunParams = z.object({ runId: z.string().check(z.minLength(1), z.maxLength(64)) });
/** GET /v1/history/:runId: `after` is `next` of the page before. */
export const HistoryPageQuery = z.object({
  module: z.optional(ModuleName),
  target: z.optional(SideName),
  after: z.optional(z.string().check(z.regex(/^\d{1,18}$/))),
});
export const HistoryValue = z.nullable(z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]));
/** A record that was written, and why: the field's old and new value and the rule that decided. */
export const HistoryChange = z.object({
  module: ModuleName,
  target: SideName,
  action: z.string(),
  deskId: z.string(),
  crmId: z.string(),
  /** Who is meant: match key of the record (e-mail or name in normal form), null when unknown. */
  recordKey: z.nullable(z.string()),
  at: Instant,
  fields: z.array(z.object({ field: z.string(), from: HistoryValue, to: HistoryValue, rule: z.string() })),
});
export const HistoryChanges = z.object({
  changes: z.array(HistoryChange),
  next: z.nullable(z.string()),
});
export type HistoryChanges = z.infer<typeof HistoryChanges>;

/**
 * GET /v1/history/daily?zone=Europe/Berlin&days=7 (administrators): the chart above the Sync History. Days are the
 * viewer's, `zone` is an IANA name (422 `unknown-time-zone`); every day is listed, also those without any sync.
 */
export const HistoryDailyQuery = z.object({
  zone: z._default(z.string().check(z.minLength(1), z.maxLength(64)), 'UTC'),
  days: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(31)), 7),
  module: z.optional(ModuleName),
  target: z.optional(SideName),
});
export const HistoryDaily = z.object({
  zone: z.string(),
  /** Oldest first, `yyyy-MM-dd`. */
  days: z.array(z.object({ date: z.string(), added: z.int(), updated: z.int(), failed: z.int() })),
});
export type HistoryDaily = z.infer<typeof HistoryDaily>;
