import type { LatestDraft } from '../../../server/contract/drafts.ts';
import type { MappingRow, ModuleMapping } from '../../../server/contract/mapping.ts';
import { isModuleName, isSideName } from './fields-shape.ts';
import { flag, list, nullable, numeric, object, oneOf, optional, text, whole } from './guard.ts';

type Flag = ModuleMapping['problems'][number];
type Suggestion = ModuleMapping['suggestions'][number];
type Draft = NonNullable<LatestDraft['draft']>;

/** Answers hold no defaults: every row of a stored mapping is complete. */
const isRow = object<MappingRow>({
  desk: text,
  crm: text,
  direction: oneOf('both', 'crm-to-desk'),
  conflict: oneOf('newest', 'desk', 'crm', 'ask'),
  initialWinner: isSideName,
  valueMap: optional(list(object<{ desk: string; crm: string }>({ desk: text, crm: text }))),
});
const isSyncType = oneOf('two-way', 'crm-to-desk');

export const isFlag = object<Flag>({
  code: text,
  severity: oneOf('error', 'warning'),
  side: isSideName,
  field: text,
  reason: optional(text),
  option: optional(text),
});
export const isModuleMapping = object<ModuleMapping>({
  module: isModuleName,
  version: whole,
  syncType: isSyncType,
  mappings: list(isRow),
  departmentIds: list(text),
  problems: list(isFlag),
  suggestions: list(
    object<Suggestion>({
      desk: text,
      crm: text,
      confidence: numeric,
      reason: oneOf('same-name', 'same-words', 'synonym'),
    }),
  ),
});
export const isLatestDraft = object<LatestDraft>({
  draft: nullable(
    object<Draft>({
      syncType: isSyncType,
      mappings: list(isRow),
      departmentIds: list(text),
      basedOn: whole,
      savedAt: text,
      stale: flag,
    }),
  ),
});
