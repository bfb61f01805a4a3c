import type { Module, RemoteRecord } from '../../core/record.ts';
import type { DeletedRecord } from '../../ports/record-gateway.ts';
import { chunksOf } from '../bounded.ts';
import type { HttpClient } from '../http-client.ts';
import { parseAnswer } from '../parse-answer.ts';
import { crmDateTime } from './crm-record.ts';
import { CRM_MODULE, IDS_PER_CALL, PER_PAGE } from './modules.ts';
import { DeletedList, RecycleBinList } from './wire.ts';

/** `If-Modified-Since` counts whole seconds and may be exclusive; one second earlier loses nothing. */
export function sinceHeader(since: string): string {
  return crmDateTime(new Date(Math.floor(Date.parse(since) / 1000) * 1000 - 1000).toISOString());
}

/** Deletions from CRM's deleted listing: binned ones for 60 days, permanent ones for 120 (zoho-crm-api §2.3). */
export async function readCrmDeleted(
  http: HttpClient,
  module: Module,
  since: string,
  signal?: AbortSignal,
): Promise<readonly DeletedRecord[]> {
  const path = `/${CRM_MODULE[module]}/deleted`;
  const found = new Map<string, DeletedRecord>();
  for (let page = 1; ; page += 1) {
    const { data } = await http.request({
      method: 'GET',
      path,
      params: { type: 'all', page, per_page: PER_PAGE },
      headers: { 'If-Modified-Since': sinceHeader(since) },
      signal,
    });
    if (data === null) break;
    const { data: rows, info } = parseAnswer(DeletedList, data, path);
    for (const { id, type, deleted_time } of rows) {
      const state = type === 'permanent' ? 'purged' : 'bin';
      // A record binned and purged since appears under both; purged is the later truth.
      if (found.get(id)?.state !== 'purged') found.set(id, { id, state, deletedAt: deleted_time });
    }
    if (!info.more_records) break;
  }
  return [...found.values()];
}

/** Those of `ids` that lie in the recycle bin. CRM shows no values of binned records, so `values` is empty. */
export async function readCrmBin(
  http: HttpClient,
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<readonly RemoteRecord[]> {
  const binned: RemoteRecord[] = [];
  for (const chunk of chunksOf(ids, IDS_PER_CALL)) {
    const path = '/settings/recycle_bin';
    const { data } = await http.request({ method: 'GET', path, params: { ids: chunk.join(',') }, signal });
    if (data === null) continue;
    const wanted = new Set(chunk);
    for (const { id } of parseAnswer(RecycleBinList, data, path).recycle_bin) {
      if (wanted.has(id))
        binned.push({ id, createdAt: null, modifiedAt: null, values: {}, inRecycleBin: true });
    }
  }
  return binned;
}
