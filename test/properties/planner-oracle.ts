import type { Side } from '../../server/core/record.ts';
import type { FieldName, Pair, Round, RowRule, Token } from './planner-model.ts';

/** What must happen to one field of the pair. */
export interface Verdict {
  readonly write?: { readonly to: Side; readonly value: Token };
  /** The sides agree, which the base does not say yet. */
  readonly agree?: true;
  /** Both sides' values stood against each other; null: a person decides. */
  readonly conflict?: Side | null;
  /** The winning value cannot be written before the account it names is paired. */
  readonly waits?: true;
  /** The winning value does not fit: the whole record fails. */
  readonly fails?: true;
}

/** The rules of the three-way merge, said once more and in other words than the planner's (mission Part C). */
export function verdictOn(field: FieldName, rule: RowRule, pair: Pair, round: Round): Verdict {
  const desk = pair.desk[field];
  const crm = pair.crm[field];
  const base = pair.base[field];
  if (round.absent?.field === field) return {};
  if (desk === crm) return base === desk ? {} : { agree: true };

  const { winner, conflict } = contest(rule, { desk, crm, base }, round);
  const noted = conflict ? { conflict: winner } : {};
  if (winner === null) return noted;
  const to = winner === 'desk' ? 'crm' : 'desk';
  if (round.readOnly === to) return noted;
  const value = winner === 'desk' ? desk : crm;
  if (value === 'alone-desk' || value === 'alone-crm') return { ...noted, waits: true };
  if (value === 'text' && to === 'crm') return { ...noted, fails: true };
  return { ...noted, write: { to, value } };
}

/** Whose value stays; null when neither may be written. */
function contest(
  rule: RowRule,
  held: { readonly desk: Token; readonly crm: Token; readonly base: Token | undefined },
  round: Round,
): { readonly winner: Side | null; readonly conflict: boolean } {
  const { desk, crm, base } = held;
  const twoWay = rule.direction === 'both';
  // Never agreed on yet: an empty field is as good as unchanged, and two filled ones meet for the first time.
  const old = base === undefined ? null : base;
  if (desk === old) return { winner: 'crm', conflict: false };
  if (crm === old) return { winner: twoWay ? 'desk' : null, conflict: false };
  if (!twoWay) return { winner: 'crm', conflict: true };
  if (base === undefined) return { winner: rule.initialWinner, conflict: true };
  if (rule.conflict === 'ask') return { winner: null, conflict: true };
  if (rule.conflict !== 'newest') return { winner: rule.conflict, conflict: true };
  return { winner: round.newer === 'desk' ? 'desk' : 'crm', conflict: true };
}
