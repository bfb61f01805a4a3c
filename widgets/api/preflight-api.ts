import type { Preflight } from '../../server/contract/preflight.ts';
import type { ApiClient } from './api-client.ts';
import { isPreflight } from './shapes/preflight-shape.ts';

export async function readPreflight(api: ApiClient, signal?: AbortSignal): Promise<Preflight> {
  return api.get('/v1/preflight', isPreflight, {}, signal);
}
