import type { ZscConnected } from '../../server/contract/zsc.ts';
import type { ApiClient } from './api-client.ts';
import { isZscConnected } from './shapes/zsc-shape.ts';

/** @throws ApiError `zsc-…` and what connecting CRM refuses for (contract/zsc.ts) */
export async function connectByZscKey(
  api: ApiClient,
  { email, key }: { readonly email: string; readonly key: string },
): Promise<ZscConnected> {
  return api.post('/v1/connections/crm/zsc', isZscConnected, { email, key });
}
