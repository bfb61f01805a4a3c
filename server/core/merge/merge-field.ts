import type { ConflictPolicy } from '../mapping/field-mapping.ts';
import { sameValue } from '../mapping/same-value.ts';
import type { FieldValue, Side } from '../record.ts';

/** The value each side held after the last successful sync; they differ where a field cannot hold the other's. */
export type FieldBase = Readonly<Record<Side, FieldValue>>;

export interface MergeInput {
  /** Undefined when the row never synced for this pair of records. */
  readonly base: FieldBase | undefined;
  readonly desk: FieldValue;
  readonly crm: FieldValue;
  /** Whether the sides agree as far as their fields can hold the same: `row.equal`. */
  readonly equal: (desk: FieldValue, crm: FieldValue) => boolean;
  readonly direction: 'both' | 'crm-to-desk';
  readonly policy: ConflictPolicy;
  /** Who wins when no base exists and both are filled (S21). */
  readonly initialWinner: Side;
  /** The side whose record was modified later by the products' own clocks; a tie is `crm` (S96). */
  readonly newer: Side;
}

/** A value of one side gave way to the other side's; both are kept in the conflict's record (P4, S96). */
export interface FieldConflict {
  readonly winner: Side;
  readonly kept: FieldValue;
  readonly lost: FieldValue;
}

export interface FieldDecision {
  /** The agreed value, canonical; while `ask` is set, what the record newest by time holds, written nowhere. */
  readonly value: FieldValue;
  /** The side to write `value` to; absent when nothing needs writing. */
  readonly write?: Side;
  readonly conflict?: FieldConflict;
  /** A person must decide; until then nothing is written and the base stays. */
  readonly ask?: true;
  /** Whether the base becomes what both sides hold, once the write (if any) is confirmed. */
  readonly advanceBase: boolean;
}

/**
 * Settles one field of a linked pair of records: the three-way merge of mission Part C.
 *
 * A side changed when its value differs from its own base. The side that changed wins; when both did, and do not
 * agree, the policy decides and the loser is kept as a conflict. Without a base, filled beats empty, and of two
 * filled values the initial winner's stays. One-way, CRM's changes overwrite Desk's value and nothing else does.
 *
 * Never throws.
 */
export function mergeField(input: MergeInput): FieldDecision {
  const { base, desk, crm, equal, direction } = input;
  if (base === undefined) return equal(desk, crm) ? settled(desk) : firstMeeting(input);

  const deskChanged = !sameValue(desk, base.desk);
  const crmChanged = !sameValue(crm, base.crm);
  if (!deskChanged && !crmChanged) return untouched(crm);
  if (equal(desk, crm)) return settled(crm);
  if (!deskChanged) return write(input, 'desk');
  if (!crmChanged) return direction === 'both' ? write(input, 'crm') : untouched(desk);
  if (direction === 'crm-to-desk') return writeOver(input, 'crm');
  if (input.policy === 'ask') return { value: input[input.newer], ask: true, advanceBase: false };
  return writeOver(input, input.policy === 'newest' ? input.newer : input.policy);
}

/** No base yet and the sides differ. One-way, an empty CRM field leaves Desk's value alone. */
function firstMeeting(input: MergeInput): FieldDecision {
  const { desk, crm, direction, initialWinner } = input;
  if (desk === null) return write(input, 'desk');
  if (crm === null) return direction === 'both' ? write(input, 'crm') : untouched(desk);
  return writeOver(input, direction === 'both' ? initialWinner : 'crm');
}

function untouched(value: FieldValue): FieldDecision {
  return { value, advanceBase: false };
}

function settled(value: FieldValue): FieldDecision {
  return { value, advanceBase: true };
}

function write(input: MergeInput, to: Side): FieldDecision {
  return { value: to === 'desk' ? input.crm : input.desk, write: to, advanceBase: true };
}

function writeOver(input: MergeInput, winner: Side): FieldDecision {
  const loser = winner === 'desk' ? 'crm' : 'desk';
  return { ...write(input, loser), conflict: { winner, kept: input[winner], lost: input[loser] } };
}
