import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { FailureFilter, Failures, RetryRequest, RetryStarted } from '../../contract/failures.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Store } from '../../ports/store.ts';
import { describeFailures, retryFailures, type FailureReasons } from '../../sync/failure-log.ts';
import { asAnswer } from '../as-answer.ts';
import { sendCsv } from '../csv.ts';
import type { Guards } from '../authentication.ts';
import { agentOf } from '../authentication.ts';

export interface FailureRouteDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly guards: Guards;
  readonly reasons: FailureReasons;
  readonly wake: (orgKey: string) => Promise<void>;
}

/** Of the CSV. */
export const FAILURE_COLUMNS = [
  'failedAt',
  'module',
  'side',
  'recordId',
  'recordName',
  'reason',
  'field',
  'fix',
  'details',
  'code',
  'providerCode',
] as const;

/** The Failure Log and Try Again (S68–S78). */
export function failureRoutes(deps: FailureRouteDeps): FastifyPluginAsyncZod {
  const { store, clock, reasons, wake } = deps;
  const onRequest = deps.guards.requireAdministrator;
  // eslint-disable-next-line @typescript-eslint/require-await -- Fastify's plugin signature
  return async (app) => {
    app.get(
      '/v1/failures',
      { onRequest, schema: { tags: ['failures'], querystring: FailureFilter, response: { 200: Failures } } },
      async (request) => {
        const org = store.forOrg(agentOf(request).orgKey);
        return asAnswer(await describeFailures(org, reasons, request.query));
      },
    );
    app.get(
      '/v1/failures.csv',
      { onRequest, schema: { tags: ['failures'], querystring: FailureFilter } },
      async (request, reply) => {
        const org = store.forOrg(agentOf(request).orgKey);
        const { failures } = await describeFailures(org, reasons, request.query);
        return sendCsv(reply, 'failure-log', FAILURE_COLUMNS, failures);
      },
    );
    app.post(
      '/v1/failures/retry',
      { onRequest, schema: { tags: ['failures'], body: RetryRequest, response: { 200: RetryStarted } } },
      async (request) => {
        const { orgKey } = agentOf(request);
        const retried = await retryFailures(store.forOrg(orgKey), request.body, clock.now());
        await wake(orgKey);
        return { retried };
      },
    );
  };
}
