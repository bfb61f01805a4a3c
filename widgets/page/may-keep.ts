import { ApiError } from '../api/api-error.ts';

/**
 * Whether what was shown before may stay in view after a failed request: only when it says nothing about the viewer's
 * rights (S61). After a 403, or when the record or the integration is gone, nothing of CRM stays on the screen.
 */
export function mayKeep(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.status === 0 || error.status === 429 || error.status >= 500;
}
