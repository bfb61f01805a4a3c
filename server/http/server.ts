import cors from '@fastify/cors';
import rateLimit from '@fastify/rate-limit';
import { fastify } from 'fastify';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { randomUUID } from 'node:crypto';
import type { Registry } from 'prom-client';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import type { Administration } from '../sync/administration.ts';
import type { Connect } from '../sync/connect.ts';
import type { DeleteIntegration } from '../sync/delete-integration.ts';
import type { ReceiveLifecycleEvent } from '../sync/installation.ts';
import type { ModuleMapping } from '../sync/module-mapping.ts';
import type { ReceiveOAuthCallback } from '../sync/oauth-callback.ts';
import type { ReceiveEvents } from '../sync/receive-events.ts';
import type { SignIn } from '../sync/sign-in.ts';
import type { CorrectValue } from '../sync/correct-value.ts';
import type { FailureCatalogue } from '../core/failures/explain-failure.ts';
import type { PauseSync } from '../sync/pause-sync.ts';
import type { ManageProfilePermissions } from '../sync/profile-permissions.ts';
import type { ResolveConflict } from '../sync/conflict-inbox.ts';
import type { FlightPlans } from '../sync/flight-plan.ts';
import type { Panels } from '../sync/panel/panels.ts';
import type { StartSync } from '../sync/start-sync.ts';
import type { SwitchToSync } from '../sync/switch-to-sync.ts';
import type { Guards } from './authentication.ts';
import { createGuards, decorateAgent } from './authentication.ts';
import { closeUnusedConnections } from './close-connections.ts';
import { correlated } from './correlation.ts';
import { registerMetrics } from './metrics.ts';
import { registerOpenApi } from './openapi.ts';
import { HttpProblem, sendProblem } from './problem.ts';
import { overrideMethod } from './override-method.ts';
import { ambiguousRoutes } from './routes/ambiguous.ts';
import { callbackRoutes } from './routes/callbacks.ts';
import { registerHealth } from './routes/health.ts';
import type { Serving } from './routes/health.ts';
import { conflictRoutes } from './routes/conflicts.ts';
import { deletionRoutes } from './routes/deletions.ts';
import { extensionEventRoutes } from './routes/extension-events.ts';
import { failureRoutes } from './routes/failures.ts';
import { handshakeRoutes } from './routes/handshake.ts';
import { historyRoutes } from './routes/history.ts';
import { integrationRoutes } from './routes/integration.ts';
import { mappingCheckRoutes } from './routes/mapping-check.ts';
import { mappingRoutes } from './routes/mapping.ts';
import { oauthReturnRoute } from './routes/oauth-return.ts';
import { panelActionRoutes } from './routes/panel-actions.ts';
import { panelRoutes } from './routes/panel.ts';
import { planRoutes } from './routes/plan.ts';
import { preflightRoute } from './routes/preflight.ts';
import { permissionRoutes } from './routes/permissions.ts';
import { recordPagesRoute } from './routes/record-pages.ts';
import { sessionRoutes } from './routes/session.ts';
import { statusRoutes } from './routes/status.ts';
import { syncRoutes } from './routes/sync.ts';
import { zscConnectionRoute } from './routes/zsc-connection.ts';
import { zscPageRoutes } from './routes/zsc-page.ts';
import { registerSecurityHeaders } from './security-headers.ts';
import type { SessionTokens } from './session-token.ts';

export interface ServerDeps {
  readonly settings: {
    readonly publicUrl: string;
    /** Exact origins that browsers may call from; nothing else gets CORS headers. */
    readonly extensionOrigins: readonly string[];
    /** The `secret` of the extension's manifest, which signs its lifecycle callbacks; null turns them all away. */
    readonly extensionSecret: string | null;
    readonly trustProxy: boolean;
    readonly publicProgress: boolean;
  };
  /** What `/readyz` says. */
  readonly serving: () => Serving;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: FastifyBaseLogger;
  readonly metrics: Registry;
  readonly tokens: SessionTokens;
  readonly signIn: SignIn;
  readonly connect: Connect;
  readonly deleteIntegration: DeleteIntegration;
  readonly switchToSync: SwitchToSync;
  readonly flightPlans: FlightPlans;
  readonly resolveConflict: ResolveConflict;
  readonly receiveOAuthCallback: ReceiveOAuthCallback;
  readonly moduleMapping: ModuleMapping;
  readonly startSync: StartSync;
  readonly pauseSync: PauseSync;
  readonly profilePermissions: ManageProfilePermissions;
  readonly failureCatalogue: FailureCatalogue;
  readonly correctValue: CorrectValue;
  readonly panels: Panels;
  /** Has the organisation's waiting work done soon. */
  readonly wake: (orgKey: string) => Promise<void>;
  readonly receiveEvents: ReceiveEvents;
  readonly administration: Administration;
  readonly receiveLifecycleEvent: ReceiveLifecycleEvent;
}

