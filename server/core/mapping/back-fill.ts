import type { FieldMapping, ModuleConfig } from './field-mapping.ts';
import { rowKey } from './field-mapping.ts';

/**
 * True when a changed configuration concerns records that nobody may touch for years: a row or a direction that was
 * not synced before, or a department (S21, S24). Such a change is applied to all records at once; a row that is
 * gone, or a policy, only matters for later edits.
 */
export function needsBackFill(before: ModuleConfig, after: Omit<ModuleConfig, 'version'>): boolean {
  const synced = new Set(before.mappings.flatMap((row) => waysOf(before, row)));
  const isNewWay = after.mappings.some((row) => waysOf(after, row).some((way) => !synced.has(way)));
  return isNewWay || after.departmentIds.some((id) => !before.departmentIds.includes(id));
}

/** The directions in which a row carries values. */
function waysOf({ syncType }: Pick<ModuleConfig, 'syncType'>, row: FieldMapping): readonly string[] {
  const key = rowKey(row);
  const isTwoWay = syncType === 'two-way' && row.direction === 'both';
  return isTwoWay ? [`${key} to desk`, `${key} to crm`] : [`${key} to desk`];
}
