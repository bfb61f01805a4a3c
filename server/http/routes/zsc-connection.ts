import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { ZscConnected, ZscConnection } from '../../contract/zsc.ts';
import type { ZscConnect } from '../../sync/zsc-connect.ts';
import type { Guards } from '../authentication.ts';
import { agentOf } from '../authentication.ts';

/** Step 1(B): connecting CRM by its administrator's e-mail and ZSC key (S14). */
export function zscConnectionRoute(connectByKey: ZscConnect, guards: Guards): FastifyPluginAsyncZod {
  // eslint-disable-next-line @typescript-eslint/require-await -- Fastify's plugin signature
  return async (app) => {
    app.post(
      '/v1/connections/crm/zsc',
      {
        onRequest: guards.requireAdministrator,
        config: { rateLimit: { max: 20, timeWindow: 60_000 } },
        schema: { tags: ['integration'], body: ZscConnection, response: { 200: ZscConnected } },
      },
      (request) => connectByKey(agentOf(request), request.body.email, request.body.key),
    );
  };
}
