import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { Done } from '../../contract/common.ts';
import {
  CorrectableFields,
  FailedRecord,
  FailureFilter,
  Failures,
  RetryRequest,
  RetryStarted,
  ValueCorrection,
} from '../../contract/failures.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Store } from '../../ports/store.ts';
import type { FailureCatalogue } from '../../core/failures/explain-failure.ts';
import type { FieldMeta } from '../../core/record.ts';
import type { CorrectValue } from '../../sync/correct-value.ts';
import { describeFailures, retryFailures } from '../../sync/failure-log.ts';
import { asAnswer } from '../as-answer.ts';
import { sendCsv } from '../csv.ts';
import type { Guards } from '../authentication.ts';
import { agentOf } from '../authentication.ts';

export interface FailureRouteDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly guards: Guards;
  readonly catalogue: FailureCatalogue;
  readonly correctValue: CorrectValue;
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
  const { store, clock, catalogue, correctValue, wake } = deps;
  const onRequest = deps.guards.requireAdministrator;
  // eslint-disable-next-line @typescript-eslint/require-await -- Fastify's plugin signature
  return async (app) => {
    app.get(
      '/v1/failures',
      { onRequest, schema: { tags: ['failures'], querystring: FailureFilter, response: { 200: Failures } } },
      async (request) => {
        const org = store.forOrg(agentOf(request).orgKey);
        return asAnswer(await describeFailures(org, catalogue, request.query));
      },
    );
    app.get(
      '/v1/failures.csv',
      { onRequest, schema: { tags: ['failures'], querystring: FailureFilter } },
      async (request, reply) => {
        const org = store.forOrg(agentOf(request).orgKey);
        const { failures } = await describeFailures(org, catalogue, request.query);
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
    app.get(
      '/v1/failures/fields',
      {
        onRequest,
        schema: { tags: ['failures'], querystring: FailedRecord, response: { 200: CorrectableFields } },
      },
      async (request) => {
        const found = await correctValue.fieldsOf(agentOf(request).orgKey, request.query);
        const fields = found.map(({ field, target, value, isAtFault }) => {
          return { field: facts(field), target: facts(target), value, atFault: isAtFault };
        });
        return asAnswer({ fields });
      },
    );
    app.post(
      '/v1/failures/edit',
      { onRequest, schema: { tags: ['failures'], body: ValueCorrection, response: { 200: Done } } },
      async (request) => {
        await correctValue.correct(agentOf(request), request.body);
        return { ok: true as const };
      },
    );
  };
}

function facts({ apiName, label, type, mandatory, maxLength, options }: FieldMeta) {
  return { name: apiName, label, type, mandatory, maxLength, options };
}
