import type { Integration } from '../../server/contract/integration.ts';
import type { ApiClient } from './api-client.ts';
import { isConnectionStarted, isDeleted, isIntegration, isSwitched } from './shapes/integration-shape.ts';

export type Product = 'desk' | 'crm';

export async function readIntegration(api: ApiClient, signal?: AbortSignal): Promise<Integration> {
  return api.get('/v1/integration', isIntegration, {}, signal);
}

/** What is asked at Zoho; without an account, Zoho asks for one. */
export interface Authorization {
  /** Account to offer first. */
  readonly loginHint?: string;
  /** Of Desk: the same window goes on to CRM. */
  readonly thenCrm?: { readonly loginHint?: string };
}

/**
 * @returns the address at Zoho where the administrator agrees
 */
export async function authorize(
  api: ApiClient,
  product: Product,
  authorization: Authorization,
  signal?: AbortSignal,
): Promise<string> {
  const path = `/v1/connections/${product}/authorize`;
  return (await api.post(path, isConnectionStarted, authorization, signal)).authorizeUrl;
}

/** @returns false when something is left to be ended at Zoho, which is tried again by itself */
export async function deleteIntegration(api: ApiClient): Promise<boolean> {
  return (await api.delete('/v1/integration', isDeleted)).finished;
}

/** Ends the scheduled import for good (S90, S91). */
export async function switchToSync(api: ApiClient): Promise<void> {
  await api.post('/v1/integration/switch', isSwitched, {});
}
