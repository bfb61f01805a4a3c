import type { EditedRow } from './edited-mapping.ts';
import { isComplete } from './edited-mapping.ts';
import type { KnownFields } from './field-facts.ts';
import { fieldLabel } from './field-facts.ts';
import type { Findings } from './row-findings.ts';
import { hasError, hasWarning } from './row-findings.ts';

export interface RowFilter {
  /** Part of a field's label or API name on either side. */
  readonly search: string;
  readonly onlyTroubled: boolean;
}

/** The rows that the viewer wants to see. A row that is not filled in yet is always among them: it is being made. */
export function matchingRows(
  rows: readonly EditedRow[],
  fields: KnownFields,
  findings: Findings | null,
  { search, onlyTroubled }: RowFilter,
): readonly EditedRow[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === '' && !onlyTroubled) return rows;
  return rows.filter((edited) => {
    if (!isComplete(edited)) return true;
    const { id, row } = edited;
    const found = findings?.rows.get(id);
    if (onlyTroubled && !(found && (hasError(found) || hasWarning(found)))) return false;
    const names = (['desk', 'crm'] as const).flatMap((side) => [
      row[side],
      fieldLabel(fields, side, row[side]),
    ]);
    return names.some((name) => name.toLowerCase().includes(wanted));
  });
}
