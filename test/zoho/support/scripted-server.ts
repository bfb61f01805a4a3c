import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  /** Parsed JSON, the text when it is none, null when empty. */
  readonly body: unknown;
}
/** `reset` hangs up without an answer, `cut` in the middle of one, `hang` never answers. */
export type Reply =
  | 'reset'
  | 'cut'
  | 'hang'
  | { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> };

export interface ScriptedServer {
  readonly url: string;
  readonly seen: Seen[];
  close(): Promise<void>;
}

function readBody(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** A loopback server that answers as `reply` says; texts are sent as they are, everything else as JSON. */
export async function startScriptedServer(
  reply: (seen: Seen, count: number) => Reply,
): Promise<ScriptedServer> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://loopback');
      const entry: Seen = {
        method: request.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: readBody(Buffer.concat(chunks).toString('utf8')),
      };
      seen.push(entry);
      const answer = reply(entry, seen.length);
      if (answer === 'reset') {
        request.socket.destroy();
        return;
      }
      if (answer === 'hang') return;
      if (answer === 'cut') {
        response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '100' });
        response.write('{"data":[{"id":"1"');
        setTimeout(() => request.socket.destroy(), 20);
        return;
      }
      const { status, body, headers } = answer;
      response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
      if (body === undefined) response.end();
      else if (typeof body === 'string' || body instanceof Uint8Array) response.end(body);
      else response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
