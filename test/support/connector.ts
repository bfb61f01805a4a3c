import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FailureCatalogue } from '../../server/core/failures/explain-failure.ts';
import { createVocabulary, type FieldWords } from '../../server/core/mapping/field-words.ts';
import type { DefaultMappings } from '../../server/core/mapping/suggest-mapping.ts';
import type { Module } from '../../server/core/record.ts';
import { createLog } from '../../server/http/log.ts';
import { createMetrics } from '../../server/http/metrics.ts';
import { createServer } from '../../server/http/server.ts';
import { createSessionTokens } from '../../server/http/session-token.ts';
import type { Clock } from '../../server/ports/clock.ts';
import type { OpenOrg, OrgConnections } from '../../server/ports/org-connections.ts';
import type { Random } from '../../server/ports/random.ts';
import type { Store, ZohoProduct } from '../../server/ports/store.ts';
import { openTestStore } from './test-store.ts';
import { createAdministration } from '../../server/sync/administration.ts';
import { createAgentDirectory } from '../../server/sync/agent-directory.ts';
import type { AuthorizationDeps } from '../../server/sync/authorization.ts';
import type { SyncSettings } from '../../server/sync/context.ts';
import { createResolveConflict } from '../../server/sync/conflict-inbox.ts';
import { createConnect } from '../../server/sync/connect.ts';
import { createCorrectValue } from '../../server/sync/correct-value.ts';
import { createDeleteIntegration, type DeleteIntegration } from '../../server/sync/delete-integration.ts';
import { startFirstSync } from '../../server/sync/first-sync.ts';
import { createInstallations } from '../../server/sync/installation.ts';
import { createModuleMapping } from '../../server/sync/module-mapping.ts';
import { createOAuthCallback } from '../../server/sync/oauth-callback.ts';
import { createFlightPlans } from '../../server/sync/flight-plan.ts';
import { createFieldCatalogue } from '../../server/sync/load-modules.ts';
import { createPanels } from '../../server/sync/panel/panels.ts';
import { createPauseSync } from '../../server/sync/pause-sync.ts';
import { createProfilePermissions } from '../../server/sync/profile-permissions.ts';
import { createReceiveEvents } from '../../server/sync/receive-events.ts';
import { createSignIn } from '../../server/sync/sign-in.ts';
import { createStartSync } from '../../server/sync/start-sync.ts';
import { createSwitchToSync } from '../../server/sync/switch-to-sync.ts';
import { createUsageMeter } from '../../server/sync/usage-meter.ts';
import { createZscKeys } from '../../server/sync/zsc-keys.ts';
import { renewSubscriptions } from '../../server/sync/subscriptions.ts';
import { createTokenProvider } from '../../server/sync/token-provider.ts';
import { createCrmClient, createDeskClient } from '../../server/zoho/clients.ts';
import { createCrmBrowser } from '../../server/zoho/crm/crm-browse.ts';
import { createCrmChannels } from '../../server/zoho/crm/channels.ts';
import { createCrmGateway } from '../../server/zoho/crm/crm-gateway.ts';
import { createCrmViews } from '../../server/zoho/crm/crm-views.ts';
import { createCustomers } from '../../server/zoho/crm/customers/customers.ts';
import { withSandbox } from '../../server/zoho/data-centers.ts';
import { createDeskBrowser } from '../../server/zoho/desk/desk-browse.ts';
import { createDeskGateway } from '../../server/zoho/desk/desk-gateway.ts';
import { createWebhookVerifier } from '../../server/zoho/desk/jwt.ts';
import { createDeskTickets } from '../../server/zoho/desk/desk-tickets.ts';
import { createDeskPeople } from '../../server/zoho/desk/people.ts';
import { createDeskWebhooks } from '../../server/zoho/desk/webhooks.ts';
import type { CallReport } from '../../server/zoho/http-client.ts';
import { sleepMs } from '../../server/zoho/http-client.ts';
import { createIntroduction } from '../../server/zoho/introduction.ts';
import { createLimiter } from '../../server/zoho/limits.ts';
import { createOAuth } from '../../server/zoho/oauth.ts';
import { crmPages, deskPages } from '../../server/zoho/record-pages.ts';
import { CRM_SCOPES, DESK_SCOPES, DESK_SIGN_IN_SCOPES } from '../../server/zoho/scopes.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

