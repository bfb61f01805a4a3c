import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Exchange, Product } from './exchange.ts';

export interface RecordingProxy {
  /** Base URL without trailing slash, to be used in place of the target's. */
  readonly url: string;
  stop(): Promise<void>;
}

export interface ProxyOptions {
  readonly product: Product;
  readonly sender: Exchange['sender'];
  /** Base URL of the server behind. */
  readonly target: string;
  readonly record: (exchange: Exchange) => void;
}

/** Headers that belong to one hop, or that Node writes itself. */
const HOP_HEADERS = new Set(['host', 'connection', 'keep-alive', 'transfer-encoding', 'content-length']);

/**
 * Stands between a client and a server, and writes down what passes. It sees exactly what went over the wire,
 * so neither side has to know that it is recorded.
 */
export async function startRecordingProxy(options: ProxyOptions): Promise<RecordingProxy> {
  const server = createServer((request, response) => {
    forward(options, request, response).catch((error: unknown) => response.destroy(error as Error));
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

async function forward(
  { target, product, sender, record }: ProxyOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = request.method ?? 'GET';
  const url = new URL(request.url ?? '/', target);
  const sent = await buffer(request);
  const headers = plainHeaders(request.headers);
  const answer = await fetch(url, {
    method,
    headers: Object.entries(headers).filter(([name]) => !HOP_HEADERS.has(name)),
    redirect: 'manual',
    ...(sent.length === 0 ? {} : { body: new Uint8Array(sent) }),
  });
  const body = new Uint8Array(await answer.arrayBuffer());
  const answerType = answer.headers.get('content-type');
  record({
    product,
    sender,
    method,
    path: url.pathname,
    query: [...url.searchParams],
    requestHeaders: { ...headers, ...('authorization' in headers ? { authorization: '…' } : {}) },
    requestBody: sent.length === 0 ? undefined : readJson(sent.toString('utf8')),
    status: answer.status,
    answerType,
    answerBody: body.length === 0 ? undefined : readAnswer(body, answerType),
  });
  response.writeHead(answer.status, answerHeaders(answer));
  response.end(body);
}

function plainHeaders(headers: IncomingMessage['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

/** `fetch` has undone any content coding. */
function answerHeaders(answer: Response): [string, string][] {
  return [...answer.headers].filter(([name]) => !HOP_HEADERS.has(name) && name !== 'content-encoding');
}

function readAnswer(body: Uint8Array, type: string | null): unknown {
  return type?.includes('json') === true ? readJson(new TextDecoder().decode(body)) : body;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
