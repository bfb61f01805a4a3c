import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { Done } from '../../contract/common.ts';
import { ConflictChoice, Conflicts, ConflictUndo, ConflictUndone } from '../../contract/conflicts.ts';
import type { Store } from '../../ports/store.ts';
import type { ResolveConflict } from '../../sync/conflict-inbox.ts';
import type { UndoConflict } from '../../sync/undo-conflict.ts';
import { withRecordKeys } from '../../sync/with-record-keys.ts';
import { asAnswer } from '../as-answer.ts';
import type { Guards } from '../authentication.ts';
import { agentOf } from '../authentication.ts';

const SETTLED_SHOWN = 200;

/** The conflict inbox (S96, administrators). */
export function conflictRoutes(
  store: Store,
  resolve: ResolveConflict,
  undo: UndoConflict,
  guards: Guards,
): FastifyPluginAsyncZod {
  const onRequest = guards.requireAdministrator;
  // eslint-disable-next-line @typescript-eslint/require-await -- Fastify's plugin signature
  return async (app) => {
    app.get(
      '/v1/conflicts',
      { onRequest, schema: { tags: ['conflicts'], response: { 200: Conflicts } } },
      async (request) => {
        const org = store.forOrg(agentOf(request).orgKey);
        return asAnswer({
          open: await withRecordKeys(org, await org.openConflicts.list()),
          settled: await withRecordKeys(org, await org.history.conflicts(SETTLED_SHOWN)),
        });
      },
    );
    app.post(
      '/v1/conflicts/resolve',
      { onRequest, schema: { tags: ['conflicts'], body: ConflictChoice, response: { 200: Done } } },
      async (request) => {
        await resolve(agentOf(request), request.body);
        return { ok: true as const };
      },
    );
    app.post(
      '/v1/conflicts/undo',
      { onRequest, schema: { tags: ['conflicts'], body: ConflictUndo, response: { 200: ConflictUndone } } },
      async (request) => ({ outcome: await undo(agentOf(request), request.body) }),
    );
  };
}
