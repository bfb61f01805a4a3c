import type { HistoryChanges } from '../../../server/contract/history.ts';
import type { FlightPlan, LatestPlan } from '../../../server/contract/plan.ts';
import { anyOf, flag, list, nullable, object, oneOf, text, whole } from './guard.ts';
import type { Guard } from './guard.ts';
import { isModuleName, isSideName } from './integration-shape.ts';
import { numeric } from './guard.ts';

type Summary = NonNullable<FlightPlan['summary']>;
export type PlannedModule = Summary['modules'][number];
type Change = HistoryChanges['changes'][number];
export type PlanChange = Change;

const isPerSide = object<{ desk: number; crm: number }>({ desk: whole, crm: whole });
const isCost = object<{ calls: number; credits: number }>({ calls: whole, credits: whole });
const isCounts: Guard<Record<string, number>> = (value): value is Record<string, number> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(whole);

export const isFlightPlan = object<FlightPlan>({
  id: text,
  kind: oneOf('first-sync', 'mapping', 'resume', 'retry-all'),
  state: oneOf('computing', 'ready', 'failed'),
  startedAt: text,
  finishedAt: nullable(text),
  summary: nullable(
    object<Summary>({
      modules: list(
        object<PlannedModule>({
          module: isModuleName,
          creates: isPerSide,
          updates: isPerSide,
          restores: isPerSide,
          pairs: whole,
          skips: isPerSide,
          conflicts: whole,
          failures: isCounts,
          fields: list(
            object<PlannedModule['fields'][number]>({ target: isSideName, field: text, records: whole }),
          ),
        }),
      ),
      cost: object<Summary['cost']>({ desk: isCost, crm: isCost }),
      estimatedSeconds: whole,
    }),
  ),
  problem: nullable(text),
});
export const isLatestPlan = object<LatestPlan>({ plan: nullable(isFlightPlan) });

const isValue = nullable(anyOf(text, numeric, flag, list(text)));
export const isHistoryChanges = object<HistoryChanges>({
  changes: list(
    object<Change>({
      module: isModuleName,
      target: isSideName,
      action: text,
      deskId: text,
      crmId: text,
      at: text,
      fields: list(
        object<Change['fields'][number]>({ field: text, from: isValue, to: isValue, rule: text }),
      ),
    }),
  ),
  next: nullable(text),
});
