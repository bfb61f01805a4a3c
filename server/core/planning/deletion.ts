/** Where a pair's record went: still in the recycle bin, or purged from it by hand or after 60 days (S45, S49). */
export type AbsentState = 'bin' | 'purged';

/** A pair of which one record is gone, seen from its counterpart. */
export interface DeletionCase {
  readonly state: AbsentState;
  /** `changed`: a mapped field moved away from the base, so neither a poll nor our own echo counts (S48, S52). */
  readonly counterpart: 'changed' | 'unchanged' | 'gone';
  /** Whether the sync may write the side the record is gone from: never CRM in one-way sync (S47). */
  readonly mayWrite: boolean;
  /** An administrator's word outweighs the tombstone (S46). */
  readonly sendAgain?: boolean;
}

export type DeletionVerdict =
  | 'put-back' // S44, S46, S47
  | 'suppress' // S45: the tombstone outweighs the change
  | 'close' // S50
  | 'nothing'; // S40–S43, S48, S52

/** The truth table of the mission, part A.6. There is no verdict that deletes anything. */
export function judgeDeletion({ state, counterpart, mayWrite, sendAgain }: DeletionCase): DeletionVerdict {
  if (counterpart === 'gone') return 'close';
  if (!mayWrite) return 'nothing';
  if (sendAgain === true) return 'put-back';
  if (counterpart === 'unchanged') return 'nothing';
  return state === 'bin' ? 'put-back' : 'suppress';
}
