import type { FastifyInstance } from 'fastify';
import type { AccountsParts } from './index.ts';
import { readParameters } from './parameters.ts';

/**
 * Both documented ways to revoke: `/oauth/v2/token/revoke` with the token alone, and
 * `/oauth/v2/revoke/token` with the client's Basic credentials. A refresh token takes its access tokens along.
 */
export function addRevokeRoutes(app: FastifyInstance, { tokens, clients }: AccountsParts): void {
  const revoke = (token: string | undefined) => {
    const revoked = token !== undefined && tokens.revokeToken(token);
    return revoked
      ? { status: 200, body: { status: 'success' } }
      : { status: 400, body: { error: 'invalid_token' } };
  };

  app.post('/oauth/v2/token/revoke', (request, reply) => {
    const { status, body } = revoke(readParameters(request)['token']);
    return reply.code(status).send(body);
  });

  app.post('/oauth/v2/revoke/token', (request, reply) => {
    const [, basic = ''] = /^Basic\s+(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
    const credentials = Buffer.from(basic, 'base64').toString();
    const client = clients.find(
      ({ clientId, clientSecret }) => `${clientId}:${clientSecret}` === credentials,
    );
    if (!client) return reply.code(401).send({ error: 'invalid_client' });
    request.sandbox.actor = client.actor;
    const { status, body } = revoke(readParameters(request)['token']);
    return reply.code(status).send(body);
  });
}
