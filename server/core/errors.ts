/** Stable reasons why one record did not sync; the failure catalogue in `resources/` turns them into words. */
export const SYNC_ERROR_CODES = [
  'already-linked', // S72
  'ambiguous-match', // S33, S34: two or more records carry the same match key
  'type-mismatch', // S73
  'mandatory-missing', // S74
  'missing-parameter', // S75
  'bad-parameter', // S76
  'value-rejected', // too long, not an option, not an e-mail address …
  'not-found',
  'changed-meanwhile', // CRM ALREADY_MODIFIED: read again and plan again
  'permission',
  'reauthorization-required',
  'rate-limited',
  'unavailable', // 5xx, timeouts before the request was sent, refused connections
  'unknown-outcome', // the request was sent, no answer came: look before you repeat
  'provider', // anything else a product says
] as const;
export type SyncErrorCode = (typeof SYNC_ERROR_CODES)[number];

const RETRYABLE: ReadonlySet<SyncErrorCode> = new Set([
  'changed-meanwhile',
  'rate-limited',
  'unavailable',
  'unknown-outcome',
]);

export interface SyncErrorFacts extends ErrorOptions {
  /** API name of the field at fault. */
  readonly field?: string | undefined;
  /** The product's own error code and words, for the log. */
  readonly providerCode?: string | undefined;
  /** How long the product asked us to wait. */
  readonly retryAfterMs?: number | undefined;
  /** The record that stands in the way (a duplicate, the linked one). */
  readonly recordId?: string | undefined;
}

/**
 * Anything that stops one record, or one call, from succeeding. Facts in fields, a sentence in `message`,
 * the origin in `cause`. The failure log shows `code`; logs show `cause`.
 */
export class SyncError extends Error {
  override readonly name = 'SyncError';
  readonly code: SyncErrorCode;
  readonly field: string | undefined;
  readonly providerCode: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly recordId: string | undefined;

  constructor(code: SyncErrorCode, message: string, facts: SyncErrorFacts = {}) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.code = code;
    this.field = facts.field;
    this.providerCode = facts.providerCode;
    this.retryAfterMs = facts.retryAfterMs;
    this.recordId = facts.recordId;
  }

  /** True when the same request may succeed later without anyone changing data (P16). */
  get retryable(): boolean {
    return RETRYABLE.has(this.code);
  }
}
