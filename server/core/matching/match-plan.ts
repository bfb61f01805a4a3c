import type { SyncType } from '../mapping/field-mapping.ts';
import type { Side } from '../record.ts';

/** What the first sync needs to know of one live record. */
export interface MatchCandidate {
  readonly id: string;
  /** `matchKey`; null matches nothing. */
  readonly key: string | null;
  /** ISO 8601; null when the product sent none: then the record is not young (S30). */
  readonly createdAt: string | null;
  /** Wanted in spite of its age: the account of a young contact (S32). */
  readonly needed?: boolean;
}

export interface RecordPair {
  readonly deskId: string;
  readonly crmId: string;
}

export interface MatchInput {
  readonly desk: readonly MatchCandidate[];
  readonly crm: readonly MatchCandidate[];
  /** Pairs that exist already; they win over keys (S36) and do not appear in the plan again. */
  readonly links: readonly RecordPair[];
  /** Records created at this moment or later are eligible: `oneYearBefore` (S30). */
  readonly cutoff: string;
  readonly syncType: SyncType;
}

/** Two or more records of one side carry a key that the other side carries too: nothing is written (S33, S34). */
export interface AmbiguousMatch {
  readonly side: Side;
  /** Records of `side` that would have synced, each of them one failure. */
  readonly ids: readonly string[];
  readonly key: string;
  /** All records of the other side with this key. */
  readonly candidates: readonly string[];
}

/** The record's place is taken (S72). */
export interface AlreadyLinkedMatch {
  readonly side: Side;
  readonly id: string;
  readonly key: string;
  /** The only hit on the other side; null when that record does not exist yet. */
  readonly targetId: string | null;
  /** The record of the same side that holds, or is about to get, the place. */
  readonly linkedTo: string;
}

export interface SkippedMatch {
  readonly side: Side;
  readonly id: string;
  /** `one-way`: a Desk record without partner, where only CRM's records travel (S17). */
  readonly reason: 'too-old' | 'one-way';
}

/** Every record without a link is in exactly one of these, whatever order the records came in. */
export interface MatchPlan {
  readonly pairs: readonly RecordPair[];
  /** Per side to write: ids of the other side's records to create there, oldest first. */
  readonly creates: Readonly<Record<Side, readonly string[]>>;
  readonly ambiguous: readonly AmbiguousMatch[];
  readonly alreadyLinked: readonly AlreadyLinkedMatch[];
  readonly skipped: readonly SkippedMatch[];
}
