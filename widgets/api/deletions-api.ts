import type * as z from 'zod/mini';
import type { ModuleName } from '../../server/contract/common.ts';
import type { Deletions, SendAgain } from '../../server/contract/deletions.ts';
import type { ApiClient } from './api-client.ts';
import { isDeletions } from './shapes/deletions-shape.ts';
import { isDone } from './shapes/value-shape.ts';

/** @param after `next` of the page before */
export async function listDeletions(
  api: ApiClient,
  module: ModuleName,
  after?: string,
  signal?: AbortSignal,
): Promise<Deletions> {
  return api.get(`/v1/deletions/${module}`, isDeletions, { after }, signal);
}

/** What vanished is believed, and the record type goes on. */
export async function acceptDeletions(api: ApiClient, module: ModuleName): Promise<void> {
  await api.post(`/v1/deletions/${module}/accept`, isDone, {});
}

/** Within an hour. @throws ApiError `nothing-to-undo` */
export async function undoDeletions(api: ApiClient, module: ModuleName): Promise<void> {
  await api.post(`/v1/deletions/${module}/undo`, isDone, {});
}

/** @throws ApiError `pair-unknown`, `nothing-to-send` */
export async function sendAgain(
  api: ApiClient,
  module: ModuleName,
  pair: z.infer<typeof SendAgain>,
): Promise<void> {
  await api.post(`/v1/deletions/${module}/send-again`, isDone, pair);
}
