import type { FastifyInstance } from 'fastify';
import type { World } from '../kernel/types.ts';
import { addAuthorizeRoutes } from './authorize-routes.ts';
import type { OAuthClient } from './clients.ts';
import { addRevokeRoutes } from './revoke-routes.ts';
import { addTokenRoutes } from './token-routes.ts';
import type { TokenStore } from './token-store.ts';

/** What the pretend Zoho Accounts is made of. */
export interface AccountsParts {
  readonly world: World;
  readonly tokens: TokenStore;
  readonly clients: readonly OAuthClient[];
  /** Name of this data center in `location` and `/oauth/serverinfo`. */
  readonly location: string;
  /** Accounts servers of other data centers, by location. */
  readonly otherDataCenters: Readonly<Record<string, string>>;
}

/** Registers the OAuth endpoints of Desk reference §1 and CRM reference §1. */
export function registerAccounts(app: FastifyInstance, parts: AccountsParts): void {
  addAuthorizeRoutes(app, parts);
  addTokenRoutes(app, parts);
  addRevokeRoutes(app, parts);

  app.get('/oauth/serverinfo', () => ({
    result: 'success',
    locations: { [parts.location]: parts.world.urls.accounts, ...parts.otherDataCenters },
  }));

  app.get('/oauth/user/info', (request, reply) => {
    const grant = request.sandbox.grant;
    if (!grant) return reply.code(401).send({ error: 'invalid_token' });
    const { zuid, email, firstName, lastName } = grant.person;
    return reply.send({
      ZUID: Number(zuid),
      Email: email,
      First_Name: firstName,
      Last_Name: lastName,
      Display_Name: `${firstName} ${lastName}`,
    });
  });
}
