import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { Preflight } from '../../contract/preflight.ts';
import type { RunPreflight } from '../../sync/preflight.ts';
import { asAnswer } from '../as-answer.ts';
import type { Guards } from '../authentication.ts';
import { agentOf } from '../authentication.ts';

/** Whether the setup can succeed, at any step of it (administrators). */
export function preflightRoute(preflight: RunPreflight, guards: Guards): FastifyPluginAsyncZod {
  // eslint-disable-next-line @typescript-eslint/require-await -- Fastify's plugin signature
  return async (app) => {
    app.get(
      '/v1/preflight',
      {
        onRequest: guards.requireAdministrator,
        config: { rateLimit: { max: 30, timeWindow: 60_000 } },
        schema: { tags: ['integration'], response: { 200: Preflight } },
      },
      async (request) => asAnswer(await preflight(agentOf(request))),
    );
  };
}
