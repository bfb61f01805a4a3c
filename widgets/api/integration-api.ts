import type { Integration } from '../../server/contract/integration.ts';
import type { ApiClient } from './api-client.ts';
import { isConnectionStarted, isDeleted, isIntegration, isSwitched } from './shapes/integration-shape.ts';

export type Product = 'desk' | 'crm';

export async function readIntegration(api: ApiClient, signal?: AbortSignal): Promise<Integration> {
  return api.get('/v1/integration', isIntegration, {}, signal);
}

/**
 * @param loginHint account to offer first; undefined: Zoho asks
 * @returns the address at Zoho where the administrator agrees
 */
export async function authorize(
  api: ApiClient,
  product: Product,
  loginHint: string | undefined,
  signal?: AbortSignal,
): Promise<string> {
  const body = loginHint === undefined ? {} : { loginHint };
  const started = await api.post(`/v1/connections/${product}/authorize`, isConnectionStarted, body, signal);
  return started.authorizeUrl;
}

/** @returns false when something is left to be ended at Zoho, which is tried again by itself */
export async function deleteIntegration(api: ApiClient): Promise<boolean> {
  return (await api.delete('/v1/integration', isDeleted)).finished;
}

/** Ends the scheduled import for good (S90, S91). */
export async function switchToSync(api: ApiClient): Promise<void> {
  await api.post('/v1/integration/switch', isSwitched, {});
}
