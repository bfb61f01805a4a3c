import type { IncomingMessage } from 'node:http';

const METHODS: ReadonlySet<string> = new Set(['PUT', 'DELETE']);

/**
 * Desk's own server forwards GET and POST only (reference: desk-extension-platform §4.5), so a page that reaches us
 * through it says `X-HTTP-Method-Override: PUT` or `DELETE` on a POST. Nothing but a bearer token gives rights here,
 * so the header gives none. Runs before routing, in the place that Fastify has for rewriting addresses.
 *
 * @returns the address, as it was
 */
export function overrideMethod(request: Pick<IncomingMessage, 'method' | 'headers' | 'url'>): string {
  const wanted = request.headers['x-http-method-override'];
  if (request.method === 'POST' && typeof wanted === 'string' && METHODS.has(wanted)) request.method = wanted;
  return request.url ?? '/';
}
