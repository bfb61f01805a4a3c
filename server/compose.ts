import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { DefaultMappings } from './core/mapping/suggest-mapping.ts';
import type { Config } from './config.ts';
import { dataCentersOf } from './compose/hosts.ts';
import type { Tools } from './compose/tools.ts';
import { createWebhookVerifiers } from './compose/webhook-verifiers.ts';
import { createZohoConnections } from './compose/zoho-connections.ts';
import { createLog } from './http/log.ts';
import { addCommonFacts, correlated } from './http/correlation.ts';
import { createMetrics } from './http/metrics.ts';
import type { Serving } from './http/routes/health.ts';
import { createServer } from './http/server.ts';
import { createSessionTokens } from './http/session-token.ts';
import { registerStoreMetrics } from './http/store-metrics.ts';
import { createWorkMetrics } from './http/work-metrics.ts';
import { createJobs } from './jobs/create-jobs.ts';
import type { Clock } from './ports/clock.ts';
import type { JobsRole } from './ports/jobs.ts';
import type { IntegrationState, Run } from './ports/store.ts';
import { createFigures } from './store/figures.ts';
import { maintainPglite } from './store/maintenance.ts';
import { openStore } from './store/open-store.ts';
import { createAgentDirectory } from './sync/agent-directory.ts';
import { createResolveConflict } from './sync/conflict-inbox.ts';
import { createConnect } from './sync/connect.ts';
import type { SyncContext } from './sync/context.ts';
import { createDeleteIntegration } from './sync/delete-integration.ts';
import { createFlightPlans } from './sync/flight-plan.ts';
import type { FailureReasons } from './sync/failure-log.ts';
import { startFirstSync } from './sync/first-sync.ts';
import { runLane } from './sync/lane.ts';
import { loadModules } from './sync/load-modules.ts';
import { createInstallations } from './sync/installation.ts';
import { createModuleMapping } from './sync/module-mapping.ts';
import { createOAuthCallback } from './sync/oauth-callback.ts';
import { createPauseSync } from './sync/pause-sync.ts';
import { createProfilePermissions } from './sync/profile-permissions.ts';
import { createReceiveEvents } from './sync/receive-events.ts';
import { createSignIn } from './sync/sign-in.ts';
import { createStartSync } from './sync/start-sync.ts';
import { createSwitchToSync } from './sync/switch-to-sync.ts';
import { renewSubscriptions } from './sync/subscriptions.ts';
import { createIntroduction } from './zoho/introduction.ts';
import { createOAuth } from './zoho/oauth.ts';
import { CRM_SCOPES, DESK_SCOPES, DESK_SIGN_IN_SCOPES } from './zoho/scopes.ts';

const LINGER_MS = 5_000;
const SWEEP_SECONDS = 60;
const RENEW_SECONDS = 3_600;
const MAINTENANCE_SECONDS = 600;
const FINISH_SECONDS = 300;

