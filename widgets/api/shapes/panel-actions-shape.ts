import type {
  ActionDone,
  Candidate,
  Candidates,
  PanelOptions,
} from '../../../server/contract/panel-actions.ts';
import { flag, list, nullable, object, oneOf, optional, text } from './guard.ts';

type Stage = NonNullable<PanelOptions['stages']>[number];

export const isActionDone = object<ActionDone>({ id: text, url: text });
export const isPanelOptions = object<PanelOptions>({
  stages: optional(list(object<Stage>({ value: text, label: text, forecast: oneOf('open', 'won', 'lost') }))),
  taskStatuses: optional(list(text)),
  taskPriorities: optional(list(text)),
});
export const isCandidates = object<Candidates>({
  candidates: list(
    object<Candidate>({
      id: text,
      name: text,
      email: nullable(text),
      phone: nullable(text),
      url: text,
      taken: flag,
    }),
  ),
});
