/** How one HTTP call failed, free of tokens: nothing of the request is kept. */
export type CallFailure =
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** The product's own error code; null when the body carried none. */
      readonly code: string | null;
      readonly body: unknown;
      readonly retryAfterMs: number | null;
    }
  /** The request surely never reached the product: refused, no such host, no route. */
  | { readonly kind: 'not-sent'; readonly reason: string }
  /** The request may have been carried out: reset, timeout, hang-up. */
  | { readonly kind: 'no-answer'; readonly reason: string }
  /** An answer came, but its body was cut short or is no JSON. */
  | { readonly kind: 'garbled'; readonly status: number };

const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Classifies what the HTTP client threw, keeping its code and dropping its config, where the token is. */
export function networkFailure(error: unknown): CallFailure {
  const code = errorCode(error);
  return NOT_SENT.has(code) ? { kind: 'not-sent', reason: code } : { kind: 'no-answer', reason: code };
}

function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error.cause !== undefined) return errorCode(error.cause);
  return error.name;
}

/** `Retry-After` in ms: seconds or an HTTP date; null when absent or unreadable. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | null {
  if (header === undefined) return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}

export function describeFailure(failure: CallFailure): string {
  switch (failure.kind) {
    case 'answer':
      return `HTTP ${failure.status}${failure.code === null ? '' : ` ${failure.code}`}`;
    case 'garbled':
      return `HTTP ${failure.status} with an unreadable body`;
    case 'not-sent':
      return `could not connect (${failure.reason})`;
    case 'no-answer':
      return `no answer (${failure.reason})`;
  }
}
