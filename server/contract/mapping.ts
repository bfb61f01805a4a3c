import * as z from 'zod/mini';
import { ModuleName, SideName, ZohoId } from './common.ts';

const ApiName = z.string().check(z.minLength(1), z.maxLength(100));
const Option = z.string().check(z.maxLength(1000));

/** One row of the mapping editor. */
export const MappingRow = z.object({
  desk: ApiName,
  crm: ApiName,
  direction: z._default(z.enum(['both', 'crm-to-desk']), 'both'),
  conflict: z._default(z.enum(['newest', 'desk', 'crm', 'ask']), 'newest'),
  initialWinner: z._default(SideName, 'crm'),
  valueMap: z.optional(z.array(z.object({ desk: Option, crm: Option })).check(z.maxLength(1000))),
});
export type MappingRow = z.infer<typeof MappingRow>;

/** S16, S17. */
export const SyncType = z.enum(['two-way', 'crm-to-desk']);

/** A flag of the editor; an `error` keeps the configuration from being saved (S19). */
export const MappingFlag = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  side: SideName,
  field: z.string(),
  reason: z.optional(z.string()),
  option: z.optional(z.string()),
});

/** PUT /v1/modules/{module}/config (administrators). 409 `stale-version`, 422 `mapping-invalid`. */
export const ModuleConfigChange = z.object({
  syncType: z._default(SyncType, 'two-way'),
  mappings: z.array(MappingRow).check(z.maxLength(300)),
  /** Products only: at least one (S24). */
  departmentIds: z._default(z.array(ZohoId).check(z.maxLength(500)), []),
  /** Version that was edited; 0 = there was none. */
  expectedVersion: z.int().check(z.minimum(0)),
});
export type ModuleConfigChange = z.infer<typeof ModuleConfigChange>;

/** GET /v1/modules/{module}/mapping and the answer of the PUT. Version 0 = a suggestion, nothing is stored (S18). */
export const ModuleMapping = z.object({
  module: ModuleName,
  version: z.int(),
  syncType: SyncType,
  mappings: z.array(MappingRow),
  departmentIds: z.array(z.string()),
  problems: z.array(MappingFlag),
  /** Custom fields that no row uses and that seem to mean the same; of version 0 also those that its rows hold. */
  suggestions: z.array(
    z.object({
      desk: z.string(),
      crm: z.string(),
      /** 0 to 1; 0.9 and more is mapped without asking in version 0. */
      confidence: z.number(),
      reason: z.enum(['same-name', 'same-words', 'synonym']),
    }),
  ),
});
export type ModuleMapping = z.infer<typeof ModuleMapping>;
