import type { FlightPlan, LatestPlan } from '../../../server/contract/plan.ts';
import { list, nullable, object, oneOf, text, whole } from './guard.ts';
import type { Guard } from './guard.ts';
import { isModuleName, isSideName } from './integration-shape.ts';

type Summary = NonNullable<FlightPlan['summary']>;
export type PlannedModule = Summary['modules'][number];

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
