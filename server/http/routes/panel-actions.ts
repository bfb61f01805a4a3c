import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  ActionDone,
  CallAction,
  CandidateParams,
  CandidateQuery,
  Candidates,
  CreateAction,
  EventAction,
  LinkAction,
  NoteAction,
  PanelOptions,
  PotentialAction,
  TaskAction,
  UnlinkAction,
} from '../../contract/panel-actions.ts';
import { PanelParams } from '../../contract/panel.ts';
import type { PanelEntity, PanelPlace } from '../../contract/panel.ts';
import type { FindCandidates } from '../../sync/panel/find-candidates.ts';
import type { ActionPlace, PanelActions } from '../../sync/panel/panel-actions.ts';
import type { PanelOptionsOf } from '../../sync/panel/panel-options.ts';
import { AGENT_LIMIT } from '../agent-limit.ts';
import { asAnswer } from '../as-answer.ts';
import type { Guards } from '../authentication.ts';
import { agentOf } from '../authentication.ts';
import { HttpProblem } from '../problem.ts';
import type { FastifyRequest } from 'fastify';

export interface PanelActionRouteDeps {
  readonly actions: PanelActions;
  readonly findCandidates: FindCandidates;
  readonly options: PanelOptionsOf;
  readonly guards: Guards;
}

/** What agents do from a panel; each once per key (S81). */
export function panelActionRoutes(deps: PanelActionRouteDeps): FastifyPluginAsyncZod {
  const { actions, findCandidates } = deps;
  const onRequest = deps.guards.requireAgent;
  const tags = ['panel'];
  const config = AGENT_LIMIT;
  const response = { 200: ActionDone };
  const schemaOf = <Body>(body: Body) => ({ tags, params: PanelParams, body, response });

  // eslint-disable-next-line @typescript-eslint/require-await -- Fastify's plugin signature
  return async (app) => {
    app.get(
      '/v1/panel-options',
      { onRequest, schema: { tags, response: { 200: PanelOptions } } },
      async (request) => asAnswer(await deps.options(agentOf(request))),
    );
    app.get(
      '/v1/panel/:place/:id/candidates',
      {
        onRequest,
        config,
        schema: { tags, params: CandidateParams, querystring: CandidateQuery, response: { 200: Candidates } },
      },
      async (request) => {
        const { place, id: deskId } = request.params;
        const { entity, query } = request.query;
        const found = await findCandidates(agentOf(request), { place, deskId, entity }, query);
        return asAnswer({ candidates: found });
      },
    );
    app.post('/v1/panel/:place/:id/link', { onRequest, config, schema: schemaOf(LinkAction) }, (request) =>
      actions.link(placeOf(request), request.body.crmId),
    );
    app.post(
      '/v1/panel/:place/:id/unlink',
      { onRequest, config, schema: schemaOf(UnlinkAction) },
      (request) => actions.unlink(placeOf(request), request.body.crmId),
    );
    app.post(
      '/v1/panel/:place/:id/create',
      { onRequest, config, schema: schemaOf(CreateAction) },
      (request) => actions.create(placeOf(request)),
    );
    app.post('/v1/panel/:place/:id/notes', { onRequest, config, schema: schemaOf(NoteAction) }, (request) => {
      const { title = null, content } = request.body;
      return actions.add(placeOf(request), { item: 'notes', title, content });
    });
    app.post('/v1/panel/:place/:id/tasks', { onRequest, config, schema: schemaOf(TaskAction) }, (request) => {
      const { subject, dueDate = null, status = null, priority = null, description = null } = request.body;
      const draft = { item: 'tasks', subject, dueDate, status, priority, description } as const;
      return actions.add(placeOf(request), draft);
    });
    app.post('/v1/panel/:place/:id/calls', { onRequest, config, schema: schemaOf(CallAction) }, (request) => {
      const { subject, type, durationSeconds = null, description = null } = request.body;
      const startsAt = utc(request.body.startsAt);
      const draft = { item: 'calls', subject, type, startsAt, durationSeconds, description } as const;
      return actions.add(placeOf(request), draft);
    });
    app.post(
      '/v1/panel/:place/:id/events',
      { onRequest, config, schema: schemaOf(EventAction) },
      (request) => {
        const { title, venue = null, description = null } = request.body;
        const [startsAt, endsAt] = [utc(request.body.startsAt), utc(request.body.endsAt)];
        if (endsAt <= startsAt) {
          const fields = [{ path: '/endsAt', message: 'must be after startsAt' }];
          throw new HttpProblem(400, 'invalid-request', 'The event ends before it begins', { fields });
        }
        const draft = { item: 'events', title, startsAt, endsAt, venue, description } as const;
        return actions.add(placeOf(request), draft);
      },
    );
    app.post(
      '/v1/panel/:place/:id/potentials',
      { onRequest, config, schema: schemaOf(PotentialAction) },
      (request) => {
        const { name, stage, closingDate, amount = null } = request.body;
        return actions.add(placeOf(request), { item: 'potentials', name, stage, closingDate, amount });
      },
    );
  };
}

interface ActionRequest extends Pick<FastifyRequest, 'agent' | 'method' | 'routeOptions'> {
  readonly params: { readonly place: PanelPlace; readonly id: string };
  readonly body: { readonly key: string; readonly entity: PanelEntity };
}

function placeOf(request: ActionRequest & FastifyRequest): ActionPlace {
  const { params, body } = request;
  return {
    agent: agentOf(request),
    place: params.place,
    deskId: params.id,
    entity: body.entity,
    key: body.key,
  };
}

/** Whole seconds: CRM keeps no finer times. */
function utc(instant: string): string {
  return new Date(Math.floor(Date.parse(instant) / 1000) * 1000).toISOString();
}
