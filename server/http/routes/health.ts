import type { FastifyInstance } from 'fastify';
import type { Store } from '../../ports/store.ts';

/** Jobs begin after the server listens, and end before it is closed. */
export type Serving = 'starting' | 'ready' | 'stopping';

/**
 * For whoever runs the process. `/livez`: it answers; anything else means it must be restarted. `/readyz`: it can
 * work; 503 while it starts, while it stops, and while the store does not answer, so that no traffic is sent to it.
 */
export function registerHealth(
  app: FastifyInstance,
  store: Pick<Store, 'ping'>,
  serving: () => Serving,
): void {
  app.get('/livez', { schema: { hide: true } }, () => ({ status: 'alive' }));
  app.get('/readyz', { schema: { hide: true } }, async (request, reply) => {
    const status = serving();
    if (status !== 'ready') return reply.status(503).send({ status });
    try {
      await store.ping();
      return { status };
    } catch (error) {
      request.log.error({ err: error }, 'the store does not answer');
      return reply.status(503).send({ status: 'the store does not answer' });
    }
  });
}
