import type { FastifyInstance } from 'fastify';
import type { PageData } from '../desk/page-data.ts';
import type { World } from '../kernel/types.ts';
import { SandboxError } from '../kernel/sandbox-error.ts';

type Json = Readonly<Record<string, unknown>>;
const MOST_ROWS = 100;

/** The signed-in person of a request: `?user=<e-mail>`, else the first administrator. @throws SandboxError for a stranger */
export function agentOf(pageData: PageData, query: unknown) {
  const email = readText(query, 'user');
  const agents = pageData.agents();
  const found = email ? agents.find(({ agent }) => agent.person.email === email) : agents[0];
  if (!found) throw new SandboxError(`${email} is no agent of a Desk organisation here`);
  return found;
}

/** What the page shows of Desk. All under `/_desk/`, nothing of it is Zoho's API. */
export function mountPageRoutes(app: FastifyInstance, world: World, pageData: PageData): void {
  app.get('/_desk/agents', () =>
    pageData.agents().map(({ orgId, agent }) => ({
      email: agent.person.email,
      name: `${agent.person.firstName} ${agent.person.lastName}`,
      profile: agent.profile.name,
      portal: pageData.portal(orgId)?.['name'],
    })),
  );
  app.get('/_desk/session', ({ query }) => {
    const { orgId, agent } = agentOf(pageData, query);
    const { person } = agent;
    return {
      now: world.clock.iso(),
      user: {
        id: agent.id,
        fullName: `${person.firstName} ${person.lastName}`,
        email: person.email,
        timeZone: person.timeZone,
        profile: agent.profile.name,
        isAdmin: agent.rolePermissionType === 'Admin',
        isLight: agent.rolePermissionType === 'Light',
      },
      portal: pageData.portal(orgId),
      agents: pageData
        .agents()
        .filter((other) => other.orgId === orgId)
        .map(({ agent: { id, person: own } }) => ({
          id,
          name: `${own.firstName} ${own.lastName}`,
          email: own.email,
        })),
    };
  });
  app.get('/_desk/tickets', ({ query }) => {
    const { orgId } = agentOf(pageData, query);
    return pageData.tickets(orgId, readText(query, 'department') || undefined).slice(0, MOST_ROWS);
  });
  app.get<{ Params: { id: string } }>('/_desk/tickets/:id', async ({ query, params }, reply) =>
    orNotFound(pageData.ticket(agentOf(pageData, query).orgId, params.id), reply),
  );
  for (const module of ['contacts', 'accounts'] as const) {
    app.get(`/_desk/${module}`, ({ query }) => {
      const wanted = readText(query, 'find').toLowerCase();
      const rows = pageData.customers(agentOf(pageData, query).orgId, module);
      return rows.filter((row) => searchable(row).includes(wanted)).slice(0, MOST_ROWS);
    });
    app.get<{ Params: { id: string } }>(`/_desk/${module}/:id`, async ({ query, params }, reply) => {
      const { orgId } = agentOf(pageData, query);
      const record = pageData.customer(orgId, module, params.id);
      if (!record) return await orNotFound(undefined, reply);
      const accountId = record['accountId'];
      const account =
        typeof accountId === 'string' ? pageData.customer(orgId, 'accounts', accountId) : undefined;
      return {
        ...record,
        ...(module === 'contacts' && { accountName: account?.['accountName'] ?? null }),
        tickets: pageData.ticketsOf(orgId, module, params.id),
      };
    });
  }
}

async function orNotFound(
  record: Json | undefined,
  reply: { code(status: number): { send(body: unknown): unknown } },
) {
  return record ?? (await reply.code(404).send({ error: 'There is no such record' }));
}

function searchable(row: Json): string {
  const names = ['firstName', 'lastName', 'email', 'accountName', 'phone', 'website'];
  return names
    .flatMap((name) => (typeof row[name] === 'string' ? [row[name]] : []))
    .join(' ')
    .toLowerCase();
}

function readText(query: unknown, name: string): string {
  const value: unknown = typeof query === 'object' && query !== null ? (query as Json)[name] : undefined;
  return typeof value === 'string' ? value : '';
}
