import * as z from 'zod/mini';
import { Instant, ModuleName, SideName } from './common.ts';
import { HistoryChange } from './history.ts';
import { MappingRow, ModuleConfigChange } from './mapping.ts';

/** POST /v1/plan (administrators): what would be done, computed in the background; nothing is written. 202. */
export const PlanRequest = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('first-sync'),
    modules: z.array(ModuleName).check(z.minLength(1), z.maxLength(3)),
  }),
  z.object({
    kind: z.literal('mapping'),
    config: z.object({
      module: ModuleName,
      syncType: ModuleConfigChange.shape.syncType,
      mappings: z.array(MappingRow).check(z.maxLength(300)),
      departmentIds: ModuleConfigChange.shape.departmentIds,
    }),
  }),
  z.object({ kind: z.literal('resume') }),
  z.object({ kind: z.literal('retry-all') }),
]);
export type PlanRequest = z.infer<typeof PlanRequest>;

const PerSide = z.object({ desk: z.int(), crm: z.int() });
const Cost = z.object({ calls: z.int(), credits: z.int() });
export const PlannedModule = z.object({
  module: ModuleName,
  /** Per side that would be written. */
  creates: PerSide,
  updates: PerSide,
  restores: PerSide,
  pairs: z.int(),
  /** Records that stay alone, by the side they live on. */
  skips: PerSide,
  conflicts: z.int(),
  /** Number of records by failure code. */
  failures: z.record(z.string(), z.int()),
  fields: z.array(z.object({ target: SideName, field: z.string(), records: z.int() })),
});
/** GET /v1/plan (administrators): the latest plan, or null. */
export const FlightPlan = z.object({
  id: z.string(),
  kind: z.enum(['first-sync', 'mapping', 'resume', 'retry-all']),
  state: z.enum(['computing', 'ready', 'failed']),
  startedAt: Instant,
  finishedAt: z.nullable(Instant),
  summary: z.nullable(
    z.object({
      modules: z.array(PlannedModule),
      /** Of the writes. */
      cost: z.object({ desk: Cost, crm: Cost }),
      estimatedSeconds: z.int(),
    }),
  ),
  problem: z.nullable(z.string()),
});
export type FlightPlan = z.infer<typeof FlightPlan>;
export const LatestPlan = z.object({ plan: z.nullable(FlightPlan) });
export type LatestPlan = z.infer<typeof LatestPlan>;

/** GET /v1/plan/drift (administrators): what was done since the plan was ready and differs from it. */
const Line = z.pick(HistoryChange, { module: true, target: true, action: true, deskId: true, crmId: true });
export const PlanDrift = z.object({
  missing: z.array(Line),
  extra: z.array(Line),
  different: z.array(z.object({ planned: Line, done: Line })),
});
export type PlanDrift = z.infer<typeof PlanDrift>;
