import type { SeedModule } from '../kernel/types.ts';

/** The three modules whose records sync. Tickets live beside them (`tickets.ts`). */
export type Module = SeedModule;
export const MODULES: readonly Module[] = ['accounts', 'contacts', 'products'];

/** A stored value: texts as sent, numbers as decimal strings, `null` = empty. */
export type Value = string | boolean | null;
export type Values = Readonly<Record<string, Value>>;

/** One state of one record. Never changed in place: a write makes a new row, so an old one can stay in the index. */
export interface Row {
  readonly id: string;
  /** Standard fields by API name; an absent key is empty. */
  readonly values: Values;
  /** Custom fields by API name (`cf_…`). */
  readonly cf: Values;
  /** Products: the departments that show it; others: empty. */
  readonly departmentIds: readonly string[];
  /** Epoch milliseconds, virtual time. */
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly createdBy: string;
  readonly modifiedBy: string;
}

/** A record in the recycle bin. */
export interface BinEntry {
  readonly row: Row;
  readonly deletedAt: number;
  readonly deletedBy: string;
}

/** Who writes, when, and with which `sourceId` header (reference §5 "Loop prevention"). */
export interface Author {
  readonly agentId: string;
  readonly at: number;
  readonly sourceId: string | null;
}

/** A JSON object as parsed from a request. */
export type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
