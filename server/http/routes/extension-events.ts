import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { ExtensionEvent } from '../../contract/callbacks.ts';
import { Done } from '../../contract/common.ts';
import type { ReceiveLifecycleEvent } from '../../sync/installation.ts';
import { HttpProblem } from '../problem.ts';

/**
 * Lifecycle callbacks of the extension (desk-extension-platform §6.1): `{event, orgId, securityContext}` with the
 * header `HASH`, an HMAC-SHA256 keyed with the manifest's secret. What exactly Desk hashes is not documented, so it
 * is taken to be the raw body.
 */
export function extensionEventRoutes(
  receive: ReceiveLifecycleEvent,
  secret: string | null,
): FastifyPluginAsyncZod {
  // eslint-disable-next-line @typescript-eslint/require-await -- Fastify's plugin signature
  return async (app) => {
    app.removeContentTypeParser('application/json');
    app.addContentTypeParser('*', { parseAs: 'string' }, (_request, text, done) => {
      done(null, text);
    });
    app.post(
      '/callbacks/extension',
      { schema: { tags: ['callbacks'], response: { 200: Done } } },
      async ({ body, headers, log }) => {
        const text = typeof body === 'string' ? body : '';
        if (secret === null || !isSigned(text, headers['hash'], secret)) {
          log.warn('A lifecycle callback of the extension was turned away');
          throw new HttpProblem(401, 'callback-forged', 'This callback is not from Zoho Desk');
        }
        const parsed = ExtensionEvent.safeParse(parseJson(text));
        if (!parsed.success) throw new HttpProblem(400, 'invalid-request', 'Not a lifecycle event');
        const { event, orgId } = parsed.data;
        await receive(String(orgId), event);
        return { ok: true as const };
      },
    );
  };
}

/** Hexadecimal, as the Invoke API's signatures are (desk-extension-platform §6.2). */
function isSigned(text: string, hash: string | string[] | undefined, secret: string): boolean {
  if (typeof hash !== 'string') return false;
  const expected = createHmac('sha256', secret).update(text).digest();
  const given = Buffer.from(hash, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
