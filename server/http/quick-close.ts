import type { FastifyInstance } from 'fastify';

const LOOK_MS = 20;

/**
 * Stopping finishes the answers under way and waits for nothing else. Node closes idle connections by itself, but not
 * those that a browser opened in advance and never used: they would hold the process for a whole request timeout.
 */
export function registerQuickClose(app: FastifyInstance): void {
  let running = 0;
  app.addHook('onRequest', (_request, reply, done) => {
    running += 1;
    reply.raw.once('close', () => (running -= 1));
    done();
  });
  app.addHook('preClose', (done) => {
    const look = setInterval(() => {
      if (running > 0) return;
      clearInterval(look);
      app.server.closeAllConnections();
    }, LOOK_MS);
    look.unref();
    done();
  });
}
