import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  Handshake,
  HandshakeDepartments,
  HandshakeParams,
  HandshakeQuery,
  HandshakeSettings,
} from '../../contract/handshake.ts';
import type { Store } from '../../ports/store.ts';
import type { HandshakeBoard } from '../../sync/handshake/handshake-board.ts';
import type { SavePanelSettings } from '../../sync/panel/panel-settings.ts';
import { panelSettings } from '../../sync/panel/panel-settings.ts';
import { asAnswer } from '../as-answer.ts';
import type { Guards } from '../authentication.ts';
import { agentOf } from '../authentication.ts';

export interface HandshakeRouteDeps {
  readonly store: Store;
  readonly board: HandshakeBoard;
  readonly saveSettings: SavePanelSettings;
  readonly guards: Guards;
}

/** The handshake board: open tickets by customer type (S6, S107–S112). */
export function handshakeRoutes({
  store,
  board,
  saveSettings,
  guards,
}: HandshakeRouteDeps): FastifyPluginAsyncZod {
  const onRequest = guards.requireAgent;
  const tags = ['handshake'];
  // eslint-disable-next-line @typescript-eslint/require-await -- Fastify's plugin signature
  return async (app) => {
    app.get(
      '/v1/handshake/departments',
      { onRequest, schema: { tags, response: { 200: HandshakeDepartments } } },
      async (request) => ({ departments: await board.departments(agentOf(request)) }),
    );
    app.get(
      '/v1/handshake/settings',
      { onRequest: guards.requireAdministrator, schema: { tags, response: { 200: HandshakeSettings } } },
      (request) => panelSettings(store.forOrg(agentOf(request).orgKey)),
    );
    app.put(
      '/v1/handshake/settings',
      {
        onRequest: guards.requireAdministrator,
        schema: { tags, body: HandshakeSettings, response: { 200: HandshakeSettings } },
      },
      (request) => saveSettings(agentOf(request), request.body),
    );
    app.get(
      '/v1/handshake/:departmentId',
      {
        onRequest,
        schema: { tags, params: HandshakeParams, querystring: HandshakeQuery, response: { 200: Handshake } },
      },
      async (request) => {
        const { refresh, ...filters } = request.query;
        const options = { filters, refresh: refresh === 'true' };
        return asAnswer(await board.board(agentOf(request), request.params.departmentId, options));
      },
    );
  };
}
