import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Takes webhooks and callbacks, and answers 200 to all. */
export interface Listener {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startListener(): Promise<Listener> {
  const server = createServer((request, response) => {
    request.resume();
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
