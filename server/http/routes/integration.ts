import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { ConnectionParams, ConnectionRequest, ConnectionStarted } from '../../contract/connections.ts';
import { Integration } from '../../contract/integration.ts';
import type { Store } from '../../ports/store.ts';
import type { Connect } from '../../sync/connect.ts';
import { describeIntegration } from '../../sync/describe-integration.ts';
import type { Guards } from '../authentication.ts';
import { agentOf } from '../authentication.ts';
import { asAnswer } from '../as-answer.ts';

/** The integration page: state, connections, and how to connect (administrators). */
export function integrationRoutes(store: Store, connect: Connect, guards: Guards): FastifyPluginAsyncZod {
  const onRequest = guards.requireAdministrator;
  // eslint-disable-next-line @typescript-eslint/require-await -- Fastify's plugin signature
  return async (app) => {
    app.get(
      '/v1/integration',
      { onRequest, schema: { tags: ['integration'], response: { 200: Integration } } },
      async (request) => {
        const agent = agentOf(request);
        const view = await describeIntegration(store.forOrg(agent.orgKey));
        return { ...asAnswer(view), suggestedCrmAccount: agent.email };
      },
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
        const loginHint = request.body.loginHint ?? null;
        return { authorizeUrl: await connect.authorize(agentOf(request), product, loginHint) };
      },
    );
  };
}
