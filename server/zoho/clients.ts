import { CRM_DIALECT } from './crm/crm-errors.ts';
import { DESK_DIALECT } from './desk/desk-errors.ts';
import type { HttpClient, HttpClientOptions } from './http-client.ts';
import { createHttpClient } from './http-client.ts';

type Common = Omit<HttpClientOptions, 'baseUrl' | 'dialect' | 'headers'>;

/** A client of one Desk portal. @param options.deskUrl Desk host of the data center; the token answer's host is CRM's */
export function createDeskClient({
  deskUrl,
  orgId,
  ...common
}: Common & {
  readonly deskUrl: string;
  /** Null only to ask `/organizations` which portals there are. */
  readonly orgId: string | null;
}): HttpClient {
  return createHttpClient({
    ...common,
    baseUrl: `${deskUrl}/api/v1`,
    dialect: DESK_DIALECT,
    headers: orgId === null ? {} : { orgId },
  });
}

/** A client of one CRM organisation. @param options.apiUrl `api_domain` of the token answer */
export function createCrmClient({ apiUrl, ...common }: Common & { readonly apiUrl: string }): HttpClient {
  return createHttpClient({ ...common, baseUrl: `${apiUrl}/crm`, dialect: CRM_DIALECT });
}
