import type { Status } from '../../server/contract/status.ts';
import type { ApiClient } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { readEvents } from './event-stream.ts';
import { isStatus } from './shapes/status-shape.ts';

export async function readStatus(api: ApiClient, signal?: AbortSignal): Promise<Status> {
  return api.get('/v1/status', isStatus, {}, signal);
}

/** A status that arrived, and the name under which the connector knows that we have seen it. */
export interface SeenStatus {
  readonly status: Status;
  readonly id: string;
}

/**
 * The status now and whenever it changes; ends when the connector ends it, which may be at any time.
 *
 * @param lastId of the newest status seen; it is not sent again
 * @returns null where requests cannot be followed: ask `readStatus` now and then
 * @throws ApiError `too-many-streams` and what every request may be refused for
 */
export async function followStatus(
  api: ApiClient,
  lastId: string | null,
  signal: AbortSignal,
): Promise<AsyncGenerator<SeenStatus> | null> {
  const headers: Record<string, string> = lastId === null ? {} : { 'last-event-id': lastId };
  const body = await api.stream('/v1/status/stream', headers, signal);
  return body && statuses(body);
}

async function* statuses(body: ReadableStream<Uint8Array>): AsyncGenerator<SeenStatus> {
  for await (const { event, data, id } of readEvents(body)) {
    if (event === 'end') return;
    if (event !== 'status') continue;
    const status: unknown = JSON.parse(data);
    if (!isStatus(status)) throw new ApiError('invalid-answer', 200);
    yield { status, id };
  }
}
