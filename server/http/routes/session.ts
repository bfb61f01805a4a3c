import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { Done } from '../../contract/common.ts';
import {
  Session,
  SessionClaim,
  SessionHandle,
  SessionStart,
  SessionStarted,
} from '../../contract/session.ts';
import type { SignedIn, SignIn } from '../../sync/sign-in.ts';
import type { SessionTokens } from '../session-token.ts';

/** Guessing costs: per address, far above what a person or a polling widget needs. */
const START_LIMIT = { rateLimit: { max: 20, timeWindow: 60_000 } };
const CLAIM_LIMIT = { rateLimit: { max: 120, timeWindow: 60_000 } };

/** Sign-in by popup; none of these needs a session. */
export function sessionRoutes(signIn: SignIn, tokens: SessionTokens): FastifyPluginAsyncZod {
  async function session({ agent, refreshHandle }: SignedIn): Promise<Session> {
    const { orgKey: orgId, agentId, profileId, email, name, administrator } = agent;
    return {
      ...(await tokens.issue(agent)),
      refreshHandle,
      agent: { orgId, agentId, profileId, email, name, administrator },
    };
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- Fastify's plugin signature
  return async (app) => {
    app.post(
      '/v1/session/start',
      {
        config: START_LIMIT,
        schema: { tags: ['session'], body: SessionStart, response: { 200: SessionStarted } },
      },
      ({ body }) => signIn.start(body.challenge, body.orgId ?? null),
    );
    app.post(
      '/v1/session/claim',
      { config: CLAIM_LIMIT, schema: { tags: ['session'], body: SessionClaim, response: { 200: Session } } },
      async ({ body }) => session(await signIn.claim(body.claimId, body.verifier)),
    );
    app.post(
      '/v1/session/refresh',
      { config: CLAIM_LIMIT, schema: { tags: ['session'], body: SessionHandle, response: { 200: Session } } },
      async ({ body }) => session(await signIn.refresh(body.refreshHandle)),
    );
    app.post(
      '/v1/session/end',
      { config: CLAIM_LIMIT, schema: { tags: ['session'], body: SessionHandle, response: { 200: Done } } },
      async ({ body }) => {
        await signIn.end(body.refreshHandle);
        return { ok: true as const };
      },
    );
  };
}
