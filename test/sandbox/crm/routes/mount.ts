import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CrmCall } from '../call.ts';
import type { Answer } from '../call.ts';
import { authenticationFailure, invalidToken, scopeMismatch } from '../errors.ts';
import { Concurrency } from '../limits.ts';
import type { CrmOrg } from '../org.ts';
import { isAllowed } from '../scopes.ts';
import type { RequiredScopes } from '../scopes.ts';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly scopes: (call: CrmCall) => RequiredScopes;
  /** True for calls of the sub-concurrency kinds (§7). */
  readonly isHeavy?: (call: CrmCall) => boolean;
  readonly handle: (call: CrmCall) => Answer | Promise<Answer>;
}
export type Mount = (route: Route) => void;

const TOKEN_HEADER = /^(?:zoho-oauthtoken|bearer) \S+$/i;

/**
 * Registers routes so that every call passes authentication, scopes, credits and concurrency in that order.
 * A refused call costs nothing; any other costs at least one credit, also when it fails (§7).
 */
export function createMount(app: FastifyInstance, orgs: ReadonlyMap<string, CrmOrg>): Mount {
  const concurrency = new Concurrency();
  return ({ method, path, scopes, isHeavy, handle }) => {
    app.route({
      method,
      url: path,
      handler: async (request, reply) => {
        const call = identify(orgs, request);
        const { org } = call;
        const grant = request.sandbox.grant;
        if (!grant || !isAllowed(grant, scopes(call))) throw scopeMismatch();
        org.credits.check();
        const app = `${org.id}:${grant.clientId}`;
        const leave = concurrency.enter(app, org.world.settings.crmEdition, isHeavy?.(call) ?? false);
        reply.raw.once('close', leave);
        reply.raw.once('finish', leave);
        send(reply, await run(call, handle).finally(() => settle(call, reply)));
        return reply;
      },
    });
  };
}

async function run(call: CrmCall, handle: Route['handle']): Promise<Answer> {
  await waitLatency(call.org);
  call.charge(1);
  return handle(call);
}

function settle({ org, request }: CrmCall, reply: FastifyReply): void {
  org.credits.spend(request.sandbox.credits);
  const told = org.credits.told();
  if (told !== null) reply.header('X-API-CREDITS-REMAINING', String(told));
}

/** @throws CrmError 401 for a missing or garbled header, a bad token, a person who is no user of the organisation */
function identify(orgs: ReadonlyMap<string, CrmOrg>, request: FastifyRequest): CrmCall {
  const authorization = request.headers.authorization;
  if (authorization === undefined || !TOKEN_HEADER.test(authorization)) throw authenticationFailure();
  const { grant } = request.sandbox;
  if (!grant) throw invalidToken();
  for (const org of orgs.values()) {
    if (grant.crmOrgId !== null && grant.crmOrgId !== org.id) continue;
    const user = org.users.of(grant.person);
    if (!user) continue;
    request.sandbox.orgId = org.id;
    return new CrmCall(org, user, request);
  }
  throw authenticationFailure();
}

function waitLatency(org: CrmOrg): Promise<void> | undefined {
  const latencyMs = org.variants.number('crm-latency-ms');
  if (latencyMs === 0) return undefined;
  return new Promise((resolve) => {
    org.world.clock.after(latencyMs, resolve);
  });
}

function send(reply: FastifyReply, answer: Answer): void {
  reply.code(answer.status);
  for (const [name, value] of Object.entries(answer.headers ?? {})) reply.header(name, value);
  if (answer.body === undefined) void reply.send();
  else void reply.send(answer.body);
}
