/** The connector refused, or could not be asked. `code` is what the catalogue turns into words. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** Of the problem document; `unreachable`: no answer; `invalid-answer`: one that we do not understand. */
  readonly code: string;
  /** HTTP status; 0 without an answer. */
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    status: number,
    details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(`${code} (${String(status)})`, options);
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/** Whether nobody knows what became of the request: sent again, it must carry the same key. */
export function isOutcomeUnknown(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return (
    ['unreachable', 'invalid-answer', 'outcome-unknown', 'action-running'].includes(error.code) ||
    error.status >= 500
  );
}
