import { readFileSync } from 'node:fs';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { ZscClaim, ZscHandle, ZscIssued, ZscPage, ZscStart, ZscStarted } from '../../contract/zsc.ts';
import type { ZscKeys } from '../../sync/zsc-keys.ts';
import { asAnswer } from '../as-answer.ts';

const FILES = {
  '/zsc': { file: 'page.html', type: 'text/html; charset=utf-8' },
  '/zsc/page.js': { file: 'page.js', type: 'text/javascript; charset=utf-8' },
  '/zsc/page.css': { file: 'page.css', type: 'text/css; charset=utf-8' },
} as const;
/** Script, style and calls of our own origin, and nothing else. */
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
const START_LIMIT = { rateLimit: { max: 20, timeWindow: 60_000 } };
const CLAIM_LIMIT = { rateLimit: { max: 120, timeWindow: 60_000 } };

/**
 * The CRM administrator's own page, where ZSC keys are made (S14). It needs no session: whoever authorises at Zoho as
 * a CRM administrator gets a handle, which is what its calls are allowed by. Keys and handles travel in bodies only.
 */
export function zscPageRoutes(keys: ZscKeys): FastifyPluginAsyncZod {
  // eslint-disable-next-line @typescript-eslint/require-await -- Fastify's plugin signature
  return async (app) => {
    for (const [path, { file, type }] of Object.entries(FILES)) {
      const content = readFileSync(new URL(`../zsc-page/${file}`, import.meta.url));
      app.get(path, { schema: { hide: true } }, (_request, reply) =>
        reply.type(type).header('content-security-policy', CSP).send(content),
      );
    }
    app.post(
      '/zsc/start',
      { config: START_LIMIT, schema: { tags: ['zsc'], body: ZscStart, response: { 200: ZscStarted } } },
      ({ body }) => keys.start(body.challenge),
    );
    app.post(
      '/zsc/claim',
      { config: CLAIM_LIMIT, schema: { tags: ['zsc'], body: ZscClaim, response: { 200: ZscPage } } },
      async ({ body }) => asAnswer(await keys.claim(body.claimId, body.verifier)),
    );
    app.post(
      '/zsc/issue',
      { config: START_LIMIT, schema: { tags: ['zsc'], body: ZscHandle, response: { 200: ZscIssued } } },
      async ({ body }) => asAnswer(await keys.issue(body.handle)),
    );
    app.post(
      '/zsc/revoke',
      { config: START_LIMIT, schema: { tags: ['zsc'], body: ZscHandle, response: { 200: ZscPage } } },
      async ({ body }) => asAnswer(await keys.revoke(body.handle)),
    );
  };
}
