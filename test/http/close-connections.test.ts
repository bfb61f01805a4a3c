import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { fastify } from 'fastify';
import { closeUnusedConnections } from '../../server/http/close-connections.ts';

describe('closing the server', () => {
  it('ends connections that never asked anything, and waits for the answer under way', async () => {
    const app = fastify();
    closeUnusedConnections(app);
    const asked = Promise.withResolvers<undefined>();
    const mayAnswer = Promise.withResolvers<undefined>();
    app.get('/slow', async () => {
      asked.resolve(undefined);
      await mayAnswer.promise;
      return 'the answer';
    });
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const silent = connect(port, '127.0.0.1');
    await once(silent, 'connect');
    const answer = fetch(`http://127.0.0.1:${port}/slow`);
    await asked.promise;

    const silentEnded = once(silent.resume(), 'close');
    const closed = app.close();
    await silentEnded;
    mayAnswer.resolve(undefined);
    assert.equal(await (await answer).text(), 'the answer');
    await closed;
  });
});
