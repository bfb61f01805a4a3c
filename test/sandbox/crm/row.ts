import type { ModuleName } from './modules/module.ts';
import { DAY_MS } from './time.ts';

/** Days that a deleted record stays in the recycle bin (§2.3). */
export const BIN_DAYS = 60;
/** Days that a permanently deleted record is still listed. */
export const PERMANENT_LISTING_DAYS = 120;

export type RowState = 'live' | 'bin' | 'purged';

/**
 * One stored record. `values` holds what was written: lookups as the id of their target, datetimes as text in
 * the organisation's zone, multi-selects as arrays. Times are epoch ms in whole seconds.
 */
export interface Row {
  readonly id: string;
  readonly module: ModuleName;
  readonly createdMs: number;
  readonly createdById: string;
  values: Readonly<Record<string, unknown>>;
  ownerId: string;
  modifiedMs: number;
  modifiedById: string;
  /** Exact instant of the last write: search finds the row only some time later. */
  writtenMs: number;
  deletedMs: number | null;
  deletedById: string | null;
  /** The record whose deletion took this one along (notes of a deleted contact). */
  deletedWith: string | null;
  /** Emptied from the bin before its time. */
  purgedByHand: boolean;
}

/** Bin entries turn into purged ones by the passing of time alone (S49). */
export function stateOf(row: Row, now: number): RowState {
  if (row.deletedMs === null) return 'live';
  if (row.purgedByHand || now - row.deletedMs >= BIN_DAYS * DAY_MS) return 'purged';
  return 'bin';
}
