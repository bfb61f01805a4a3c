import { Readable } from 'node:stream';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { Status } from '../../contract/status.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Store } from '../../ports/store.ts';
import type { StatusView } from '../../sync/describe-status.ts';
import { describeStatus } from '../../sync/describe-status.ts';
import { Refusal } from '../../sync/refusal.ts';
import { asAnswer } from '../as-answer.ts';
import type { Guards } from '../authentication.ts';
import { agentOf } from '../authentication.ts';
import { statusEvents } from '../status-stream.ts';

export interface StatusRouteDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly guards: Guards;
  readonly creditReserve: number;
}

/** Open tabs of one organisation's administrators, per process; the next one polls. */
const MAX_STREAMS = 10;
const TICK_MS = 1_000;
/** Proxies cut connections that are silent for a minute. */
const HEARTBEAT_MS = 15_000;

/** How the integration is doing, once or live (administrators). */
export function statusRoutes(deps: StatusRouteDeps): FastifyPluginAsyncZod {
  const { store, clock, guards, creditReserve } = deps;
  const onRequest = guards.requireAdministrator;
  const streams = new Map<string, number>();
  const stopping = new AbortController();

  const looks = new Map<string, { readonly atMs: number; readonly status: Promise<StatusView> }>();

  /** Many tabs cost as much as one: whoever asks within a tick shares the answer. */
  async function look(orgKey: string): Promise<StatusView> {
    const known = looks.get(orgKey);
    const atMs = performance.now();
    if (known && atMs - known.atMs < TICK_MS / 2) return await known.status;
    const status = describeStatus(store.forOrg(orgKey), clock.now(), creditReserve);
    looks.set(orgKey, { atMs, status });
    return await status;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- Fastify's plugin signature
  return async (app) => {
    app.addHook('preClose', (done) => {
      stopping.abort();
      done();
    });
    app.get(
      '/v1/status',
      { onRequest, schema: { tags: ['status'], response: { 200: Status } } },
      async (request) => {
        const { orgKey } = agentOf(request);
        return asAnswer(await describeStatus(store.forOrg(orgKey), clock.now(), creditReserve));
      },
    );
    app.get(
      '/v1/status/stream',
      {
        onRequest,
        config: { rateLimit: { max: 60, timeWindow: 60_000 } },
        schema: { tags: ['status'], summary: 'Server-sent events' },
      },
      (request, reply) => {
        const { orgKey, agentId } = agentOf(request);
        const open = streams.get(orgKey) ?? 0;
        if (open >= MAX_STREAMS)
          throw new Refusal('too-many-streams', 'Too many open pages; ask GET /v1/status now and then');
        streams.set(orgKey, open + 1);
        const gone = new AbortController();
        // Also when the client left without a word.
        reply.raw.on('close', () => {
          gone.abort();
          const left = (streams.get(orgKey) ?? 1) - 1;
          if (left > 0) streams.set(orgKey, left);
          else {
            streams.delete(orgKey);
            looks.delete(orgKey);
          }
        });
        const token = request.headers.authorization;
        const events = statusEvents({
          clock,
          look: () => look(orgKey),
          // The token's own end counts as well: whoever lost the rank meanwhile cannot renew it as administrator.
          isSignedIn: async () =>
            (await guards.isAdministrator(token)) &&
            (await store.sessions.isSignedIn(orgKey, agentId, clock.now())),
          lastEventId: headerOf(request.headers['last-event-id']),
          tickMs: TICK_MS,
          heartbeatMs: HEARTBEAT_MS,
          gone: gone.signal,
          stopping: stopping.signal,
        });
        return (
          reply
            .type('text/event-stream; charset=utf-8')
            .header('x-accel-buffering', 'no')
            // A process that stops must not wait for a connection that nobody uses any more.
            .header('connection', 'close')
            .send(Readable.from(events, { objectMode: false }))
        );
      },
    );
  };
}

function headerOf(value: string | string[] | undefined): string | null {
  return typeof value === 'string' && value.length <= 64 ? value : null;
}
