import type { FastifyInstance } from 'fastify';
import { connectorClient, HUMAN_CLIENT } from './accounts/clients.ts';
import type { ConnectorClient, OAuthClient } from './accounts/clients.ts';
import { registerAccounts } from './accounts/index.ts';
import { createTokenStore } from './accounts/token-store.ts';
import { createControlServer } from './control/control-server.ts';
import { createControl } from './control/control.ts';
import type { Control } from './control/control.ts';
import { createCrmApi } from './crm/index.ts';
import { createDeskPage } from './desk-page/desk-page.ts';
import type { DeskPage, InstallOptions } from './desk-page/desk-page.ts';
import { createDeskApi } from './desk/index.ts';
import { createCallLog } from './kernel/call-log.ts';
import { createClock } from './kernel/clock.ts';
import { createEventPost } from './kernel/event-post.ts';
import { createFaultBook } from './kernel/faults/fault-rules.ts';
import { createOrgPairs } from './kernel/people.ts';
import type { OrgPair } from './kernel/people.ts';
import { createProductServer } from './kernel/product-server.ts';
import { createRandom } from './kernel/random.ts';
import { SandboxError } from './kernel/sandbox-error.ts';
import { readSettings } from './kernel/settings.ts';
import type { SandboxSettings, World } from './kernel/types.ts';
import { createWorld } from './kernel/world.ts';

export interface SandboxOptions {
  /** First of six ports in a row (accounts, desk, crm, deskPage, control, widgets); 0 takes free ones. */
  readonly port?: number;
  /** `small`, `medium`, a number of contacts, or a folder of CSV files. */
  readonly seed?: string | number;
  readonly settings?: Partial<SandboxSettings>;
  /** Independent pairs of a Desk and a CRM organisation, each with its own people. */
  readonly orgs?: number;
  readonly connectorClient?: ConnectorClient;
  /** Name of this data center in the OAuth callback. */
  readonly location?: string;
  /** Accounts servers of other data centers by location, for `/oauth/serverinfo`. */
  readonly otherDataCenters?: Readonly<Record<string, string>>;
  /** The extension that the Desk page shows from the start. */
  readonly extension?: InstallOptions;
}

export type SandboxUrls = World['urls'];

/** A running pretend Zoho. The members of `Control` are its levers. */
export interface Sandbox extends Control {
  readonly urls: SandboxUrls;
  readonly world: World;
  readonly orgPairs: readonly OrgPair[];
  readonly connectorClient: OAuthClient;
  readonly deskPage: DeskPage;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';

/**
 * Starts Accounts, Desk, CRM, the Desk page and the control API, filled with the seed.
 *
 * @throws SandboxError for a damaged seed, a wrong setting or a port in use; nothing is left running then
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const settings = readSettings(options.settings);
  const orgPairs = createOrgPairs(options.orgs ?? 1);
  const client = connectorClient(options.connectorClient);
  const clock = createClock();
  const calls = createCallLog(clock);
  const faults = createFaultBook();
  const post = createEventPost(
    clock,
    () => faults.current().events,
    () => faults.eventRandom(),
  );
  const tokens = createTokenStore(clock, createRandom(settings.random ^ 0x70ce));
  const { world, reset } = createWorld({
    clock,
    settings,
    orgPairs,
    faults,
    post,
    authenticate: (authorization) => tokens.authenticate(authorization),
  });
  const products = {
    desk: createDeskApi(
      world,
      orgPairs.map(({ deskOrgId, name }) => ({ orgId: deskOrgId, name })),
    ),
    crm: createCrmApi(
      world,
      orgPairs.map(({ crmOrgId, name }) => ({ orgId: crmOrgId, name })),
    ),
  };
  const control = createControl(
    { world, orgPairs, products, tokens, calls, faults, post, applySettings: reset },
    options.seed ?? 'small',
  );
  await control.reset({ settings: options.settings });

  const accounts = createProductServer({ world, product: 'accounts', calls, faults, tokens });
  registerAccounts(accounts, {
    world,
    tokens,
    clients: [client, HUMAN_CLIENT],
    location: options.location ?? 'sandbox',
    otherDataCenters: options.otherDataCenters ?? {},
  });
  const desk = createProductServer({ world, product: 'desk', calls, faults, tokens });
  products.desk.register(desk);
  const crm = createProductServer({ world, product: 'crm', calls, faults, tokens });
  products.crm.register(crm);
  const deskPage = createDeskPage(world, products.desk.pageData);
  if (options.extension) deskPage.install(options.extension);
  const servers = {
    accounts,
    desk,
    crm,
    deskPage: deskPage.page,
    control: await createControlServer(world, control, deskPage),
    widgets: deskPage.widgets,
  };

  async function stop(): Promise<void> {
    clock.stop();
    await Promise.all(Object.values(servers).map((server) => server.close()));
  }
  try {
    Object.assign(world.urls, await listen(servers, options.port ?? 0));
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...control, urls: world.urls, world, orgPairs, connectorClient: client, deskPage, stop };
}

async function listen(
  servers: Record<keyof SandboxUrls, FastifyInstance>,
  firstPort: number,
): Promise<SandboxUrls> {
  const start = async (server: FastifyInstance, index: number): Promise<string> => {
    const port = firstPort === 0 ? 0 : firstPort + index;
    try {
      return await server.listen({ host: HOST, port });
    } catch (error) {
      throw new SandboxError(explainListen(error, port), { cause: error });
    }
  };
  return {
    accounts: await start(servers.accounts, 0),
    desk: await start(servers.desk, 1),
    crm: await start(servers.crm, 2),
    deskPage: await start(servers.deskPage, 3),
    control: await start(servers.control, 4),
    widgets: await start(servers.widgets, 5),
  };
}

function explainListen(error: unknown, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `Port ${port} is in use; choose another first port of six with --port.`;
  if (code === 'EACCES') return `Port ${port} needs more rights; choose a first port above 1024 with --port.`;
  return `Cannot listen on port ${port}: ${error instanceof Error ? error.message : String(error)}`;
}
