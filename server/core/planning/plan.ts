import type { FieldValue, RawValue, Side } from '../record.ts';
import type { MissingReference } from './references.ts';

/** Values both sides agree on per mapping row; see `Base` of the store port. */
export type BaseRows = Readonly<Record<string, { readonly desk: FieldValue; readonly crm: FieldValue }>>;

/** One field that a write changes, for history: which field of the written side, old and new value, and the rule. */
export interface PlannedField {
  readonly key: string;
  readonly field: string;
  readonly from: FieldValue;
  readonly to: FieldValue;
  readonly rule: 'changed' | 'filled' | 'conflict' | 'initial-winner' | 'new-record' | 'undone';
}

/** What must be sent to one side, and what the base becomes once that side confirmed it. */
export interface PlannedWrite {
  readonly values: Readonly<Record<string, RawValue>>;
  readonly fields: readonly PlannedField[];
  readonly base: BaseRows;
}

export interface PlannedConflict {
  readonly key: string;
  /** API name of the Desk field. */
  readonly field: string;
  readonly base: { readonly desk: FieldValue; readonly crm: FieldValue } | null;
  readonly desk: FieldValue;
  readonly crm: FieldValue;
  /** Null when the policy asks a person. */
  readonly winner: Side | null;
}

/** The difference between two paired records, ready to be written. */
export interface PairPlan {
  readonly writes: Readonly<Partial<Record<Side, PlannedWrite>>>;
  /** Rows on which both sides agree now: their base advances without a write. */
  readonly agreed: BaseRows;
  readonly conflicts: readonly PlannedConflict[];
  readonly missing: readonly MissingReference[];
}
