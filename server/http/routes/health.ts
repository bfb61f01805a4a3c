import type { FastifyInstance } from 'fastify';
import type { Store } from '../../ports/store.ts';

/** For whoever runs the process: `/livez` = it answers, `/readyz` = it can work. */
export function registerHealth(app: FastifyInstance, store: Pick<Store, 'ping'>): void {
  app.get('/livez', { schema: { hide: true } }, () => ({ status: 'alive' }));
  app.get('/readyz', { schema: { hide: true } }, async (request, reply) => {
    try {
      await store.ping();
      return { status: 'ready' };
    } catch (error) {
      request.log.error({ err: error }, 'the store does not answer');
      return reply.status(503).send({ status: 'the store does not answer' });
    }
  });
}
