import type { Ambiguous, AmbiguousCase, AmbiguousChoice } from '../../server/contract/ambiguous.ts';
import type { ApiClient } from './api-client.ts';
import { isAmbiguous, isAmbiguousCase } from './shapes/ambiguous-shape.ts';
import { isDone } from './shapes/value-shape.ts';

/** @param after `next` of the page before */
export async function listAmbiguous(
  api: ApiClient,
  after?: string,
  signal?: AbortSignal,
): Promise<Ambiguous> {
  return api.get('/v1/ambiguous', isAmbiguous, { after }, signal);
}

/** The record and its candidates as the products show them now. @throws ApiError `ambiguous-unknown` */
export async function readAmbiguous(
  api: ApiClient,
  id: string,
  signal?: AbortSignal,
): Promise<AmbiguousCase> {
  return api.get(pathOf(id), isAmbiguousCase, {}, signal);
}

/** @throws ApiError `candidate-linked`, `decided-otherwise` and the others of the contract's `AmbiguousChoice` */
export async function chooseMatch(api: ApiClient, id: string, choice: AmbiguousChoice): Promise<void> {
  await api.post(`${pathOf(id)}/choose`, isDone, choice);
}

/** @throws ApiError `nothing-to-undo`, `carried-out` */
export async function undoMatch(api: ApiClient, id: string): Promise<void> {
  await api.post(`${pathOf(id)}/undo`, isDone, {});
}

function pathOf(id: string): string {
  return `/v1/ambiguous/${encodeURIComponent(id)}`;
}
