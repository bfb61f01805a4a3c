import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { SyncPaused, SyncProgress, SyncResumed, SyncStart, SyncStarted } from '../../contract/sync.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Store } from '../../ports/store.ts';
import { describeProgress } from '../../sync/describe-progress.ts';
import type { PauseSync } from '../../sync/pause-sync.ts';
import type { StartSync } from '../../sync/start-sync.ts';
import type { Guards } from '../authentication.ts';
import { agentOf } from '../authentication.ts';
import { asAnswer } from '../as-answer.ts';

export interface SyncRouteDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly startSync: StartSync;
  readonly pauseSync: PauseSync;
  readonly guards: Guards;
  /** Shows GET /v1/progress without sign-in; the demo's page reads it. */
  readonly publicProgress: boolean;
}

/** Starting the sync and watching it. */
export function syncRoutes({
  store,
  clock,
  startSync,
  pauseSync,
  guards,
  publicProgress,
}: SyncRouteDeps): FastifyPluginAsyncZod {
  const onRequest = guards.requireAdministrator;
  async function progress(orgKey: string) {
    const run = await store.forOrg(orgKey).runs.latest('first-sync');
    return asAnswer(describeProgress(run, clock.now()));
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- Fastify's plugin signature
  return async (app) => {
    app.post(
      '/v1/sync/start',
      { onRequest, schema: { tags: ['sync'], body: SyncStart, response: { 200: SyncStarted } } },
      async (request) => ({ runId: (await startSync(agentOf(request).orgKey, request.body.modules)).id }),
    );
    app.post(
      '/v1/sync/pause',
      { onRequest, schema: { tags: ['sync'], response: { 200: SyncPaused } } },
      async (request) => ({
        state: 'paused' as const,
        settled: await pauseSync.pause(agentOf(request).orgKey),
      }),
    );
    app.post(
      '/v1/sync/resume',
      { onRequest, schema: { tags: ['sync'], response: { 200: SyncResumed } } },
      async (request) => {
        const { orgKey } = agentOf(request);
        const waiting = await store.forOrg(orgKey).inbox.count();
        await pauseSync.resume(orgKey);
        return { state: 'active' as const, waiting };
      },
    );
    app.get(
      '/v1/sync/progress',
      { onRequest: guards.requireAgent, schema: { tags: ['sync'], response: { 200: SyncProgress } } },
      (request) => progress(agentOf(request).orgKey),
    );
    if (!publicProgress) return;
    app.get(
      '/v1/progress',
      { schema: { tags: ['sync'], response: { 200: SyncProgress } } },
      async (_request, reply) => {
        void reply.header('access-control-allow-origin', '*');
        const [only] = await store.listIntegrations(['connecting', 'configured', 'active', 'paused']);
        return only ? progress(only.orgKey) : asAnswer(describeProgress(null, clock.now()));
      },
    );
  };
}
