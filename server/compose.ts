import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Config } from './config.ts';
import { authorizationDeps } from './compose/authorization.ts';
import { dataCentersOf } from './compose/hosts.ts';
import { createLaneWork } from './compose/lane-work.ts';
import { scheduleRecurringWork } from './compose/recurring-work.ts';
import { readResources } from './compose/resources.ts';
import { sameSecret } from './compose/same-secret.ts';
import type { Tools } from './compose/tools.ts';
import { createWebhookVerifiers } from './compose/webhook-verifiers.ts';
import { createZohoConnections } from './compose/zoho-connections.ts';
import { createLog } from './http/log.ts';
import { correlated } from './http/correlation.ts';
import { createMetrics } from './http/metrics.ts';
import type { Serving } from './http/routes/health.ts';
import { createServer } from './http/server.ts';
import { createSessionTokens } from './http/session-token.ts';
import { registerStoreMetrics } from './http/store-metrics.ts';
import { createWorkMetrics } from './http/work-metrics.ts';
import { createJobs } from './jobs/create-jobs.ts';
import type { Clock, Every } from './ports/clock.ts';
import type { JobsRole } from './ports/jobs.ts';
import { createFigures } from './store/figures.ts';
import { openStore } from './store/open-store.ts';
import { createAdministration } from './sync/administration.ts';
import { createAgentDirectory } from './sync/agent-directory.ts';
import { createResolveConflict } from './sync/conflict-inbox.ts';
import { createConnect } from './sync/connect.ts';
import { createCorrectValue } from './sync/correct-value.ts';
import { createDeleteIntegration } from './sync/delete-integration.ts';
import { createFlightPlans } from './sync/flight-plan.ts';
import { startFirstSync } from './sync/first-sync.ts';
import { createInstallations } from './sync/installation.ts';
import { createModuleMapping } from './sync/module-mapping.ts';
import { createOAuthCallback } from './sync/oauth-callback.ts';
import { createPanels } from './sync/panel/panels.ts';
import { createPauseSync } from './sync/pause-sync.ts';
import { createProfilePermissions } from './sync/profile-permissions.ts';
import { createReceiveEvents } from './sync/receive-events.ts';
import { createSignIn } from './sync/sign-in.ts';
import { createStartSync } from './sync/start-sync.ts';
import { createSwitchToSync } from './sync/switch-to-sync.ts';
import { renewSubscriptions } from './sync/subscriptions.ts';
import { createUsageMeter } from './sync/usage-meter.ts';
import { createZscKeys } from './sync/zsc-keys.ts';
import { createOAuth } from './zoho/oauth.ts';

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
  const every: Every = (ms, work) => {
    const timer = setInterval(() => void work(), ms);
    return () => clearInterval(timer);
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
  const usage = createUsageMeter({ store, clock, log });
  const zoho = createZohoConnections({
    config,
    dataCenters,
    oauth,
    store,
    clock,
    log,
    newSourceId: randomUUID,
    onCall(orgKey, product, call) {
      usage.note(orgKey, product, call.remainingCredits);
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

  const authorization = authorizationDeps(config, { dataCenters, store, oauth, clock, random, log });
  const findAgent = createAgentDirectory({ store, openOrg: zoho.open, clock });
  const signIn = createSignIn({ ...authorization, handleMs: config.session.handleMs, findAgent });
  const connect = createConnect(authorization);
  const zscKeys = createZscKeys(authorization);

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

  const { defaults, vocabulary, failureCatalogue } = readResources();
  const flightPlans = createFlightPlans({
    store,
    clock,
    log,
    defaults,
    settings: config.sync,
    newId: randomUUID,
    open: zoho.open,
  });
  const profilePermissions = createProfilePermissions({ store, openOrg: zoho.open, clock });
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
    receiveOAuthCallback: createOAuthCallback({ store, clock }, signIn, connect, zscKeys),
    administration: createAdministration({
      ...authorization,
      openOrg: zoho.open,
      connect,
      zscKeys,
      sameSecret,
      wake,
      creditReserve: config.limits.creditReserve,
    }),
    moduleMapping: createModuleMapping({
      store,
      openOrg: zoho.open,
      defaults,
      vocabulary,
      clock,
      wake,
    }),
    profilePermissions,
    failureCatalogue,
    correctValue: createCorrectValue({ store, clock, defaults, newId: randomUUID, open: zoho.open, wake }),
    panels: createPanels({
      store,
      profiles: profilePermissions,
      openOrg: zoho.open,
      findAgent,
      clock,
      log,
      wake,
      newId: randomUUID,
      digest: (text) => createHash('sha256').update(text, 'utf8').digest('base64url'),
      graceMs: config.sync.intentGraceMs,
    }),
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

  const workLane = createLaneWork({ config, store, clock, every, log, defaults, open: zoho.open });
  jobs.onWake(workLane);
  const { pglite } = opened;
  scheduleRecurringWork(jobs, { config, store, clock, pglite, deleteIntegration, subscribe });

  return {
    app,
    log,
    tools: {
      store,
      clock,
      openOrg: zoho.open,
      flightPlans,
      deleteIntegration,
      failureCatalogue,
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
      await usage.flush();
      await store.close();
    },
  };
}
