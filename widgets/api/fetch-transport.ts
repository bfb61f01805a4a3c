import { ApiError } from './api-error.ts';
import type { Transport } from './transport.ts';

/** Browsers let a request outlive its page up to 64 KiB of body, which are bytes; most characters are one. */
const KEEPALIVE_LIMIT = 20_000;

/** Straight to the connector: its origin is in the manifest's `connect-src`, ours in its CORS list. No cookies. */
export const fetchTransport: Transport = {
  async open({ url, token, headers }, signal) {
    try {
      const answer = await fetch(url, {
        headers: {
          ...headers,
          accept: 'text/event-stream',
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        },
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        cache: 'no-store',
        signal,
      });
      if (answer.ok && answer.body) return answer.body;
      return { status: answer.status, body: await answer.json().catch(() => null) };
    } catch (cause) {
      signal.throwIfAborted();
      throw new ApiError('unreachable', 0, {}, { cause });
    }
  },
  async send({ method, url, token, body }, signal) {
    const headers = {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    };
    const text = body === undefined ? null : JSON.stringify(body);
    try {
      const answer = await fetch(url, {
        method,
        headers,
        body: text,
        // What is being saved when the page is closed still arrives.
        keepalive: method === 'PUT' && text !== null && text.length < KEEPALIVE_LIMIT,
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        cache: 'no-store',
        signal: signal ?? null,
      });
      return { status: answer.status, body: await bodyOf(answer) };
    } catch (cause) {
      signal?.throwIfAborted();
      throw new ApiError('unreachable', 0, {}, { cause });
    }
  },
};

/** Exports are text, all else is JSON; what is neither becomes null. */
async function bodyOf(answer: Response): Promise<unknown> {
  const isExport = /^text\/csv\b/i.test(answer.headers.get('content-type') ?? '');
  return isExport ? answer.text() : answer.json().catch(() => null);
}
