import type { Module } from '../record.ts';

/** S16, S17. The article knows no Desk → CRM only mode. */
export type SyncType = 'two-way' | 'crm-to-desk';

/** Which side wins when both changed the same field since the base (S96); `ask` is for the conflict inbox. */
export type ConflictPolicy = 'newest' | 'desk' | 'crm' | 'ask';

/** One row of the mapping editor. */
export interface FieldMapping {
  /** API name of the Desk field. */
  readonly desk: string;
  /** API name of the CRM field. */
  readonly crm: string;
  readonly direction: 'both' | 'crm-to-desk';
  readonly conflict: ConflictPolicy;
  /** Who wins when both are filled and no base exists yet (S21); default CRM. */
  readonly initialWinner: 'desk' | 'crm';
  /** Pairs of picklist options that mean the same; an option without a pair maps to itself. */
  readonly valueMap?: readonly { readonly desk: string; readonly crm: string }[];
}

/** The synced part of one module's settings; a change makes a new `version` (S21). */
export interface ModuleConfig {
  readonly module: Module;
  readonly version: number;
  readonly syncType: SyncType;
  readonly mappings: readonly FieldMapping[];
  /** Products: Desk departments whose products sync (S24). Empty for other modules. */
  readonly departmentIds: readonly string[];
}

/** Names one mapping row in the base. A row that is re-mapped gets another key, so no old base is misread (P19). */
export function rowKey(row: Pick<FieldMapping, 'desk' | 'crm'>): string {
  return `${row.desk}=${row.crm}`;
}
