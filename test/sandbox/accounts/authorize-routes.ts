import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Person } from '../kernel/types.ts';
import { boundOrgs, isRefusal, readAuthorizeRequest } from './authorize-request.ts';
import type { AuthorizeRequest } from './authorize-request.ts';
import { consentPage, refusalPage } from './consent-page.ts';
import type { AccountsParts } from './index.ts';
import { readParameters } from './parameters.ts';

/**
 * `/oauth/v2/auth`: GET shows the consent page, or answers at once while `autoApprove` is on
 * (as the user of `login_hint`, else the first administrator); POST takes the user's decision.
 */
export function addAuthorizeRoutes(app: FastifyInstance, parts: AccountsParts): void {
  const { world, tokens, clients, location } = parts;

  const people = (): Person[] => [...world.people.values()];
  const findPerson = (email: string): Person | undefined =>
    people().find((person) => person.email.toLowerCase() === email.toLowerCase());

  function sendBack(
    reply: FastifyReply,
    request: AuthorizeRequest,
    answer: Record<string, string>,
  ): FastifyReply {
    const target = new URL(request.redirectUri);
    for (const [name, value] of Object.entries(answer)) target.searchParams.set(name, value);
    if (request.state !== null) target.searchParams.set('state', request.state);
    return reply.redirect(target.href, 302);
  }

  function grant(reply: FastifyReply, request: AuthorizeRequest, person: Person): FastifyReply {
    const { client, scopes, redirectUri, challenge, offline, forceConsent, orgHints } = request;
    const lifeSeconds = Number(world.settings.variants['accounts.codeLifeSeconds'] ?? '120');
    const code = tokens.issueCode(
      {
        consent: { client, person, scopes, ...boundOrgs(person, orgHints) },
        redirectUri,
        challenge,
        offline: offline && (forceConsent || !tokens.hasRefresh(client, person)),
      },
      lifeSeconds * 1000,
    );
    if (code === null) return sendBack(reply, request, { error: 'access_denied' });
    return sendBack(reply, request, { code, location, 'accounts-server': world.urls.accounts });
  }

  function answer(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const parameters = readParameters(request);
    const asked = readAuthorizeRequest(parameters, clients, world);
    void reply.type('text/html; charset=utf-8').header('cache-control', 'no-store');
    if (isRefusal(asked)) return reply.code(400).send(refusalPage(asked));
    request.sandbox.actor = asked.client.actor;

    const hint = parameters['login_hint'];
    if (request.method === 'POST') {
      if (parameters['decision'] !== 'accept') return sendBack(reply, asked, { error: 'access_denied' });
      const person = findPerson(parameters['user'] ?? '');
      if (person) return grant(reply, asked, person);
    } else if (world.settings.autoApprove) {
      const person = hint === undefined ? people()[0] : findPerson(hint);
      if (person) return grant(reply, asked, person);
    }
    return reply.send(consentPage(asked, parameters, people(), hint));
  }

  app.get('/oauth/v2/auth', answer);
  app.post('/oauth/v2/auth', answer);
}