/** Requests are small; a mapping of 300 rows with value maps fits. Callbacks have their own limit. */
const BODY_LIMIT = 512 * 1024;
/** Zoho answers within 30 s or never; slower clients are cut off. */
const REQUEST_TIMEOUT_MS = 60_000;

/** The connector's HTTP API: REST under `/v1`, Zoho's callbacks, health and metrics. Not listening yet. */
export async function createServer(deps: ServerDeps): Promise<FastifyInstance> {
  const { settings, store, clock, tokens } = deps;
  const app = fastify({
    loggerInstance: deps.log,
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: settings.trustProxy,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 128 },
    rewriteUrl: overrideMethod,
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(sendProblem);
  closeUnusedConnections(app);
  registerSecurityHeaders(app);
  decorateAgent(app);
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    correlated({ correlationId: request.id }, done);
  });
  // Reading the body loses what `onRequest` marked: its events come from the socket.
  app.addHook('preHandler', (request, _reply, done) => {
    correlated({ correlationId: request.id }, done);
  });
  await app.register(cors, {
    origin: [...settings.extensionOrigins],
    methods: ['GET', 'POST', 'PUT', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'last-event-id'],
    exposedHeaders: ['x-request-id', 'retry-after'],
    maxAge: 600,
  });
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, { after, statusCode }) =>
      new HttpProblem(statusCode, 'too-many-requests', `Too many requests; try again in ${after}`),
  });
  await registerOpenApi(app, settings.publicUrl);
  registerMetrics(app, deps.metrics);
  registerHealth(app, store, deps.serving);

  const guards = createGuards(tokens);
  await app.register(sessionRoutes(deps.signIn, tokens));
  await app.register(oauthReturnRoute(deps.receiveOAuthCallback));
  await app.register(
    integrationRoutes({
      store,
      connect: deps.connect,
      deleteIntegration: deps.deleteIntegration,
      switchToSync: deps.switchToSync,
      guards,
    }),
  );
  await app.register(mappingRoutes(deps.moduleMapping, guards));
  const { publicProgress } = settings;
  await app.register(
    syncRoutes({
      store,
      clock,
      startSync: deps.startSync,
      pauseSync: deps.pauseSync,
      guards,
      publicProgress,
    }),
  );
  const { failureCatalogue: catalogue, correctValue, wake } = deps;
  await app.register(failureRoutes({ store, clock, guards, catalogue, correctValue, wake }));
  await app.register(conflictRoutes(store, deps.resolveConflict, deps.administration.undoConflict, guards));
  await app.register(planRoutes(deps.flightPlans, guards));
  await app.register(historyRoutes(store, clock, guards));
  await app.register(deletionRoutes({ store, clock, guards, wake }));
  const { panel, preview, board, saveSettings, ...forActions } = deps.panels;
  await app.register(permissionRoutes(store, deps.profilePermissions, preview, guards));
  await app.register(panelRoutes(panel, guards));
  await app.register(panelActionRoutes({ ...forActions, guards }));
  await app.register(handshakeRoutes({ store, board, saveSettings, guards }));
  await registerAdministration(app, deps, guards);
  await app.register(callbackRoutes(deps.receiveEvents));
  await app.register(extensionEventRoutes(deps.receiveLifecycleEvent, settings.extensionSecret));
  app.setNotFoundHandler((request, reply) =>
    sendProblem(new HttpProblem(404, 'not-found', 'There is nothing at this address'), request, reply),
  );
  return app;
}

/** What only the settings page uses. */
async function registerAdministration(
  app: FastifyInstance,
  { administration, store, clock }: ServerDeps,
  guards: Guards,
): Promise<void> {
  await app.register(zscPageRoutes(administration.zscKeys));
  await app.register(zscConnectionRoute(administration.connectByKey, guards));
  await app.register(preflightRoute(administration.preflight, guards));
  await app.register(mappingCheckRoutes(administration.mappingCheck, administration.mappingDrafts, guards));
  await app.register(ambiguousRoutes(administration.ambiguousInbox, administration.decideMatch, guards));
  await app.register(recordPagesRoute(administration.recordPages, guards));
  await app.register(statusRoutes({ store, clock, guards, creditReserve: administration.creditReserve }));
}
