import * as z from 'zod/mini';
import { Instant } from './common.ts';
import { MappingRow, ModuleConfigChange } from './mapping.ts';

/**
 * What an administrator edited and did not save yet, one per administrator and module: a closed tab loses nothing.
 * It has no effect; saving the configuration (PUT …/config) deletes the saver's draft.
 *
 * GET /v1/modules/:module/draft, PUT to replace it (last write wins: it is one person's), DELETE to throw it away.
 */
const ApiNameOrNone = z.string().check(z.maxLength(100));
export const MappingDraftChange = z.object({
  syncType: ModuleConfigChange.shape.syncType,
  /** A row whose field is not chosen yet has an empty name there. */
  mappings: z
    .array(z.object({ ...MappingRow.shape, desk: ApiNameOrNone, crm: ApiNameOrNone }))
    .check(z.maxLength(300)),
  departmentIds: ModuleConfigChange.shape.departmentIds,
  /** Version that is being edited; 0 = the suggestion. */
  basedOn: z.int().check(z.minimum(0)),
});
export const MappingDraft = z.object({
  ...MappingDraftChange.shape,
  savedAt: Instant,
  /** Another administrator saved since: saving this draft will be refused until it is based on the newer version. */
  stale: z.boolean(),
});
export const LatestDraft = z.object({ draft: z.nullable(MappingDraft) });
export type LatestDraft = z.infer<typeof LatestDraft>;
