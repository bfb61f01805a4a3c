import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  Panel,
  PanelPage,
  PanelParams,
  PanelQuery,
  SectionParams,
  SectionQuery,
} from '../../contract/panel.ts';
import type { OpenPanel } from '../../sync/panel/open-panel.ts';
import { AGENT_LIMIT } from '../agent-limit.ts';
import { asAnswer } from '../as-answer.ts';
import type { Guards } from '../authentication.ts';
import { agentOf } from '../authentication.ts';

/** What agents see of CRM beside a ticket, contact or account (S4, S5, S113–S122). */
export function panelRoutes(panel: OpenPanel, guards: Guards): FastifyPluginAsyncZod {
  const onRequest = guards.requireAgent;
  const tags = ['panel'];
  // eslint-disable-next-line @typescript-eslint/require-await -- Fastify's plugin signature
  return async (app) => {
    app.get(
      '/v1/panel/:place/:id',
      { onRequest, schema: { tags, params: PanelParams, querystring: PanelQuery, response: { 200: Panel } } },
      async (request) => {
        const { place, id } = request.params;
        const { refresh, since } = request.query;
        const options = { refresh: refresh === 'true', since };
        return asAnswer(await panel.open(agentOf(request), place, id, options));
      },
    );
    app.get(
      '/v1/panel/:place/:id/:entity/:section',
      {
        onRequest,
        config: AGENT_LIMIT,
        schema: { tags, params: SectionParams, querystring: SectionQuery, response: { 200: PanelPage } },
      },
      async (request) => {
        const { place, id, entity, section } = request.params;
        const { page } = request.query;
        const at = { place, deskId: id, entity };
        const { rows, hasMore } = await panel.page(agentOf(request), at, section, page);
        // Each item's rows are its own; TypeScript does not follow that through the union of sections.
        return asAnswer({ section, page, hasMore, rows }) as PanelPage;
      },
    );
  };
}
