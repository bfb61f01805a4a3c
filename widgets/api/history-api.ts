import type * as z from 'zod/mini';
import type {
  History,
  HistoryChanges,
  HistoryDaily,
  HistoryExport,
  HistoryFilter as Filter,
  HistoryPageQuery,
} from '../../server/contract/history.ts';
import type { RecordPages } from '../../server/contract/record-pages.ts';
import type { ApiClient } from './api-client.ts';
import { csvThatBegins } from './csv-guard.ts';
import { isHistory, isHistoryChanges, isHistoryDaily, isRecordPages } from './shapes/history-shape.ts';

export type HistoryFilter = z.infer<typeof Filter>;

export async function listHistory(
  api: ApiClient,
  filter: HistoryFilter,
  signal?: AbortSignal,
): Promise<History> {
  return api.get('/v1/history', isHistory, filter, signal);
}

/** @param zone IANA name of the viewer's time zone */
export async function readDailyHistory(
  api: ApiClient,
  query: HistoryFilter & { readonly zone: string },
  signal?: AbortSignal,
): Promise<HistoryDaily> {
  return api.get('/v1/history/daily', isHistoryDaily, query, signal);
}

/** What a run changed, 200 records a page. */
export async function readRun(
  api: ApiClient,
  runId: string,
  query: z.infer<typeof HistoryPageQuery>,
  signal?: AbortSignal,
): Promise<HistoryChanges> {
  return api.get(`/v1/history/${encodeURIComponent(runId)}`, isHistoryChanges, query, signal);
}

/** @returns the text of the CSV file */
export async function exportHistory(api: ApiClient, query: z.infer<typeof HistoryExport>): Promise<string> {
  return api.get('/v1/history.csv', csvThatBegins('startedAt'), query);
}

export async function readRecordPages(api: ApiClient): Promise<RecordPages> {
  return api.get('/v1/record-pages', isRecordPages);
}
