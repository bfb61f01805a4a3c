import * as z from 'zod/mini';
import { Instant, ModuleName, SideName, ZohoId } from './common.ts';

/** GET /v1/failures and /v1/failures.csv (administrators): the Failure Log (S68–S70), newest first by default. */
export const FailureFilter = z.object({
  module: z.optional(ModuleName),
  order: z.optional(z.enum(['asc', 'desc'])),
});
export const FailureEntry = z.object({
  module: ModuleName,
  /** Side of the record that could not be brought over. */
  side: SideName,
  recordId: z.string(),
  recordName: z.nullable(z.string()),
  code: z.string(),
  /** The log's sentence (S72–S77), never empty. */
  reason: z.string(),
  /** What to do about it. */
  fix: z.string(),
  field: z.nullable(z.string()),
  /** What the product said, for whoever looks deeper. */
  details: z.string(),
  providerCode: z.nullable(z.string()),
  failedAt: Instant,
});
export const Failures = z.object({
  /** Entries per record type and cause (S69). */
  groups: z.array(
    z.object({
      module: ModuleName,
      code: z.string(),
      /** Set where `code` alone would throw different causes together. */
      providerCode: z.nullable(z.string()),
      reason: z.string(),
      count: z.int(),
    }),
  ),
  failures: z.array(FailureEntry),
});
export type Failures = z.infer<typeof Failures>;

/**
 * POST /v1/failures/retry: Try Again (S71) for one record, or for all of a record type, of a cause, or at all.
 * Refused with `sync-paused` unless the sync is active.
 */
export const RetryRequest = z.object({
  module: z.optional(ModuleName),
  code: z.optional(z.string().check(z.maxLength(64))),
  /** A group's own, beside its `code`. */
  providerCode: z.optional(z.string().check(z.maxLength(100))),
  record: z.optional(z.object({ module: ModuleName, side: SideName, recordId: ZohoId })),
});
export type RetryRequest = z.infer<typeof RetryRequest>;
export const RetryStarted = z.object({ retried: z.int() });
