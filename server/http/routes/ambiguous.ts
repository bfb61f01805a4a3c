import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  Ambiguous,
  AmbiguousCase,
  AmbiguousChoice,
  AmbiguousParams,
  AmbiguousQuery,
} from '../../contract/ambiguous.ts';
import { Done } from '../../contract/common.ts';
import type { AmbiguousInbox } from '../../sync/ambiguous-inbox.ts';
import type { DecideMatch } from '../../sync/decide-match.ts';
import { asAnswer } from '../as-answer.ts';
import type { Guards } from '../authentication.ts';
import { agentOf } from '../authentication.ts';

/** Records whose partner is not clear, and what to do about them (administrators; S33, S34, S72). */
export function ambiguousRoutes(
  inbox: AmbiguousInbox,
  decide: DecideMatch,
  guards: Guards,
): FastifyPluginAsyncZod {
  const onRequest = guards.requireAdministrator;
  const tags = ['ambiguous'];
  const params = AmbiguousParams;
  // eslint-disable-next-line @typescript-eslint/require-await -- Fastify's plugin signature
  return async (app) => {
    app.get(
      '/v1/ambiguous',
      { onRequest, schema: { tags, querystring: AmbiguousQuery, response: { 200: Ambiguous } } },
      async (request) => asAnswer(await inbox.list(agentOf(request).orgKey, request.query.after ?? null)),
    );
    app.get(
      '/v1/ambiguous/:id',
      { onRequest, schema: { tags, params, response: { 200: AmbiguousCase } } },
      async (request) => asAnswer(await inbox.describe(agentOf(request).orgKey, request.params.id)),
    );
    app.post(
      '/v1/ambiguous/:id/choose',
      { onRequest, schema: { tags, params, body: AmbiguousChoice, response: { 200: Done } } },
      async (request) => {
        await decide.choose(agentOf(request), request.params.id, request.body);
        return { ok: true as const };
      },
    );
    app.post(
      '/v1/ambiguous/:id/undo',
      { onRequest, schema: { tags, params, response: { 200: Done } } },
      async (request) => {
        await decide.undo(agentOf(request), request.params.id);
        return { ok: true as const };
      },
    );
  };
}
