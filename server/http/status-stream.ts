import { createHash } from 'node:crypto';
import type { Clock } from '../ports/clock.ts';

export interface StreamOptions {
  readonly clock: Clock;
  /** The status now; asked every `tickMs`. */
  readonly look: () => Promise<object & { readonly at: string }>;
  /** False when the session ended or was revoked, or its token is over. */
  readonly isSignedIn: () => Promise<boolean>;
  /** Id of the last event that the client saw. */
  readonly lastEventId: string | null;
  readonly tickMs: number;
  readonly heartbeatMs: number;
  /** The client went away. */
  readonly gone: AbortSignal;
  /** The process stops. */
  readonly stopping: AbortSignal;
}

/**
 * Server-sent events of the status: at once unless the client has seen it, then whenever it changed. What changed is
 * looked up in the store, so it does not matter which process does the work. Ends with an `end` event that says why.
 */
export async function* statusEvents(options: StreamOptions): AsyncGenerator<string> {
  const { clock, tickMs, heartbeatMs, gone, stopping } = options;
  const over = AbortSignal.any([gone, stopping]);
  let seen = options.lastEventId;
  let quietMs = 0;
  // Tells proxies and the client that the stream stands, even when there is nothing new.
  yield ': open\n\n';
  while (!gone.aborted) {
    if (stopping.aborted) {
      yield end('shutting-down');
      return;
    }
    if (!(await options.isSignedIn())) {
      yield end('session-ended');
      return;
    }
    const status = await options.look();
    const id = idOf(status);
    if (id !== seen) {
      yield `id: ${id}\nevent: status\ndata: ${JSON.stringify(status)}\n\n`;
      seen = id;
      quietMs = 0;
    } else if (quietMs >= heartbeatMs) {
      yield ': still here\n\n';
      quietMs = 0;
    }
    quietMs += tickMs;
    await clock.sleep(tickMs, over).catch(() => undefined);
  }
}

function end(reason: 'session-ended' | 'shutting-down'): string {
  return `event: end\ndata: ${JSON.stringify({ reason })}\n\n`;
}

/** Names the content: the same in every process, so a client may come back to any of them. Time alone is no news. */
function idOf({ at: _at, ...status }: object & { readonly at: string }): string {
  return createHash('sha256').update(JSON.stringify(status)).digest('base64url').slice(0, 22);
}
