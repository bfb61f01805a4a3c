import type { Module } from '../../core/record.ts';
import { chunksOf, mapBounded } from '../bounded.ts';
import type { HttpClient } from '../http-client.ts';
import { parseAnswer } from '../parse-answer.ts';
import { CRM_MODULE, FIELDS_PER_CALL, IDS_PER_CALL, PER_PAGE, TIME_FIELDS } from './modules.ts';
import type { CrmRecord } from './wire.ts';
import { CrmCount, CrmRecordList } from './wire.ts';

export interface ListPage {
  readonly rows: readonly CrmRecord[];
  /** Token of the next page; null after the last one. */
  readonly next: string | null;
}

export interface ListQuery {
  readonly fields: readonly string[];
  readonly pageToken?: string | null;
  /** Custom view: only what it shows, in its own order. 3 credits per page. */
  readonly viewId?: string;
  readonly sort?: { readonly by: 'Created_Time' | 'Modified_Time'; readonly order: 'asc' | 'desc' };
  /** ISO 8601: only rows modified after it. */
  readonly ifModifiedSince?: string;
  readonly signal?: AbortSignal | undefined;
}

/** The read calls on CRM's records, parsed, whole: no row lacks a field or the end of a long text. */
export interface CrmCalls {
  list(module: Module, query: ListQuery): Promise<ListPage>;
  byIds(
    module: Module,
    ids: readonly string[],
    fields: readonly string[],
    signal?: AbortSignal,
  ): Promise<readonly CrmRecord[]>;
  /** Live records of the module. 1 credit. */
  count(module: Module, signal?: AbortSignal): Promise<number>;
}

const CALLS_AT_ONCE = 4;
/** Lists cut long rich texts to 500 characters and say nothing (zoho-crm-api §2.1). */
const CUT_AT = 500;

function looksCut(row: CrmRecord): boolean {
  return Object.values(row).some(
    (value) => typeof value === 'string' && value.length >= CUT_AT && value.length <= CUT_AT + 3,
  );
}

export function createCrmCalls(http: HttpClient): CrmCalls {
  async function page(
    module: Module,
    query: ListQuery & { readonly ids?: readonly string[] },
  ): Promise<ListPage> {
    const { fields, pageToken, viewId, sort, ids, ifModifiedSince, signal } = query;
    const path = `/${CRM_MODULE[module]}`;
    const { data } = await http.request({
      method: 'GET',
      path,
      params: {
        fields: [...TIME_FIELDS, ...fields.slice(0, FIELDS_PER_CALL)].join(','),
        per_page: PER_PAGE,
        page_token: pageToken ?? undefined,
        cvid: viewId,
        sort_by: sort?.by,
        sort_order: sort?.order,
        ids: ids?.join(','),
      },
      ...(ifModifiedSince === undefined ? {} : { headers: { 'If-Modified-Since': ifModifiedSince } }),
      heavy: sort !== undefined || viewId !== undefined,
      signal,
    });
    if (data === null) return { rows: [], next: null };
    const { data: rows, info } = parseAnswer(CrmRecordList, data, path);
    return { rows, next: info.more_records ? (info.next_page_token ?? null) : null };
  }

  async function single(module: Module, id: string, signal?: AbortSignal): Promise<CrmRecord | null> {
    const path = `/${CRM_MODULE[module]}/${encodeURIComponent(id)}`;
    const { data } = await http.request({ method: 'GET', path, signal });
    return data === null ? null : (parseAnswer(CrmRecordList, data, path).data[0] ?? null);
  }

  /** Adds the fields that did not fit into the first call, and the rest of texts that the list cut. */
  async function whole(
    module: Module,
    rows: readonly CrmRecord[],
    fields: readonly string[],
    signal?: AbortSignal,
  ): Promise<readonly CrmRecord[]> {
    const extra = chunksOf(fields.slice(FIELDS_PER_CALL), FIELDS_PER_CALL);
    const parts = extra.flatMap((some) =>
      chunksOf(rows, IDS_PER_CALL).map((chunk) => ({ some, ids: chunk.map(({ id }) => id) })),
    );
    const merged = new Map(rows.map((row) => [row.id, row]));
    const pages = await mapBounded(parts, CALLS_AT_ONCE, ({ some, ids }) =>
      page(module, { fields: some, ids, signal }),
    );
    for (const row of pages.flatMap(({ rows: found }) => found)) {
      const known = merged.get(row.id);
      if (known !== undefined) merged.set(row.id, { ...row, ...known });
    }
    const cut = [...merged.values()].filter(looksCut);
    for (const full of await mapBounded(cut, CALLS_AT_ONCE, ({ id }) => single(module, id, signal))) {
      if (full !== null) merged.set(full.id, full);
    }
    return [...merged.values()];
  }

  return {
    async list(module, query) {
      const { rows, next } = await page(module, query);
      return { rows: await whole(module, rows, query.fields, query.signal), next };
    },
    async byIds(module, ids, fields, signal) {
      const chunks = chunksOf([...new Set(ids)], IDS_PER_CALL);
      const pages = await mapBounded(chunks, CALLS_AT_ONCE, (chunk) =>
        page(module, { fields, ids: chunk, signal }),
      );
      return await whole(
        module,
        pages.flatMap(({ rows }) => rows),
        fields,
        signal,
      );
    },
    async count(module, signal) {
      const path = `/${CRM_MODULE[module]}/actions/count`;
      const { data } = await http.request({ method: 'GET', path, signal });
      return data === null ? 0 : parseAnswer(CrmCount, data, path).count;
    },
  };
}
