import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { Done, ModuleParams } from '../../contract/common.ts';
import { Deletions, DeletionsQuery, DeletionsUndone, SendAgain } from '../../contract/deletions.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Store } from '../../ports/store.ts';
import { describeDeletions } from '../../sync/describe-deletions.ts';
import { acceptDeletions, undoAcceptance } from '../../sync/accept-deletions.ts';
import { Refusal } from '../../sync/refusal.ts';
import { sendAgain } from '../../sync/send-again.ts';
import { asAnswer } from '../as-answer.ts';
import type { Guards } from '../authentication.ts';
import { agentOf } from '../authentication.ts';

export interface DeletionRouteDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly guards: Guards;
  readonly wake: (orgKey: string) => Promise<void>;
}

/** Tombstones (P10), "send again" (S46), and the decision about a held module (P17). */
export function deletionRoutes({ store, clock, guards, wake }: DeletionRouteDeps): FastifyPluginAsyncZod {
  const onRequest = guards.requireAdministrator;
  // eslint-disable-next-line @typescript-eslint/require-await -- Fastify's plugin signature
  return async (app) => {
    app.get(
      '/v1/deletions/:module',
      {
        onRequest,
        schema: {
          tags: ['deletions'],
          params: ModuleParams,
          querystring: DeletionsQuery,
          response: { 200: Deletions },
        },
      },
      async (request) => {
        const org = store.forOrg(agentOf(request).orgKey);
        const { after = null } = request.query;
        return asAnswer(await describeDeletions(org, request.params.module, after, clock.now()));
      },
    );
    app.post(
      '/v1/deletions/:module/accept',
      { onRequest, schema: { tags: ['deletions'], params: ModuleParams, response: { 200: Done } } },
      async (request) => {
        const { orgKey } = agentOf(request);
        await acceptDeletions(store.forOrg(orgKey), request.params.module, clock.now());
        await wake(orgKey);
        return { ok: true as const };
      },
    );
    app.post(
      '/v1/deletions/:module/undo',
      {
        onRequest,
        schema: { tags: ['deletions'], params: ModuleParams, response: { 200: DeletionsUndone } },
      },
      async (request) => {
        const org = store.forOrg(agentOf(request).orgKey);
        if (!(await undoAcceptance(org, request.params.module, clock.now())))
          throw new Refusal('nothing-to-undo', 'No deletions were accepted within the last hour');
        return { ok: true as const };
      },
    );
    app.post(
      '/v1/deletions/:module/send-again',
      {
        onRequest,
        schema: { tags: ['deletions'], params: ModuleParams, body: SendAgain, response: { 200: Done } },
      },
      async (request) => {
        const { orgKey } = agentOf(request);
        const done = await sendAgain(store.forOrg(orgKey), request.params.module, request.body, clock.now());
        if (done === 'not-found') throw new Refusal('pair-unknown', 'There is no such pair');
        if (done === 'not-deleted')
          throw new Refusal('nothing-to-send', 'One record of the pair must be deleted and the other live');
        await wake(orgKey);
        return { ok: true as const };
      },
    );
  };
}
