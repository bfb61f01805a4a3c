import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  History,
  HistoryDaily,
  HistoryDailyQuery,
  HistoryChanges,
  HistoryExport,
  HistoryFilter,
  HistoryPageQuery,
  HistoryRunParams,
} from '../../contract/history.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Store } from '../../ports/store.ts';
import { dailyHistory } from '../../sync/daily-history.ts';
import { describeHistory } from '../../sync/describe-history.ts';
import { withRecordKeys } from '../../sync/with-record-keys.ts';
import type { Guards } from '../authentication.ts';
import { agentOf } from '../authentication.ts';
import { asAnswer } from '../as-answer.ts';
import { sendCsv } from '../csv.ts';

const CHANGES_PER_PAGE = 200;
const BEGINNING = '1970-01-01T00:00:00.000Z';
/** Of the CSV. */
export const HISTORY_COLUMNS = [
  'startedAt',
  'finishedAt',
  'kind',
  'module',
  'source',
  'target',
  'added',
  'updated',
  'failed',
  'runId',
] as const;

/** Sync History (S62–S67), and what each run changed (P22). */
export function historyRoutes(store: Store, clock: Clock, guards: Guards): FastifyPluginAsyncZod {
  const onRequest = guards.requireAdministrator;
  // eslint-disable-next-line @typescript-eslint/require-await -- Fastify's plugin signature
  return async (app) => {
    app.get(
      '/v1/history',
      {
        onRequest,
        schema: { tags: ['history'], querystring: HistoryFilter, response: { 200: History } },
      },
      async (request) => {
        const org = store.forOrg(agentOf(request).orgKey);
        return asAnswer({ entries: await describeHistory(org, clock.now(), request.query) });
      },
    );
    app.get(
      '/v1/history.csv',
      { onRequest, schema: { tags: ['history'], querystring: HistoryExport } },
      async (request, reply) => {
        const org = store.forOrg(agentOf(request).orgKey);
        const { since, until, ...filter } = request.query;
        const lines = await describeHistory(org, clock.now(), filter, since ?? BEGINNING);
        const wanted = lines.filter(({ startedAt }) => !until || Date.parse(startedAt) < Date.parse(until));
        return sendCsv(reply, 'sync-history', HISTORY_COLUMNS, wanted);
      },
    );
    app.get(
      '/v1/history/daily',
      {
        onRequest,
        schema: { tags: ['history'], querystring: HistoryDailyQuery, response: { 200: HistoryDaily } },
      },
      async (request) => {
        const org = store.forOrg(agentOf(request).orgKey);
        return asAnswer(await dailyHistory(org, clock.now(), request.query));
      },
    );
    app.get(
      '/v1/history/:runId',
      {
        onRequest,
        schema: {
          tags: ['history'],
          params: HistoryRunParams,
          querystring: HistoryPageQuery,
          response: { 200: HistoryChanges },
        },
      },
      async (request) => {
        const org = store.forOrg(agentOf(request).orgKey);
        const { runId } = request.params;
        const page = await org.history.pageOfRun(runId, { ...request.query, limit: CHANGES_PER_PAGE });
        return asAnswer({ changes: await withRecordKeys(org, page.rows), next: page.next });
      },
    );
  };
}
