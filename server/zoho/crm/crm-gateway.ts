import type { RemoteRecord } from '../../core/record.ts';
import type { RecordGateway } from '../../ports/record-gateway.ts';
import type { HttpClient } from '../http-client.ts';
import { below, sleepMs } from '../http-client.ts';
import { createBulkReads } from './crm-bulk-read.ts';
import { createCrmCalls } from './crm-calls.ts';
import { readCrmBin, readCrmDeleted, sinceHeader } from './crm-deleted.ts';
import { createCrmFields, crmFieldMeta } from './crm-fields.ts';
import { findIdsByCrmKey } from './crm-find.ts';
import { readAllCrm } from './crm-read-all.ts';
import { fromCrm } from './crm-record.ts';
import { restoreFromCrmBin } from './crm-restore.ts';
import { createCrmWriter } from './crm-write.ts';
import { CRM_API, CRM_BULK_API, ROWS_PER_WRITE } from './modules.ts';

export interface CrmGatewayOptions {
  /** From `createCrmClient`: base URL `{api}/crm`. */
  readonly http: HttpClient;
  /** Rows above which a full read goes by bulk job. Default 10,000. */
  readonly bulkAbove?: number;
  readonly now?: () => number;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

const BULK_ABOVE = 10_000;

/** CRM's contacts, accounts and products behind the common port. Which call serves which read: zoho-crm-api §2–3. */
export function createCrmGateway(options: CrmGatewayOptions): RecordGateway {
  const { bulkAbove = BULK_ABOVE, now = Date.now, sleep = sleepMs } = options;
  const http = below(options.http, CRM_API);
  const calls = createCrmCalls(http);
  const fields = createCrmFields(http, now);
  const bulk = createBulkReads(below(options.http, CRM_BULK_API), sleep);
  const writer = createCrmWriter(http, fields);

  return {
    side: 'crm',
    writeBatchSize: ROWS_PER_WRITE,

    readFields: async (module, signal) => (await fields.fresh(module, signal)).map(crmFieldMeta),

    readAll: (module, readOptions) => readAllCrm({ calls, bulk, fields, bulkAbove }, module, readOptions),

    async *readModifiedSince(module, since, { fields: wanted, signal }) {
      const sort = { by: 'Modified_Time', order: 'asc' } as const;
      let token: string | null = null;
      do {
        const query = { fields: wanted, pageToken: token, sort, ifModifiedSince: sinceHeader(since), signal };
        const { rows, next } = await calls.list(module, query);
        if (rows.length > 0)
          yield { records: rows.map((row) => fromCrm(row, wanted)), cursor: next, total: null };
        token = next;
      } while (token !== null);
    },

    async getMany(module, ids, { fields: wanted, signal }) {
      const rows = await calls.byIds(module, ids, wanted, signal);
      const found = new Map(rows.map((row) => [row.id, fromCrm(row, wanted)]));
      const missing = [...new Set(ids)].filter((id) => !found.has(id));
      for (const record of await readCrmBin(http, missing, signal)) found.set(record.id, record);
      return found;
    },

    async findByKey(module, keys, { fields: wanted, signal }) {
      const ids = await findIdsByCrmKey(http, module, keys, signal);
      const rows = await calls.byIds(module, ids, wanted, signal);
      return rows.map((row) => fromCrm(row, wanted));
    },

    async readCreatedSince(module, since, { fields: wanted, known, signal }) {
      // CRM keeps whole seconds, so the instant is rounded down.
      const instant = new Date(Math.floor(Date.parse(since) / 1000) * 1000).toISOString();
      const sort = { by: 'Created_Time', order: 'desc' } as const;
      const found: RemoteRecord[] = [];
      let token: string | null = null;
      do {
        const { rows, next } = await calls.list(module, { fields: wanted, pageToken: token, sort, signal });
        const young = rows.filter(({ Created_Time: at }) => at === null || at >= instant);
        found.push(...young.map((row) => fromCrm(row, wanted)));
        token = young.length === rows.length ? next : null;
      } while (token !== null);
      const held = await known?.(found.map(({ id }) => id));
      return held === undefined ? found : found.filter(({ id }) => !held.has(id));
    },

    readDeletedSince: (module, since, signal) => readCrmDeleted(http, module, since, signal),
    create: (module, drafts, signal) => writer.create(module, drafts, signal),
    update: (module, changes, updateOptions) => writer.update(module, changes, updateOptions ?? {}),
    restore: (_module, ids, signal) => restoreFromCrmBin(http, ids, signal),
    serverTime: () => http.serverTime(),
  };
}
