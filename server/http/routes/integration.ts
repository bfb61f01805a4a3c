import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { ConnectionParams, ConnectionRequest, ConnectionStarted } from '../../contract/connections.ts';
import { Integration, IntegrationDeleted, SwitchedToSync } from '../../contract/integration.ts';
import type { Store } from '../../ports/store.ts';
import type { Connect } from '../../sync/connect.ts';
import type { DeleteIntegration } from '../../sync/delete-integration.ts';
import { describeIntegration } from '../../sync/describe-integration.ts';
import type { SwitchToSync } from '../../sync/switch-to-sync.ts';
import { suggestedAccounts, wizardStep } from '../../sync/wizard-step.ts';
import type { Guards } from '../authentication.ts';
import { agentOf } from '../authentication.ts';
import { asAnswer } from '../as-answer.ts';

export interface IntegrationRouteDeps {
  readonly store: Store;
  readonly connect: Connect;
  readonly deleteIntegration: DeleteIntegration;
  readonly switchToSync: SwitchToSync;
  readonly guards: Guards;
}

/** The integration page: state, connections, how to connect, and Delete Integration (administrators). */
export function integrationRoutes(deps: IntegrationRouteDeps): FastifyPluginAsyncZod {
  const { store, connect, deleteIntegration, switchToSync, guards } = deps;
  const onRequest = guards.requireAdministrator;
  // eslint-disable-next-line @typescript-eslint/require-await -- Fastify's plugin signature
  return async (app) => {
    app.get(
      '/v1/integration',
      { onRequest, schema: { tags: ['integration'], response: { 200: Integration } } },
      async (request) => {
        const agent = agentOf(request);
        const view = await describeIntegration(store.forOrg(agent.orgKey));
        const accounts = suggestedAccounts(view.connections, agent.email);
        return {
          ...asAnswer(view),
          step: wizardStep(view),
          suggestedCrmAccount: accounts[0] ?? null,
          suggestedCrmAccounts: [...accounts],
        };
      },
    );
    app.delete(
      '/v1/integration',
      { onRequest, schema: { tags: ['integration'], response: { 200: IntegrationDeleted } } },
      async (request) => ({
        state: 'deleted' as const,
        finished: await deleteIntegration.remove(agentOf(request).orgKey),
      }),
    );
    app.post(
      '/v1/integration/switch',
      { onRequest, schema: { tags: ['integration'], response: { 200: SwitchedToSync } } },
      (request) => switchToSync(agentOf(request)),
    );
    app.post(
      '/v1/connections/:product/authorize',
      {
        onRequest,
        config: { rateLimit: { max: 20, timeWindow: 60_000 } },
        schema: {
          tags: ['integration'],
          params: ConnectionParams,
          body: ConnectionRequest,
          response: { 200: ConnectionStarted },
        },
      },
      async (request) => {
        const { product } = request.params;
        const { loginHint = null, thenCrm } = request.body;
        const next = thenCrm && { loginHint: thenCrm.loginHint ?? null };
        return { authorizeUrl: await connect.authorize(agentOf(request), product, loginHint, next) };
      },
    );
  };
}