export const EXTENSION_ORIGIN = 'https://extension.example';
export const EXTENSION_SECRET = 'secret of the manifest';

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}
export interface CallOptions {
  readonly method?: string;
  readonly body?: unknown;
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The connector's web half on a store in memory, listening on loopback, talking to a sandbox. No worker runs. */
export interface TestConnector {
  readonly url: string;
  readonly store: Store;
  readonly clock: Clock;
  /** Organisations that were woken, in order. */
  readonly woken: string[];
  readonly logLines: string[];
  call(path: string, options?: CallOptions): Promise<Answer>;
  /** Signs a person of the sandbox in through the popup's own requests. */
  signIn(email: string, orgId?: string): Promise<Answer>;
  /** Lets `email` agree to a connection at Zoho; answers what the popup shows. */
  authorize(token: string, product: ZohoProduct, email: string): Promise<{ status: number; page: string }>;
  renew(orgKey: string): Promise<void>;
  readonly deleteIntegration: DeleteIntegration;
  stop(): Promise<void>;
}

function resource(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../resources/${name}`, import.meta.url), 'utf8'));
}
/** Words of the Failure Log. */
function failureCatalogue(): FailureCatalogue {
  const { words } = resource('provider-errors.json') as { words: FailureCatalogue['providerWords'] };
  return { reasons: resource('failure-reasons.json') as FailureCatalogue['reasons'], providerWords: words };
}
/** Of the status: what the sync leaves to others. */
export const CREDIT_RESERVE = 1_000;
const TEST_SETTINGS: SyncSettings = {
  intentGraceMs: 50,
  deskIndexLagMs: 10 * 60_000,
  crmOverlapMs: 60_000,
  pollProductsMs: 0,
  pollReconcileMs: 0,
};
const defaults = resource('default-mappings.json') as DefaultMappings;
const vocabulary = createVocabulary(resource('field-words.json') as FieldWords);
const sha256 = (text: string): string => createHash('sha256').update(text, 'ascii').digest('base64url');
const sha256Of = (text: string): string => createHash('sha256').update(text, 'utf8').digest('base64url');
const sameSecret = (a: string, b: string): boolean =>
  timingSafeEqual(Buffer.from(sha256(a)), Buffer.from(sha256(b)));
/** Waits between tries are as many as in production, only shorter. */
const backOff: Clock['sleep'] = (ms, signal) => sleepMs(Math.min(ms, 10), signal);
const random: Random = { token: () => randomBytes(32).toString('base64url'), uuid: randomUUID };

/** @param port the one whose `/oauth/callback` the sandbox's client is registered with */
export async function startConnector(
  sandbox: Sandbox,
  port: number,
  options: {
    readonly publicUrl?: string;
    readonly publicProgress?: boolean;
    readonly store?: Store;
    readonly settings?: SyncSettings;
  } = {},
): Promise<TestConnector> {
  const store = options.store ?? (await openTestStore()).store;
  const clock: Clock = { now: () => sandbox.world.clock.iso(), sleep: sleepMs };
  const url = `http://127.0.0.1:${port}`;
  const publicUrl = options.publicUrl ?? url;
  const logLines: string[] = [];
  const log = createLog('debug', { write: (line) => logLines.push(line) });
  const woken: string[] = [];
  const wake = (orgKey: string): Promise<void> => {
    woken.push(orgKey);
    return Promise.resolve();
  };

  const usage = createUsageMeter({ store, clock, log });
  const dataCenters = withSandbox(sandbox.urls);
  const client = sandbox.connectorClient;
  const deps: AuthorizationDeps = {
    store,
    oauth: createOAuth({ dataCenters }),
    introduce: createIntroduction({ dataCenters }),
    clock,
    random,
    log,
    sha256,
    clients: { desk: client, crm: client },
    scopes: { desk: DESK_SCOPES, crm: CRM_SCOPES, signIn: DESK_SIGN_IN_SCOPES },
    dataCenter: 'sandbox',
    redirectUri: `${url}/oauth/callback`,
    deskEditions: ['PROFESSIONAL', 'ENTERPRISE'],
  };
  const gatewaysOf = (orgKey: string) => {
    const { credentials } = store.forOrg(orgKey);
    const tokens = (product: ZohoProduct) =>
      createTokenProvider({ credentials, product, oauth: deps.oauth, client, clock, log });
    const limiter = () =>
      createLimiter({ maxConcurrent: 4, reserveCredits: 0, now: Date.now, sleep: sleepMs });
    const limiters = { desk: limiter(), crm: limiter() };
    const counted = (side: ZohoProduct) => ({
      limiter: limiters[side],
      onCall: ({ remainingCredits }: CallReport) => usage.note(orgKey, side, remainingCredits),
    });
    const desk = createDeskClient({
      deskUrl: sandbox.urls.desk,
      orgId: orgKey,
      tokens: tokens('desk'),
      sleep: backOff,
      ...counted('desk'),
    });
    const crm = createCrmClient({
      apiUrl: sandbox.urls.crm,
      tokens: tokens('crm'),
      sleep: backOff,
      ...counted('crm'),
    });
    const gateways = {
      desk: createDeskGateway({ http: desk, sourceId: randomUUID() }),
      crm: createCrmGateway({ http: crm }),
    };
    return { desk, crm, gateways, limiters };
  };
  const opened = new Map<string, OrgConnections>();
  /** Kept, as in production: what an organisation set up in CRM is remembered with its connections. */
  const openOrg: OpenOrg = (orgKey) => {
    const connections = opened.get(orgKey) ?? connectionsOf(orgKey);
    opened.set(orgKey, connections);
    return Promise.resolve(connections);
  };
  const connectionsOf = (orgKey: string): OrgConnections => {
    const { desk, crm, gateways, limiters } = gatewaysOf(orgKey);
    const now = (): number => Date.parse(clock.now());
    const crmOrgId = sandbox.orgPairs.find((pair) => pair.deskOrgId === orgKey)?.crmOrgId ?? '';
    const deskPeople = createDeskPeople(desk);
    const crmWebUrl = `${sandbox.urls.crm}/crm/org${crmOrgId}`;
    return {
      async fields(module: Module) {
        const [deskFields, crmFields] = await Promise.all([
          gateways.desk.readFields(module),
          gateways.crm.readFields(module),
        ]);
        return { desk: deskFields, crm: crmFields };
      },
      deskPeople,
      browse: { desk: createDeskBrowser(desk, gateways.desk), crm: createCrmBrowser(crm, gateways.crm) },
      creditsLeft: (side) => limiters[side].state().remainingCredits,
      views: createCrmViews(crm),
      webhooks: createDeskWebhooks(desk),
      channels: createCrmChannels({ http: crm, now }),
      deskTickets: createDeskTickets(desk, now),
      ...createCustomers({ http: crm, webUrl: crmWebUrl, now }),
      deskPages: () => deskPages({ people: deskPeople, orgId: orgKey, deskUrl: sandbox.urls.desk }),
      crmPages: () => crmPages(crmWebUrl),
      sourceId: randomUUID(),
    };
  };
  const openGateways = (orgKey: string) => {
    const { gateways } = gatewaysOf(orgKey);
    return Promise.resolve({ gateways, catalogue: createFieldCatalogue(gateways, clock) });
  };
  async function renew(orgKey: string): Promise<void> {
    const { webhooks, channels, sourceId } = await openOrg(orgKey);
    const org = store.forOrg(orgKey);
    await renewSubscriptions({ org, webhooks, channels, clock, random, log, publicUrl, sourceId });
  }

  const findAgent = createAgentDirectory({ store, openOrg, clock });
  const signIn = createSignIn({ ...deps, handleMs: 12 * 3_600_000, findAgent });
  const connect = createConnect(deps);
  const zscKeys = createZscKeys(deps);
  const deleteIntegration = createDeleteIntegration({
    store,
    openOrg,
    oauth: deps.oauth,
    clock,
    log,
    newId: randomUUID,
    leaseMs: 15_000,
  });
  const profilePermissions = createProfilePermissions({ store, openOrg: openOrg, clock });
  const app = await createServer({
    serving: () => 'ready',
    settings: {
      publicUrl,
      extensionOrigins: [EXTENSION_ORIGIN, sandbox.urls.widgets],
      extensionSecret: EXTENSION_SECRET,
      trustProxy: false,
      publicProgress: options.publicProgress ?? false,
    },
    store,
    clock,
    log,
    metrics: createMetrics(),
    tokens: createSessionTokens({ secret: 's'.repeat(32), minutes: 15, clock }),
    signIn,
    connect,
    deleteIntegration,
    switchToSync: createSwitchToSync({ store, clock }),
    resolveConflict: createResolveConflict({ store, clock, wake }),
    flightPlans: createFlightPlans({
      store,
      clock,
      log,
      defaults,
      settings: options.settings ?? TEST_SETTINGS,
      newId: randomUUID,
      open: openGateways,
    }),
    receiveOAuthCallback: createOAuthCallback({ store, clock }, signIn, connect, zscKeys),
    administration: createAdministration({
      ...deps,
      openOrg,
      connect,
      zscKeys,
      sameSecret,
      wake,
      creditReserve: CREDIT_RESERVE,
    }),
    moduleMapping: createModuleMapping({ store, openOrg, defaults, vocabulary, clock, wake }),
    wake,
    profilePermissions,
    failureCatalogue: failureCatalogue(),
    correctValue: createCorrectValue({ store, clock, defaults, newId: randomUUID, open: openGateways, wake }),
    panels: createPanels({
      store,
      profiles: profilePermissions,
      openOrg,
      findAgent,
      clock,
      log,
      wake,
      newId: randomUUID,
      digest: sha256Of,
      graceMs: TEST_SETTINGS.intentGraceMs,
    }),
    pauseSync: createPauseSync({ store, clock, renewSubscriptions: renew, wake }),
    startSync: createStartSync({
      store,
      clock,
      wake,
      renewSubscriptions: renew,
      startFirstSync: (orgKey, modules) => startFirstSync(store.forOrg(orgKey), modules, clock, randomUUID),
    }),
    receiveLifecycleEvent: createInstallations({ store, deleteIntegration, clock, log }),
    receiveEvents: createReceiveEvents({
      store,
      clock,
      log,
      wake,
      verifier: () =>
        createWebhookVerifier({ deskUrl: sandbox.urls.desk, now: () => Date.parse(clock.now()) }),
      sameSecret,
    }),
  });
  await app.listen({ port, host: '127.0.0.1' });

  async function call(path: string, { method, body, token, headers }: CallOptions = {}): Promise<Answer> {
    const answer = await fetch(url + path, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') === true;
    const parsed = isJson ? (JSON.parse(text) as Record<string, unknown>) : { text };
    return { status: answer.status, body: parsed, headers: answer.headers };
  }

  /** What a browser does in the popup: Zoho agrees at once (`autoApprove`) and sends it on to the callback. */
  async function popup(authorizeUrl: string, email: string): Promise<{ status: number; page: string }> {
    const page = await fetch(`${authorizeUrl}&login_hint=${encodeURIComponent(email)}`);
    return { status: page.status, page: await page.text() };
  }

  return {
    url,
    store,
    clock,
    woken,
    logLines,
    call,
    async signIn(email, orgId) {
      const verifier = random.token();
      const start = await call('/v1/session/start', {
        body: { challenge: sha256(verifier), ...(orgId === undefined ? {} : { orgId }) },
      });
      await popup(String(start.body['authorizeUrl']), email);
      return call('/v1/session/claim', { body: { claimId: start.body['claimId'], verifier } });
    },
    async authorize(token, product, email) {
      const start = await call(`/v1/connections/${product}/authorize`, { body: {}, token });
      return popup(String(start.body['authorizeUrl']), email);
    },
    renew,
    deleteIntegration,
    async stop() {
      await app.close();
      await usage.flush();
      if (!options.store) await store.close();
    },
  };
}
