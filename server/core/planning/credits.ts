import type { Side } from '../record.ts';

export interface WriteCost {
  readonly calls: number;
  readonly credits: number;
}

/** Desk takes one record per call. CRM takes 100, at a credit per 10 (zoho-desk-api.md §4, zoho-crm-api.md §7). */
const CRM_ROWS_PER_CALL = 100;
const CRM_ROWS_PER_CREDIT = 10;
const DESK_RESTORE_CREDITS = 6;

/** What writing so many records at once costs. */
export function writeCost(side: Side, kind: 'create' | 'update' | 'restore', records: number): WriteCost {
  if (side === 'desk') {
    return { calls: records, credits: kind === 'restore' ? records * DESK_RESTORE_CREDITS : records };
  }
  return {
    calls: Math.ceil(records / CRM_ROWS_PER_CALL),
    credits: Math.ceil(records / CRM_ROWS_PER_CREDIT),
  };
}

/** Assumed, not promised: what one write call takes on a usual day, several Desk calls running side by side. */
const SECONDS_PER_CALL: Readonly<Record<Side, number>> = { desk: 0.1, crm: 1.5 };

/** A rough time for the writes; limits that are used up make it longer. */
export function writeSeconds(calls: Readonly<Record<Side, number>>): number {
  return Math.ceil(calls.desk * SECONDS_PER_CALL.desk + calls.crm * SECONDS_PER_CALL.crm);
}
