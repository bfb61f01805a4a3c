import type { Side } from '../record.ts';
import type { VerdictReason } from './type-table.ts';

export type MappingProblemCode =
  | 'unknown-field' // deleted, or hidden from the user who connected
  | 'duplicate-target' // an earlier row writes the same field
  | 'mandatory-unmapped' // records cannot be created on this side (S74)
  | 'never-convertible'
  | 'sometimes-convertible' // allowed; values that do not convert become failures (S73)
  | 'read-only' // CRM: the row works one-way; Desk: the row cannot do anything
  | 'vanished-option'; // the row's value map names an option that the field no longer has

/** One flag of the mapping editor (S19). A row with an `error` does not sync; `mandatory-unmapped` has no row. */
export interface MappingProblem {
  readonly code: MappingProblemCode;
  readonly severity: 'error' | 'warning';
  readonly side: Side;
  /** API name on that side. */
  readonly field: string;
  /** Why the pair does not always convert. */
  readonly reason?: VerdictReason;
  /** The option that vanished. */
  readonly option?: string;
}
