import * as z from 'zod/mini';
import { Instant, ModuleName, SideName, ZohoId } from './common.ts';
import { HistoryValue } from './history.ts';

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
  /** Id of the linked record on the other side; null when there is none. */
  partnerId: z.nullable(z.string()),
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

/** GET /v1/failures/fields?module=&side=&recordId= (administrators): what can be corrected. 404 `failure-unknown`. */
export const FailedRecord = z.object({ module: ModuleName, side: SideName, recordId: ZohoId });
const FieldFacts = z.object({
  /** API name. */
  name: z.string(),
  label: z.string(),
  type: z.string(),
  mandatory: z.boolean(),
  maxLength: z.nullable(z.int()),
  options: z.nullable(z.array(z.string())),
});
export const CorrectableFields = z.object({
  fields: z.array(
    z.object({
      /** Of the failed record. */
      field: FieldFacts,
      /** Where the value is to go; it must fit there as well. */
      target: FieldFacts,
      value: HistoryValue,
      /** The failure names this field. */
      atFault: z.boolean(),
    }),
  ),
});
export type CorrectableFields = z.infer<typeof CorrectableFields>;

const CorrectedValue = z.nullable(
  z.union([
    z.string().check(z.maxLength(65_535)),
    z.number(),
    z.boolean(),
    z.array(z.string().check(z.maxLength(1_000))).check(z.maxLength(500)),
  ]),
);
/**
 * POST /v1/failures/edit (administrators): writes the corrected value to the failed record itself and tries it again;
 * audit and history say who and what. `expected` is the value that was looked at. 409 `sync-paused`, `value-changed`,
 * `sync-busy`; 404 `failure-unknown`; 422 `value-invalid`, `field-not-editable`.
 */
export const ValueCorrection = z.object({
  ...FailedRecord.shape,
  field: z.string().check(z.minLength(1), z.maxLength(100)),
  expected: CorrectedValue,
  value: CorrectedValue,
});
export type ValueCorrection = z.infer<typeof ValueCorrection>;
