import type { MatchDecision } from '../ports/administration-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { InboxRow, Link, OrgRepositories, Store } from '../ports/store.ts';
import { otherSide } from '../core/record.ts';
import { ambiguousOne, linkOf, readRef, sameKey } from './ambiguous-inbox.ts';
import type { RecordRef } from './ambiguous-inbox.ts';
import type { AgentIdentity } from './desk-identity.ts';
import { forgetParted, isParting } from './parted-pairs.ts';
import { Refusal } from './refusal.ts';

export interface DecideMatchDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly wake: (orgKey: string) => Promise<void>;
}

export type MatchChoice =
  | { readonly choose: 'pair'; readonly candidateId: string }
  | { readonly choose: 'create' }
  | { readonly choose: 'leave' };

/**
 * An administrator's decision about a record whose partner was not clear, and taking it back. Decisions are data: the
 * sync carries them out when it looks at the record next, after a pause and after a crash as well.
 */
export function createDecideMatch({ store, clock, wake }: DecideMatchDeps) {
  /** @throws Refusal `ambiguous-unknown`, `candidate-unknown`, `candidate-linked`, `decided-otherwise` */
  async function choose(admin: AgentIdentity, id: string, choice: MatchChoice): Promise<void> {
    const ref = readRef(id);
    const { orgKey, agentId } = admin;
    const at = clock.now();
    const decision: MatchDecision = {
      ...ref,
      choice: choice.choose,
      candidateId: choice.choose === 'pair' ? choice.candidateId : null,
      at,
      agentId,
    };
    await store.forOrg(orgKey).transaction(async (repositories) => {
      const { matchDecisions, failures, inbox, audit } = repositories;
      const known = await matchDecisions.get(ref.module, ref.side, ref.recordId);
      const isOpen = known === null || isParting(known);
      if (!isOpen && isSame(known, decision)) return;
      await ambiguousOne(repositories, ref);
      // Who it is not was said; now somebody says more. What the other record remembers stays.
      if (known && isOpen) await matchDecisions.delete(ref.module, ref.side, ref.recordId);
      if (choice.choose === 'pair') await pair(repositories, ref, choice.candidateId, at);
      // Two administrators at once: the one who came second is told.
      if (!(await matchDecisions.put(decision))) throw decidedOtherwise();
      await failures.clear(ref.module, ref.side, [ref.recordId]);
      if (choice.choose !== 'leave') await inbox.mark(bothOf(ref, decision.candidateId), at);
      const details = { id, choice: decision.choice, candidateId: decision.candidateId };
      await audit.append({ at, agentId, action: 'match-decided', details });
    });
    await wake(orgKey);
  }

  async function pair(
    { links, configs, failures, keys, matchDecisions }: OrgRepositories,
    ref: RecordRef,
    candidateId: string,
    at: string,
  ): Promise<void> {
    const other = otherSide(ref.side);
    const candidates = await sameKey({ keys }, ref, other);
    if (!candidates.includes(candidateId)) {
      throw new Refusal('candidate-unknown', 'This record is none of the candidates', { candidateId });
    }
    const link: Link = {
      ...pairOf(ref, candidateId),
      base: {},
      configVersion: (await configs.current(ref.module))?.version ?? 0,
      presence: { desk: 'live', crm: 'live' },
      modifiedAt: { desk: null, crm: null },
    };
    const inserted = await links.insertMany([link], at);
    if (inserted.length === 0) {
      const held = await linkOf({ links }, { module: ref.module, side: other, recordId: candidateId });
      const linkedTo = (other === 'desk' ? held?.crmId : held?.deskId) ?? ref.recordId;
      throw new Refusal('candidate-linked', 'One of the two records has a partner already', { linkedTo });
    }
    await forgetParted({ matchDecisions }, link);
    await failures.clear(ref.module, other, [candidateId]);
  }

  /**
   * The record is undecided again and looked at anew. A pair made by hand is taken apart; what was synced stays. Of two
   * that an agent took apart the match key decides again.
   * @throws Refusal `nothing-to-undo`; `carried-out` when a partner was made
   */
  async function undo(admin: AgentIdentity, id: string): Promise<void> {
    const ref = readRef(id);
    const { orgKey, agentId } = admin;
    const at = clock.now();
    await store.forOrg(orgKey).transaction(async (repositories) => {
      const { matchDecisions, links, inbox, audit } = repositories;
      const decision = await matchDecisions.get(ref.module, ref.side, ref.recordId);
      if (!decision) throw new Refusal('nothing-to-undo', 'Nothing was decided about this record');
      const link = await linkOf(repositories, ref);
      if (decision.choice === 'create' && link) {
        throw new Refusal('carried-out', 'Its partner was made already; delete it there if it is wrong');
      }
      const partnerId = ref.side === 'desk' ? link?.crmId : link?.deskId;
      if (decision.choice === 'pair' && link && partnerId === decision.candidateId) {
        await links.delete(ref.module, link.deskId, link.crmId);
      }
      await matchDecisions.delete(ref.module, ref.side, ref.recordId);
      if (isParting(decision)) await forgetParted(repositories, pairOf(ref, decision.candidateId ?? ''));
      await inbox.mark(bothOf(ref, decision.candidateId), at);
      const details = { id, choice: decision.choice, candidateId: decision.candidateId };
      await audit.append({ at, agentId, action: 'match-decision-undone', details });
    });
    await wake(orgKey);
  }

  return { choose, undo };
}
export type DecideMatch = ReturnType<typeof createDecideMatch>;

/** The same decision again is no error; another one is. */
function isSame(known: MatchDecision, wanted: MatchDecision): boolean {
  if (known.choice === wanted.choice && known.candidateId === wanted.candidateId) return true;
  throw decidedOtherwise();
}

function decidedOtherwise(): Refusal {
  return new Refusal('decided-otherwise', 'Another decision was taken meanwhile; undo it first');
}

function pairOf({ module, side, recordId }: RecordRef, candidateId: string) {
  return side === 'desk'
    ? { module, deskId: recordId, crmId: candidateId }
    : { module, deskId: candidateId, crmId: recordId };
}

function bothOf({ module, side, recordId }: RecordRef, candidateId: string | null) {
  const reason: InboxRow['reason'] = 'retry';
  const own = { module, side, recordId, reason };
  return candidateId === null
    ? [own]
    : [own, { module, side: otherSide(side), recordId: candidateId, reason }];
}
