import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OAuthClient } from './clients.ts';
import type { AccountsParts } from './index.ts';
import { readParameters } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import { TOKEN_LIMITS, verifierFits } from './token-store.ts';
import type { Consent } from './token-store.ts';

const THROTTLED = {
  error: 'Access Denied',
  error_description: 'You have made too many requests continuously. Please try again after some time.',
  status: 'failure',
};

/** `POST /oauth/v2/token`: exchanges a code, or refreshes. Without `access_token` in the body it failed, whatever the status. */
export function addTokenRoutes(app: FastifyInstance, { world, tokens, clients }: AccountsParts): void {
  function fail(reply: FastifyReply, error: string): FastifyReply {
    return reply.code(Number(world.settings.variants['accounts.errorStatus'] ?? '200')).send({ error });
  }

  function succeed(
    reply: FastifyReply,
    consent: Consent,
    refresh: string | null,
    isNew: boolean,
  ): FastifyReply {
    const accessToken = tokens.issueAccess(consent, refresh);
    if (accessToken === null) {
      return reply.code(Number(world.settings.variants['accounts.throttleStatus'] ?? '400')).send(THROTTLED);
    }
    return reply.send({
      access_token: accessToken,
      ...(isNew && refresh !== null ? { refresh_token: refresh } : {}),
      scope: consent.scopes.join(' '),
      api_domain: world.urls.crm,
      token_type: 'Bearer',
      expires_in: TOKEN_LIMITS.accessLifeMs / 1000,
    });
  }

  function exchangeCode(reply: FastifyReply, client: OAuthClient, parameters: Parameters): FastifyReply {
    const code = tokens.takeCode(parameters['code'] ?? '');
    if (code?.consent.client.clientId !== client.clientId) return fail(reply, 'invalid_code');
    if (code.redirectUri !== parameters['redirect_uri']) return fail(reply, 'invalid_redirect_uri');
    if (!verifierFits(code.challenge, parameters['code_verifier'])) return fail(reply, 'invalid_code');
    const refresh = code.offline ? tokens.issueRefresh(code.consent) : null;
    return succeed(reply, code.consent, refresh, true);
  }

  function refresh(reply: FastifyReply, client: OAuthClient, parameters: Parameters): FastifyReply {
    const refreshToken = parameters['refresh_token'] ?? '';
    const consent = tokens.refreshConsent(refreshToken);
    if (consent?.client.clientId !== client.clientId) return fail(reply, 'invalid_code');
    return succeed(reply, consent, refreshToken, false);
  }

  app.post('/oauth/v2/token', (request: FastifyRequest, reply) => {
    const parameters = readParameters(request);
    const client = clients.find(({ clientId }) => clientId === parameters['client_id']);
    void reply.header('cache-control', 'no-store');
    if (!client) return fail(reply, 'invalid_client');
    request.sandbox.actor = client.actor;
    if (parameters['client_secret'] !== client.clientSecret) return fail(reply, 'invalid_client_secret');
    switch (parameters['grant_type']) {
      case 'authorization_code':
        return exchangeCode(reply, client, parameters);
      case 'refresh_token':
        return refresh(reply, client, parameters);
      default:
        return fail(reply, 'general_error');
    }
  });
}
