import type { CrmViews } from '../../ports/crm-views.ts';
import type { HttpClient } from '../http-client.ts';
import { below } from '../http-client.ts';
import { createCrmCalls } from './crm-calls.ts';
import { fromCrm } from './crm-record.ts';
import { CRM_API } from './modules.ts';

/** Records of a custom view by the list with `cvid`: 3 credits per 200 records (zoho-crm-api.md §7). */
export function createCrmViews(http: HttpClient): CrmViews {
  const calls = createCrmCalls(below(http, CRM_API));
  return {
    async *read(module, viewId, { fields, signal }) {
      let token: string | null = null;
      do {
        const { rows, next } = await calls.list(module, { fields, viewId, pageToken: token, signal });
        yield { records: rows.map((row) => fromCrm(row, fields)), cursor: next, total: null };
        token = next;
      } while (token !== null);
    },
  };
}
