import type { CallFailure } from './call-failure.ts';

export type RetryVerdict =
  | { readonly retry: false; readonly reason: string }
  | { readonly retry: true; readonly reason: string; readonly waitMs: number };

export interface RetryState {
  /** Attempts made so far, the failed one included. */
  readonly attempt: number;
  /** True when repeating a call that was carried out changes nothing: reads, deletes. */
  readonly idempotent: boolean;
  /** 0 ≤ random < 1: jitter. */
  readonly random: number;
}

const MAX_ATTEMPTS = 4;
/** A refused call did nothing, so more tries are cheap; concurrency shrinks meanwhile. */
const MAX_ATTEMPTS_BUSY = 6;
const BASE_MS = 500;
const BASE_BUSY_MS = 1_000;
const CAP_MS = 60_000;
/** Longer waits go back to the job queue instead of holding a worker. */
const MAX_WAIT_MS = 30_000;

/** Exponential, half fixed and half random, so that callers that failed together do not come back together. */
function backoffMs(baseMs: number, { attempt, random }: RetryState): number {
  const full = Math.min(CAP_MS, baseMs * 2 ** (attempt - 1));
  return Math.round(full / 2 + (full / 2) * random);
}

/**
 * Whether, and when, to repeat a failed call (P16). Pure.
 *
 * A call that may have been carried out is repeated only when it is idempotent; otherwise the caller must look
 * before it writes again (P5). Statuses: zoho-desk-api §3, zoho-crm-api §7.
 */
export function retryVerdict(failure: CallFailure, state: RetryState): RetryVerdict {
  const again = (reason: string, maxAttempts: number, waitMs: number): RetryVerdict =>
    state.attempt >= maxAttempts
      ? { retry: false, reason: `${reason}, ${state.attempt} attempts` }
      : { retry: true, reason, waitMs };
  const soon = (reason: string): RetryVerdict => again(reason, MAX_ATTEMPTS, backoffMs(BASE_MS, state));
  const ifIdempotent = (reason: string): RetryVerdict =>
    state.idempotent ? soon(reason) : { retry: false, reason: `${reason}, outcome unknown` };

  switch (failure.kind) {
    case 'not-sent':
      return soon('not sent');
    case 'no-answer':
      return ifIdempotent('no answer');
    case 'garbled':
      return ifIdempotent('unreadable answer');
    case 'answer':
      break;
  }
  const { status, retryAfterMs } = failure;
  if (status === 429 || (status === 503 && failure.code !== null)) {
    if (retryAfterMs === null) return again('busy', MAX_ATTEMPTS_BUSY, backoffMs(BASE_BUSY_MS, state));
    if (retryAfterMs > MAX_WAIT_MS) return { retry: false, reason: 'limit reached' };
    return again('asked to wait', MAX_ATTEMPTS_BUSY, retryAfterMs);
  }
  if (status >= 500) return ifIdempotent(`status ${status}`);
  return { retry: false, reason: `status ${status}` };
}

/** True when a failed write may nevertheless have been carried out. */
export function mayHaveHappened(failure: CallFailure): boolean {
  switch (failure.kind) {
    case 'not-sent':
      return false;
    case 'no-answer':
    case 'garbled':
      return true;
    case 'answer':
      return failure.status >= 500 && !(failure.status === 503 && failure.code !== null);
  }
}
