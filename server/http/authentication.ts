import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AgentIdentity } from '../sync/desk-identity.ts';
import { HttpProblem } from './problem.ts';
import type { SessionTokens } from './session-token.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by `requireAgent`; read it through `agentOf`. */
    agent: AgentIdentity | null;
  }
}

/** The agent of an authenticated request. Every query is scoped by its `orgKey` (S105). */
export function agentOf(request: FastifyRequest): AgentIdentity {
  if (request.agent) return request.agent;
  throw new Error(`${request.method} ${request.routeOptions.url ?? ''} is not behind requireAgent`);
}

export function decorateAgent(app: FastifyInstance): void {
  app.decorateRequest('agent', null);
}

/** Guards that routes name in `onRequest`: authentication comes before the body is read. */
export function createGuards(tokens: SessionTokens) {
  async function agentIn(header: string | undefined): Promise<AgentIdentity | null> {
    const [scheme, token] = header?.split(' ') ?? [];
    return scheme?.toLowerCase() === 'bearer' && token ? await tokens.verify(token) : null;
  }

  async function requireAgent(request: FastifyRequest): Promise<void> {
    const agent = await agentIn(request.headers.authorization);
    if (!agent) throw new HttpProblem(401, 'session-required', 'Sign in first');
    request.agent = agent;
  }

  /** S7, S60: the setup is for Desk administrators. */
  async function requireAdministrator(request: FastifyRequest): Promise<void> {
    await requireAgent(request);
    if (!agentOf(request).administrator) {
      throw new HttpProblem(403, 'administrator-required', 'This needs a Zoho Desk administrator');
    }
  }
  /** Whether an Authorization header is (still) good for an administrator. */
  async function isAdministrator(header: string | undefined): Promise<boolean> {
    return (await agentIn(header))?.administrator === true;
  }
  return { requireAgent, requireAdministrator, isAdministrator };
}
export type Guards = ReturnType<typeof createGuards>;
