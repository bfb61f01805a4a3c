import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Makes closing wait for answers that are under way and for nothing else. Node's own close also waits, for a minute or
 * more, for connections that never sent anything, and browsers and clients open such connections in advance.
 */
export function closeUnusedConnections(app: FastifyInstance): void {
  const answering = new Map<Socket, number>();
  let closing = false;

  app.server.on('connection', (socket: Socket) => {
    answering.set(socket, 0);
    socket.once('close', () => answering.delete(socket));
    if (closing) socket.destroy();
  });
  app.server.on('request', ({ socket }, response) => {
    answering.set(socket, (answering.get(socket) ?? 0) + 1);
    response.once('close', () => {
      const left = (answering.get(socket) ?? 1) - 1;
      if (answering.has(socket)) answering.set(socket, left);
      if (closing && left === 0) socket.destroySoon();
    });
  });
  app.addHook('preClose', (done) => {
    closing = true;
    for (const [socket, count] of answering) if (count === 0) socket.destroy();
    done();
  });
}
