import type { DeskHost } from '../host/desk-host.ts';
import { unwrapAnswer } from '../host/unwrap-answer.ts';
import { ApiError } from './api-error.ts';
import type { Transport } from './transport.ts';

/**
 * Through Desk's own server (`ZOHODESK.request`), for networks where browsers cannot reach the connector. Desk
 * replaces `{{name}}` in what it sends by the extension's parameters, so an agent's text must not contain it. Desk knows
 * GET and POST only; the connector takes the method of a POST from a header (reference: desk-extension-platform §4.5).
 */
export function createDeskTransport(host: Pick<DeskHost, 'request'>): Transport {
  return {
    async send({ method, url, token, body }, signal) {
      signal?.throwIfAborted();
      const isPlain = method === 'GET' || method === 'POST';
      const headers = {
        'Content-Type': 'application/json',
        ...(isPlain ? {} : { 'X-HTTP-Method-Override': method }),
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      };
      try {
        const answer = await host.request({
          url,
          type: isPlain ? method : 'POST',
          headers,
          postBody: withoutPlaceholders(body ?? {}),
        });
        signal?.throwIfAborted();
        return unwrapAnswer(answer);
      } catch (cause) {
        signal?.throwIfAborted();
        throw new ApiError('unreachable', 0, {}, { cause });
      }
    },
  };
}

function withoutPlaceholders(body: unknown): unknown {
  // Outside of strings, JSON never has two opening braces in a row.
  return JSON.parse(JSON.stringify(body).replace(/\{(?=\{)/g, '{ ')) as unknown;
}
