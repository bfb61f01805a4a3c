import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { OAuthCallbackQuery } from '../../contract/callbacks.ts';
import type { ReceiveOAuthCallback } from '../../sync/oauth-callback.ts';
import { verdictOf } from '../problem.ts';

/** Shown in the popup; the page that opened it learns the outcome from the connector, not from here. */
const PAGE = (title: string, text: string, code: string): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${title}</title></head>
<body><h1>${title}</h1><p>${text}</p><p><small>${code}</small></p></body>
</html>
`;

/** GET /oauth/callback: Zoho's redirect after consent, for sign-ins and connections alike. */
export function oauthReturnRoute(receive: ReceiveOAuthCallback): FastifyPluginAsyncZod {
  // eslint-disable-next-line @typescript-eslint/require-await -- Fastify's plugin signature
  return async (app) => {
    app.get(
      '/oauth/callback',
      {
        config: { rateLimit: { max: 60, timeWindow: 60_000 } },
        schema: {
          tags: ['session'],
          summary: "Zoho's redirect after consent",
          querystring: OAuthCallbackQuery,
        },
      },
      async (request, reply) => {
        const { state, ...query } = request.query;
        reply.type('text/html; charset=utf-8');
        try {
          const next = await receive(state, query);
          if (next !== null) return await reply.redirect(next, 303);
          return await reply.send(PAGE('Done', 'You can close this window.', 'ok'));
        } catch (error) {
          const { status, code } = verdictOf(error instanceof Error ? error : new Error('unknown'));
          if (status === 500) request.log.error({ err: error }, 'OAuth callback failed');
          const text = 'This did not work. Close this window: the page you came from says why.';
          return await reply.status(status).send(PAGE('Not connected', text, code));
        }
      },
    );
  };
}
