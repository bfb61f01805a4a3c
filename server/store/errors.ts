export { StartupError } from '../ports/startup-error.ts';

/** SQLSTATE of a database error (`23505` …), or the system's code (`ECONNREFUSED` …); undefined for anything else. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** True when `error` says that a unique key would have been broken (SQLSTATE 23505, both databases). */
export function isUniqueViolation(error: unknown): boolean {
  return errorCode(error) === '23505';
}

/** First line of an error's message: what fits into a one-line report. */
export function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1)[0] ?? message;
}
