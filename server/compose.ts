import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { FailureCatalogue } from './core/failures/explain-failure.ts';
import { createVocabulary, type FieldWords } from './core/mapping/field-words.ts';
import type { DefaultMappings } from './core/mapping/suggest-mapping.ts';
import type { Config } from './config.ts';
import { createZohoConnections } from './compose/zoho-connections.ts';
import { createLog } from './http/log.ts';
import { createMetrics } from './http/metrics.ts';
import { createServer } from './http/server.ts';
import { createSessionTokens } from './http/session-token.ts';
import { createJobs } from './jobs/create-jobs.ts';
import type { Clock, Every } from './ports/clock.ts';
import type { JobsRole } from './ports/jobs.ts';
import type { IntegrationState, Run } from './ports/store.ts';
import { maintainPglite } from './store/maintenance.ts';
import { openStore } from './store/open-store.ts';
import { createAdministration } from './sync/administration.ts';
import { createAgentDirectory } from './sync/agent-directory.ts';
import { createResolveConflict } from './sync/conflict-inbox.ts';
import { createConnect } from './sync/connect.ts';
import type { SyncContext } from './sync/context.ts';
import { createCorrectValue } from './sync/correct-value.ts';
import { createDeleteIntegration } from './sync/delete-integration.ts';
import { createFlightPlans } from './sync/flight-plan.ts';
import { startFirstSync } from './sync/first-sync.ts';
import { forgetHistory } from './sync/forget-history.ts';
import { runLane } from './sync/lane.ts';
import { loadModules } from './sync/load-modules.ts';
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
import { ZOHO_DATA_CENTERS, withSandbox } from './zoho/data-centers.ts';
import { createIntroduction } from './zoho/introduction.ts';
import { createWebhookVerifier } from './zoho/desk/jwt.ts';
import { createOAuth } from './zoho/oauth.ts';
import { CRM_SCOPES, DESK_SCOPES, DESK_SIGN_IN_SCOPES } from './zoho/scopes.ts';

const LINGER_MS = 5_000;
const SWEEP_SECONDS = 60;
const RENEW_SECONDS = 3_600;
const MAINTENANCE_SECONDS = 600;
const FINISH_SECONDS = 300;
const FORGET_SECONDS = 6 * 3_600;

/** The running parts; stop in reverse order of start. */
export interface Connector {
  readonly app: FastifyInstance;
  readonly log: ReturnType<typeof createLog>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Puts the connector together: the one place where ports meet adapters.
 *
 * @throws StartupError one line that says what to do
 */
export async function compose(config: Config, role: JobsRole): Promise<Connector> {
  const log = createLog(config.logLevel);
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
  });
  const { store } = opened;
  const dataCenters = config.sandbox ? withSandbox(config.sandbox) : ZOHO_DATA_CENTERS;
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
    onCall: (orgKey, side, { remainingCredits }) => usage.note(orgKey, side, remainingCredits),
  });
  const jobs = createJobs({
    database: opened.jobsDatabase,
    log,
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
  const findAgent = createAgentDirectory(zoho.open, clock);
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

  const defaults = readResource('default-mappings.json') as DefaultMappings;
  const profilePermissions = createProfilePermissions({ store, openOrg: zoho.open, clock });
  const app = await createServer({
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
    flightPlans: createFlightPlans({
      store,
      clock,
      log,
      defaults,
      settings: config.sync,
      newId: randomUUID,
      open: zoho.open,
    }),
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
      vocabulary: createVocabulary(readResource('field-words.json') as FieldWords),
      clock,
      wake,
    }),
    profilePermissions,
    failureCatalogue: failureCatalogue(),
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
    receiveEvents: createReceiveEvents({
      store,
      clock,
      log,
      verifier: verifiers(dataCenters),
      sameSecret,
      wake,
    }),
  });

  const owner = randomUUID();
  jobs.onWake((orgKey, signal) =>
    runLane({
      org: store.forOrg(orgKey),
      clock,
      every,
      log,
      owner,
      leaseMs: config.laneLeaseMs,
      lingerMs: LINGER_MS,
      signal,
      newId: randomUUID,
      context: (run, lease) => syncContext(orgKey, run, lease),
      views: async () => (await zoho.open(orgKey)).views,
    }),
  );
  async function syncContext(orgKey: string, run: Run, signal: AbortSignal): Promise<SyncContext> {
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
  jobs.every('forget-history', FORGET_SECONDS, () => forgetHistory(store, clock, config.historyMs));
  const { pglite } = opened;
  if (pglite) jobs.every('maintain-store', MAINTENANCE_SECONDS, () => maintainPglite(pglite));

  return {
    app,
    log,
    start: () => jobs.start(role),
    async stop() {
      await app.close();
      await jobs.stop();
      await usage.flush();
      await store.close();
    },
  };
}

function readResource(name: string): unknown {
  const file = new URL(`../resources/${name}`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Words of the Failure Log. */
function failureCatalogue(): FailureCatalogue {
  const { words } = readResource('provider-errors.json') as { words: FailureCatalogue['providerWords'] };
  return {
    reasons: readResource('failure-reasons.json') as FailureCatalogue['reasons'],
    providerWords: words,
  };
}

/** One verifier per data center: each caches its host's keys. */
function verifiers(dataCenters: typeof ZOHO_DATA_CENTERS) {
  const kept = new Map<string, ReturnType<typeof createWebhookVerifier>>();
  return (id: string) => {
    const known = kept.get(id);
    if (known) return known;
    const dataCenter = dataCenters.byId(id);
    if (!dataCenter) throw new Error(`data center ${id} is not in resources/data-centers.json`);
    const verifier = createWebhookVerifier({ deskUrl: dataCenter.desk });
    kept.set(id, verifier);
    return verifier;
  };
}

function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
