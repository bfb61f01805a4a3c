import type { CustomerReader } from '../../../ports/customer-reader.ts';
import type { CustomerWriter } from '../../../ports/customer-writer.ts';
import type { HttpClient } from '../../http-client.ts';
import { below } from '../../http-client.ts';
import { CRM_API } from '../modules.ts';
import { createCustomerReader } from './customer-reader.ts';
import { createCustomerWriter } from './customer-writer.ts';
import { interactive } from './interactive.ts';
import { createCustomerSetup } from './setup.ts';

export interface CustomersOptions {
  /** From `createCrmClient`: base URL `{api}/crm`. */
  readonly http: HttpClient;
  /** Where people open the organisation's CRM: `https://crm.zoho.com/crm/org123`. */
  readonly webUrl: string;
  /** Epoch ms. */
  readonly now: () => number;
}

/** One CRM organisation's customers, as agents see them and add to them. */
export function createCustomers({ http: client, webUrl, now }: CustomersOptions): {
  readonly customers: CustomerReader;
  readonly customerWriter: CustomerWriter;
} {
  const http = interactive(below(client, CRM_API));
  const setup = createCustomerSetup(http, now);
  return {
    customers: createCustomerReader({ http, setup, webUrl, now }),
    customerWriter: createCustomerWriter({ http, setup, webUrl }),
  };
}