/** The running parts; stop in reverse order of start. */
export interface Connector {
  readonly app: FastifyInstance;
  readonly log: ReturnType<typeof createLog>;
  /** For the command line, which neither listens nor runs jobs. */
  readonly tools: Tools;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Puts the connector together: the one place where ports meet adapters.
 *
 * @param log default: JSON lines on stdout
 * @throws StartupError one line that says what to do
 */
export async function compose(
  config: Config,
  role: JobsRole,
  {
    log = createLog(config.logLevel),
    migrations = 'apply',
  }: { readonly log?: ReturnType<typeof createLog>; readonly migrations?: 'apply' | 'require' } = {},
): Promise<Connector> {
  const clock: Clock = {
    now: () => new Date().toISOString(),
    sleep: async (ms, signal) => {
      await delay(ms, undefined, signal ? { signal } : {});
    },
  };
  const opened = await openStore({
    ...(config.store.kind === 'postgres'
      ? { databaseUrl: config.store.url }
      : { dataDir: config.store.directory }),
    encryptionKeys: config.encryptionKeys,
    migrations,
  });
  const { store } = opened;
  const dataCenters = dataCentersOf(config);
  const oauth = createOAuth({ dataCenters });
  const metrics = createMetrics();
  const zoho = createZohoConnections({
    config,
    dataCenters,
    oauth,
    store,
    clock,
    log,
    newSourceId: randomUUID,
    onCall(product, call) {
      work.called({ product, ...call });
      log.debug({ product, ...call }, 'called Zoho');
    },
  });
  const work = createWorkMetrics(metrics, zoho.limits);
  registerStoreMetrics(metrics, createFigures(opened.db), () => clock.now());
  const jobs = createJobs({
    database: opened.jobsDatabase,
    log,
    around: ({ task, ...about }, turn) =>
      correlated({ correlationId: randomUUID(), task, ...about }, () => work.worked(task, turn)),
    leases: {
      ms: config.laneLeaseMs,
      isHeld: (orgKey) => store.forOrg(orgKey).lane.isHeld(clock.now()),
    },
  });
  const wake = (orgKey: string) => jobs.wake(orgKey);
  const random = { token: () => randomBytes(32).toString('base64url'), uuid: randomUUID };

  const authorization = {
    store,
    oauth,
    introduce: createIntroduction({ dataCenters }),
    clock,
    random,
    log,
    sha256: (text: string) => createHash('sha256').update(text, 'ascii').digest('base64url'),
    clients: config.clients,
    scopes: {
      desk: config.scopes.desk ?? DESK_SCOPES,
      crm: config.scopes.crm ?? CRM_SCOPES,
      signIn: DESK_SIGN_IN_SCOPES,
    },
    dataCenter: config.dataCenter,
    redirectUri: config.redirectUri,
    deskEditions: config.deskEditions,
  };
  const signIn = createSignIn({
    ...authorization,
    handleMs: config.session.handleMs,
    findAgent: createAgentDirectory(zoho.open, clock),
  });
  const connect = createConnect(authorization);

  async function subscribe(orgKey: string): Promise<void> {
    const { webhooks, channels, sourceId } = await zoho.open(orgKey);
    const org = store.forOrg(orgKey);
    await renewSubscriptions({
      org,
      webhooks,
      channels,
      clock,
      random,
      log,
      publicUrl: config.publicUrl,
      sourceId,
    });
  }

  const deleteIntegration = createDeleteIntegration({
    store,
    openOrg: zoho.open,
    oauth,
    clock,
    log,
    newId: randomUUID,
    leaseMs: config.laneLeaseMs,
  });

  const defaults = readResource('default-mappings.json') as DefaultMappings;
  const flightPlans = createFlightPlans({
    store,
    clock,
    log,
    defaults,
    settings: config.sync,
    newId: randomUUID,
    open: zoho.open,
  });
  const failureReasons = readResource('failure-reasons.json') as FailureReasons;
  let serving: Serving = 'starting';
  const app = await createServer({
    serving: () => serving,
    settings: {
      publicUrl: config.publicUrl,
      extensionOrigins: config.extensionOrigins,
      extensionSecret: config.extensionSecret,
      trustProxy: config.trustProxy,
      publicProgress: config.publicProgress,
    },
    store,
    clock,
    log,
    metrics,
    tokens: createSessionTokens({ secret: config.session.secret, minutes: config.session.minutes, clock }),
    signIn,
    connect,
    deleteIntegration,
    switchToSync: createSwitchToSync({ store, clock }),
    resolveConflict: createResolveConflict({ store, clock, wake }),
    flightPlans,
    receiveOAuthCallback: createOAuthCallback({ store, clock }, signIn, connect),
    moduleMapping: createModuleMapping({
      store,
      openOrg: zoho.open,
      defaults,
      clock,
      wake,
    }),
    profilePermissions: createProfilePermissions({ store, openOrg: zoho.open, clock }),
    failureReasons,
    wake,
    pauseSync: createPauseSync({ store, clock, renewSubscriptions: subscribe, wake }),
    startSync: createStartSync({
      store,
      clock,
      renewSubscriptions: subscribe,
      startFirstSync: (orgKey, modules) => startFirstSync(store.forOrg(orgKey), modules, clock, randomUUID),
      wake,
    }),
    receiveLifecycleEvent: createInstallations({ store, deleteIntegration, clock, log }),
    receiveEvents: createReceiveEvents({
      store,
      clock,
      log,
      verifier: createWebhookVerifiers(dataCenters),
      sameSecret,
      wake,
    }),
  });

  const owner = randomUUID();
  const workLane = (orgKey: string, signal: AbortSignal) =>
    runLane({
      org: store.forOrg(orgKey),
      clock,
      log,
      owner,
      leaseMs: config.laneLeaseMs,
      lingerMs: LINGER_MS,
      signal,
      newId: randomUUID,
      context: (run, lease) => syncContext(orgKey, run, lease),
      views: async () => (await zoho.open(orgKey)).views,
    });
  jobs.onWake(workLane);
  async function syncContext(orgKey: string, run: Run, signal: AbortSignal): Promise<SyncContext> {
    addCommonFacts({ runId: run.id });
    const org = store.forOrg(orgKey);
    const { gateways, catalogue } = await zoho.open(orgKey);
    const modules = await loadModules(org, catalogue, defaults);
    return {
      org,
      gateways,
      modules,
      clock,
      log,
      settings: config.sync,
      runId: run.id,
      newId: randomUUID,
      signal,
    };
  }

  const orgsThatAre = async (...states: readonly IntegrationState[]) =>
    (await store.listIntegrations(states)).map(({ orgKey }) => orgKey);
  const sweepSeconds = Math.max(
    1,
    Math.min(SWEEP_SECONDS, config.sync.pollProductsMs / 1000, config.sync.pollReconcileMs / 1000),
  );
  jobs.every('sweep', sweepSeconds, async () => {
    for (const orgKey of await orgsThatAre('active', 'legacy')) await wake(orgKey);
  });
  jobs.every('renew-subscriptions', RENEW_SECONDS, async () => {
    for (const orgKey of await orgsThatAre('active')) await subscribe(orgKey);
  });
  jobs.every('finish-deletions', FINISH_SECONDS, () => deleteIntegration.finishAll());
  const { pglite } = opened;
  if (pglite) jobs.every('maintain-store', MAINTENANCE_SECONDS, () => maintainPglite(pglite));

  return {
    app,
    log,
    tools: {
      store,
      clock,
      openOrg: zoho.open,
      flightPlans,
      deleteIntegration,
      failureReasons,
      workLane,
      rotateSecrets: () => opened.rotateSecrets(),
    },
    async start() {
      await jobs.start(role);
      if (serving === 'starting') serving = 'ready';
    },
    async stop() {
      serving = 'stopping';
      await app.close();
      await jobs.stop();
      await store.close();
    },
  };
}

function readResource(name: string): unknown {
  const file = new URL(`../resources/${name}`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}

function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
