import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import type { CallContext, Grant, World } from '../kernel/types.ts';
import {
  DeskError,
  forbidden,
  invalidToken,
  notFound,
  unauthorized,
  unprocessable,
  unsupportedMediaType,
} from './errors.ts';
import { pageCredits } from './limits.ts';
import type { Page, Query } from './paging.ts';
import type { Agent } from './people.ts';
import type { Portal } from './portal.ts';
import { sweepBins } from './record-writer.ts';
import { isObject } from './types.ts';
import type { Author } from './types.ts';
import { numberVariant, variant } from './variants.ts';

/** What a route sees of a call that passed the gate. */
export interface Call {
  readonly portal: Portal;
  readonly agent: Agent;
  readonly grant: Grant;
  readonly params: Query;
  readonly query: Query;
  readonly body: unknown;
  author(): Author;
  /** Counts written records for the call log. */
  wrote(records: number): void;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

/** Each inner list holds alternatives; one of each must be granted. */
export type Scopes = readonly (readonly string[])[];

export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`. */
  readonly path: string;
  readonly scopes: Scopes | ((portal: Portal) => Scopes);
  /** Credits of the call before it runs; 1 unless given (reference §4). */
  readonly credits?: (call: Call) => number;
  readonly handle: (call: Call) => Answer | Promise<Answer>;
}

/** Portals by id, the default one first. */
export type Portals = ReadonlyMap<string, Portal>;

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

/** A list's answer: 204 without a body when empty. */
export function list(data: readonly unknown[], more: Readonly<Record<string, unknown>> = {}): Answer {
  return data.length === 0 ? { status: 204 } : { status: 200, body: { data, ...more } };
}

/** Credits of a list or search page. */
export function pagePrice(page: (call: Call) => Page): (call: Call) => number {
  return (call) => pageCredits(call.portal.world, page(call).highest);
}

const inFlight = new WeakMap<FastifyRequest, Portal>();

/** Mounts routes behind Zoho's checks: token, portal, scope, concurrency, credits. */
export function mountRoutes(
  app: FastifyInstance,
  world: World,
  portals: Portals,
  routes: readonly Route[],
): void {
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('date', new Date(world.clock.now()).toUTCString());
    done();
  });
  app.addHook('onResponse', (request, _reply, done) => {
    inFlight.get(request)?.limits.leave();
    done();
  });
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply));
  app.setNotFoundHandler((request, reply) => sendError(missingRoute(request, routes), request, reply));
  for (const route of routes) {
    app.route({
      method: route.method satisfies HTTPMethods,
      url: route.path,
      handler: (request, reply) => run(request, reply, world, portals, route),
    });
  }
}

async function run(
  request: FastifyRequest,
  reply: FastifyReply,
  world: World,
  portals: Portals,
  route: Route,
): Promise<FastifyReply> {
  const { sandbox } = request;
  const grant = requireGrant(request);
  requireJson(request);
  const portal = findPortal(world, portals, grant, request);
  sandbox.orgId = portal.orgId;
  reply.header('x-rate-limit-remaining-v3', String(portal.limits.remaining));
  const agent = portal.staff.byPerson.get(grant.person.zuid);
  if (!agent || portal.disabledAgents.has(agent.id)) throw forbidden();
  checkScopes(world, grant, typeof route.scopes === 'function' ? route.scopes(portal) : route.scopes);
  portal.limits.enter();
  inFlight.set(request, portal);
  sweepBins(portal);
  const call = createCall(request, sandbox, portal, agent, grant);
  const credits = route.credits?.(call) ?? 1;
  portal.limits.spend(credits);
  sandbox.credits = credits;
  reply.header('x-rate-limit-request-weight-v3', String(credits));
  reply.header('x-rate-limit-remaining-v3', String(portal.limits.remaining));
  const latencyMs = numberVariant(world.settings, 'desk.latencyMs');
  if (latencyMs > 0) await sleep(latencyMs);
  const answer = await route.handle(call);
  reply.status(answer.status);
  return answer.body === undefined ? reply.send() : reply.send(answer.body);
}

function createCall(
  request: FastifyRequest,
  sandbox: CallContext,
  portal: Portal,
  agent: Agent,
  grant: Grant,
): Call {
  const sourceId = request.headers['sourceid'];
  return {
    portal,
    agent,
    grant,
    params: asQuery(request.params),
    query: asQuery(request.query),
    body: request.body,
    author: () => ({
      agentId: agent.id,
      at: portal.now(),
      sourceId: typeof sourceId === 'string' && sourceId !== '' ? sourceId : null,
    }),
    wrote: (records) => {
      sandbox.mutations += records;
    },
  };
}

/** Of a repeated parameter the last value counts. */
function asQuery(input: unknown): Query {
  if (!isObject(input)) return {};
  const query: Record<string, string> = {};
  for (const [key, value] of Object.entries(input)) {
    const last: unknown = Array.isArray(value) ? value.at(-1) : value;
    if (typeof last === 'string') query[key] = last;
  }
  return query;
}

function requireGrant(request: FastifyRequest): Grant {
  if (request.headers.authorization === undefined) throw unauthorized();
  const { grant } = request.sandbox;
  if (!grant) throw invalidToken();
  return grant;
}

/** Forms are for uploads; records travel as JSON. */
function requireJson(request: FastifyRequest): void {
  const type = request.headers['content-type'];
  if (request.body === undefined || request.body === null || type?.startsWith('application/json')) return;
  throw unsupportedMediaType();
}

/** The portal of the token; an `orgId` header or parameter must name the same one (reference §0). */
function findPortal(world: World, portals: Portals, grant: Grant, request: FastifyRequest): Portal {
  const header = request.headers['orgid'];
  const named = (typeof header === 'string' && header) || asQuery(request.query)['orgId'] || undefined;
  const open = /\/(organizations|accessibleOrganizations)(\/|\?|$)/.test(request.url);
  if (named === undefined && !open && variant(world.settings, 'desk.orgIdHeader') === 'required') {
    throw unprocessable("The 'orgId' header is missing.");
  }
  const own = [...portals.values()].filter((portal) => portal.staff.byPerson.has(grant.person.zuid));
  const wanted = named ?? grant.deskOrgId ?? own[0]?.orgId;
  const portal = wanted === undefined ? undefined : portals.get(wanted);
  const bound = grant.deskOrgId === null || grant.deskOrgId === portal?.orgId;
  if (wanted === undefined) throw forbidden();
  if (!portal || !bound || !own.includes(portal)) {
    const status = Number(variant(world.settings, 'desk.mismatchStatus'));
    throw new DeskError(status, 'OAUTH_ORG_MISMATCH', 'The OAuth token belongs to another portal.');
  }
  return portal;
}

function checkScopes(world: World, grant: Grant, needed: Scopes): void {
  const granted = new Set(grant.scopes.map((scope) => scope.toLowerCase()));
  const has = (scope: string): boolean =>
    granted.has(scope.toLowerCase()) || granted.has(scope.toLowerCase().replace(/\.[a-z]+$/, '.all'));
  if (needed.every((alternatives) => alternatives.some(has))) return;
  const status = Number(variant(world.settings, 'desk.mismatchStatus'));
  throw new DeskError(status, 'SCOPE_MISMATCH', 'The OAuth token does not have the scope this API needs.');
}

/** 405 when the path exists with another method, 404 when it does not exist at all. */
function missingRoute(request: FastifyRequest, routes: readonly Route[]): DeskError {
  const path = (request.url.split('?')[0] ?? '').replace(/^\/api\/v1/, '').split('/');
  const known = routes.some((route) => {
    const pattern = route.path.split('/');
    return (
      pattern.length === path.length && pattern.every((part, i) => part.startsWith(':') || part === path[i])
    );
  });
  if (!known) return notFound();
  return new DeskError(405, 'METHOD_NOT_ALLOWED', 'The HTTP method is not allowed for this URL.');
}

function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = error instanceof DeskError ? error : foreignError(error);
  request.sandbox.mutations = 0;
  return reply.status(known.status).headers(known.headers).send(known.body);
}

/** Errors of the HTTP layer in Desk's words. */
function foreignError(error: unknown): DeskError {
  const status =
    isObject(error) || error instanceof Error ? (error as { statusCode?: unknown }).statusCode : undefined;
  if (status === 400) return new DeskError(400, 'BAD_REQUEST', 'The request is malformed.');
  if (status === 413) return new DeskError(413, 'RESOURCE_SIZE_EXCEEDED', 'The request is too large.');
  if (status === 415) return unsupportedMediaType();
  const message = 'An internal server error occurred while performing this operation.';
  const cause = error instanceof Error ? { cause: error.message } : {};
  return new DeskError(500, 'INTERNAL_SERVER_ERROR', message, cause);
}
