import type { Module } from '../../core/record.ts';
import { SyncError } from '../../core/errors.ts';
import type { HttpClient } from '../http-client.ts';
import { parseAnswer } from '../parse-answer.ts';
import { DESK_LIST_LIMIT } from './modules.ts';
import { DeskRecord, DeskRecordList, DeskSearchAnswer } from './wire.ts';

export interface SearchRows {
  readonly rows: readonly DeskRecord[];
  /** Hits in all, when Desk says so. */
  readonly count: number | null;
}

/** The read calls on contacts, accounts and products, parsed. Errors as in `HttpClient.request`. */
export interface DeskCalls {
  search(
    module: Module,
    params: Readonly<Record<string, string | number>>,
    signal?: AbortSignal,
  ): Promise<SearchRows>;
  /** One list page in the given order (`-` = descending); `from` counts from 1. Rows are slim. */
  list(module: Module, sortBy: string, from: number, signal?: AbortSignal): Promise<readonly DeskRecord[]>;
  /** The full record, binned ones included; null when there is none (any more). */
  get(module: Module, id: string, signal?: AbortSignal): Promise<DeskRecord | null>;
}

export function createDeskCalls(http: HttpClient): DeskCalls {
  return {
    async search(module, params, signal) {
      const path = `/${module}/search`;
      const { data } = await http.request({ method: 'GET', path, params, signal });
      if (data === null) return { rows: [], count: 0 };
      const answer = parseAnswer(DeskSearchAnswer, data, path);
      return { rows: answer.data, count: answer.count ?? null };
    },
    async list(module, sortBy, from, signal) {
      const params = { sortBy, from, limit: DESK_LIST_LIMIT[module] };
      const { data } = await http.request({ method: 'GET', path: `/${module}`, params, signal });
      return data === null ? [] : parseAnswer(DeskRecordList, data, `/${module}`).data;
    },
    async get(module, id, signal) {
      const path = `/${module}/${encodeURIComponent(id)}`;
      try {
        const { data } = await http.request({ method: 'GET', path, signal });
        return data === null ? null : parseAnswer(DeskRecord, data, `/${module}/{id}`);
      } catch (error) {
        if (isGone(error)) return null;
        throw error;
      }
    },
  };
}

/** After a purge Desk answers 404 or 422, which of them is not documented; a GET by id can be refused in no other way. */
function isGone(error: unknown): boolean {
  if (!(error instanceof SyncError)) return false;
  return error.code === 'not-found' || error.code === 'bad-parameter' || error.code === 'value-rejected';
}
