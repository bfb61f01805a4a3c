import type { RecordPair } from '../core/matching/match-plan.ts';
import type { Module, Side } from '../core/record.ts';
import { otherSide } from '../core/record.ts';
import type { MatchDecision } from '../ports/administration-store.ts';
import type { OrgRepositories } from '../ports/store.ts';

interface ModulePair extends RecordPair {
  readonly module: Module;
}
type Decisions = Pick<OrgRepositories, 'matchDecisions'>;

/** Whether a decision says "not these two": leave the record alone, as far as that one candidate goes. */
export function isParting({ choice, candidateId }: MatchDecision): boolean {
  return choice === 'leave' && candidateId !== null;
}

/**
 * Remembers that a person took the two records apart: their match key alone does not pair them again (S36, P11). Noted
 * at both records, so that another parting of one of them does not forget this one.
 */
export async function noteParted(
  { matchDecisions }: Decisions,
  pair: ModulePair,
  { agentId, at }: { readonly agentId: string; readonly at: string },
): Promise<void> {
  for (const { module, side, recordId, candidateId } of bothWays(pair)) {
    await matchDecisions.delete(module, side, recordId);
    await matchDecisions.put({ module, side, recordId, choice: 'leave', candidateId, at, agentId });
  }
}

/** A person joined the two records again, or an administrator lets the match key decide. */
export async function forgetParted({ matchDecisions }: Decisions, pair: ModulePair): Promise<void> {
  for (const { module, side, recordId, candidateId } of bothWays(pair)) {
    const known = await matchDecisions.get(module, side, recordId);
    if (known && isParting(known) && known.candidateId === candidateId)
      await matchDecisions.delete(module, side, recordId);
  }
}

/** Whether a record of `side` was taken apart from a candidate of the other side; asked once for all of them. */
export async function readParted(
  { matchDecisions }: Decisions,
  module: Module,
  side: Side,
  ids: readonly string[],
  candidateIds: readonly string[],
): Promise<(id: string, candidateId: string) => boolean> {
  if (ids.length === 0 || candidateIds.length === 0) return () => false;
  const own = await matchDecisions.ofRecords(module, side, ids);
  const theirs = await matchDecisions.ofRecords(module, otherSide(side), candidateIds);
  const parts = (decision: MatchDecision | undefined, from: string) =>
    decision !== undefined && isParting(decision) && decision.candidateId === from;
  return (id, candidateId) => parts(own.get(id), candidateId) || parts(theirs.get(candidateId), id);
}

function bothWays({ module, deskId, crmId }: ModulePair) {
  return [
    { module, side: 'desk' as const, recordId: deskId, candidateId: crmId },
    { module, side: 'crm' as const, recordId: crmId, candidateId: deskId },
  ];
}
