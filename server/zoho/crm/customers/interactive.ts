import { SyncError } from '../../../core/errors.ts';
import type { HttpClient } from '../../http-client.ts';

/** A person waits: what takes longer is as good as no answer, and the last known data is shown (S120). */
const READ_DEADLINE_MS = 10_000;
const READ_ATTEMPTS = 2;
/** A write that was sent is waited for; see `HttpRequest.signal`. */
const WRITE_TIMEOUT_MS = 20_000;

/**
 * The same client for people: ahead of the sync's own calls in the line, with few attempts and a bounded wait.
 * COQL is a read by POST; callers say so with `idempotent`.
 */
export function interactive(http: HttpClient): HttpClient {
  return {
    ...http,
    async request(request) {
      const isRead = request.method === 'GET' || request.idempotent === true;
      if (!isRead) {
        return await http.request({ ...request, priority: 'interactive', timeoutMs: WRITE_TIMEOUT_MS });
      }
      const signal = AbortSignal.timeout(READ_DEADLINE_MS);
      try {
        return await http.request({
          ...request,
          priority: 'interactive',
          attempts: READ_ATTEMPTS,
          timeoutMs: READ_DEADLINE_MS,
          signal,
        });
      } catch (error) {
        if (error instanceof SyncError || !signal.aborted) throw error;
        throw new SyncError('unavailable', `${request.method} ${request.path}: no answer in time`, {
          cause: error,
        });
      }
    },
  };
}
