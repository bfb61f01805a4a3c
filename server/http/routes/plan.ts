import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { HistoryChanges, HistoryPageQuery } from '../../contract/history.ts';
import { FlightPlan, LatestPlan, PlanDrift, PlanRequest } from '../../contract/plan.ts';
import type { FlightPlans } from '../../sync/flight-plan.ts';
import type { Guards } from '../authentication.ts';
import { agentOf } from '../authentication.ts';
import { asAnswer } from '../as-answer.ts';

const CHANGES_PER_PAGE = 200;

/** The flight plan: what would be written, before anything is (administrators). */
export function planRoutes(plans: FlightPlans, guards: Guards): FastifyPluginAsyncZod {
  const onRequest = guards.requireAdministrator;
  // eslint-disable-next-line @typescript-eslint/require-await -- Fastify's plugin signature
  return async (app) => {
    app.post(
      '/v1/plan',
      {
        onRequest,
        config: { rateLimit: { max: 10, timeWindow: 60_000 } },
        schema: { tags: ['plan'], body: PlanRequest, response: { 202: FlightPlan } },
      },
      async (request, reply) => {
        const plan = await plans.begin(agentOf(request).orgKey, request.body);
        return reply.code(202).send(asAnswer(plan));
      },
    );
    app.get(
      '/v1/plan',
      { onRequest, schema: { tags: ['plan'], response: { 200: LatestPlan } } },
      async (request) => ({
        plan: asAnswer(await plans.read(agentOf(request).orgKey)),
      }),
    );
    app.get(
      '/v1/plan/changes',
      {
        onRequest,
        schema: { tags: ['plan'], querystring: HistoryPageQuery, response: { 200: HistoryChanges } },
      },
      async (request) => {
        const query = { ...request.query, limit: CHANGES_PER_PAGE };
        const page = await plans.changes(agentOf(request).orgKey, query);
        return asAnswer({ changes: page.rows, next: page.next });
      },
    );
    app.get(
      '/v1/plan/drift',
      { onRequest, schema: { tags: ['plan'], response: { 200: PlanDrift } } },
      async (request) => asAnswer(await plans.drift(agentOf(request).orgKey)),
    );
  };
}
