import type { Module, Side } from '../../../server/core/record.ts';
import type { RecordGateway } from '../../../server/ports/record-gateway.ts';
import { createCrmGateway } from '../../../server/zoho/crm/crm-gateway.ts';
import { createDeskGateway } from '../../../server/zoho/desk/desk-gateway.ts';
import type { HttpClient } from '../../../server/zoho/http-client.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { crmClient, testLimiter, tokensOf } from './clients.ts';
import { createDeskClient } from '../../../server/zoho/clients.ts';

export interface GatewayUnderTest {
  readonly side: Side;
  readonly gateway: RecordGateway;
  /** Base URL as the gateway's. */
  readonly http: HttpClient;
  /** Moves a record to the recycle bin, as a person would. */
  trash(module: Module, id: string): Promise<void>;
}

const CRM_PATH = { contacts: '/v8/Contacts', accounts: '/v8/Accounts', products: '/v8/Products' } as const;
const TRASH_KEY = { contacts: 'contactIds', accounts: 'accountIds', products: 'productIds' } as const;
/** Waits are skipped in the client, so failures follow each other fast; a bulk job still needs some time. */
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, Math.min(ms, 50)));

export function deskUnderTest(sandbox: Sandbox): GatewayUnderTest {
  const { access_token, deskOrgId } = sandbox.token({ product: 'desk' });
  const http = createDeskClient({
    deskUrl: sandbox.urls.desk,
    orgId: deskOrgId,
    tokens: tokensOf(access_token),
    limiter: testLimiter(),
    sleep: () => Promise.resolve(),
  });
  return {
    side: 'desk',
    http,
    gateway: createDeskGateway({ http, sourceId: '49ad222a-f812-11e7-8c3f-9a214cf093ae' }),
    async trash(module, id) {
      await http.request({
        method: 'POST',
        path: `/${module}/moveToTrash`,
        data: { [TRASH_KEY[module]]: [id] },
      });
    },
  };
}

export function crmUnderTest(sandbox: Sandbox, bulkAbove?: number): GatewayUnderTest {
  const { access_token, api_domain } = sandbox.token({ product: 'crm' });
  const http = crmClient(api_domain, { tokens: tokensOf(access_token) });
  return {
    side: 'crm',
    http,
    gateway: createCrmGateway({ http, sleep, ...(bulkAbove === undefined ? {} : { bulkAbove }) }),
    async trash(module, id) {
      await http.request({ method: 'DELETE', path: CRM_PATH[module], params: { ids: id } });
    },
  };
}
