import type * as z from 'zod/mini';
import type {
  ActionDone,
  CallAction,
  Candidates,
  CreateAction,
  EventAction,
  LinkAction,
  NoteAction,
  PanelOptions,
  PotentialAction,
  TaskAction,
} from '../../server/contract/panel-actions.ts';
import type { PanelEntity } from '../../server/contract/panel.ts';
import type { ApiClient } from './api-client.ts';
import type { PanelTarget } from './panel-api.ts';
import { panelPath } from './panel-api.ts';
import { isActionDone, isCandidates, isPanelOptions } from './shapes/panel-actions-shape.ts';

/** What each action sends; the last part of its path is its name. */
export interface PanelActions {
  readonly link: z.infer<typeof LinkAction>;
  readonly unlink: z.infer<typeof LinkAction>;
  readonly create: z.infer<typeof CreateAction>;
  readonly notes: z.infer<typeof NoteAction>;
  readonly tasks: z.infer<typeof TaskAction>;
  readonly calls: z.infer<typeof CallAction>;
  readonly events: z.infer<typeof EventAction>;
  readonly potentials: z.infer<typeof PotentialAction>;
}
export type PanelActionName = keyof PanelActions;

/** Does it once per `key`, however often it is sent. */
export async function act<Name extends PanelActionName>(
  api: ApiClient,
  target: PanelTarget,
  name: Name,
  action: PanelActions[Name],
  signal?: AbortSignal,
): Promise<ActionDone> {
  return api.post(`${panelPath(target)}/${name}`, isActionDone, action, signal);
}

export async function readPanelOptions(api: ApiClient, signal?: AbortSignal): Promise<PanelOptions> {
  return api.get('/v1/panel-options', isPanelOptions, {}, signal);
}

/** @param query at least two characters; undefined: those who share e-mail, phone or name */
export async function readCandidates(
  api: ApiClient,
  target: PanelTarget,
  search: { entity: PanelEntity; query?: string },
  signal?: AbortSignal,
): Promise<Candidates> {
  return api.get(`${panelPath(target)}/candidates`, isCandidates, search, signal);
}
