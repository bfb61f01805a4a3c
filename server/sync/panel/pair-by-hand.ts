import type { Module } from '../../core/record.ts';
import type { Link, OrgRepositories } from '../../ports/store.ts';
import { Refusal } from '../refusal.ts';

/** S72; the same words as in the Failure Log. */
const ALREADY_MAPPED = 'CRM ID is already mapped with another Support Entity';

export interface HandMadePair {
  readonly module: Extract<Module, 'contacts' | 'accounts'>;
  readonly deskId: string;
  readonly crmId: string;
}

/**
 * Stores a pair that a person made, and asks the sync to look at both records: it fills and compares what no base tells
 * yet, now or when a pause is over (S81). A pair that is there already is no error.
 *
 * @throws Refusal `already-linked` when one of both has another partner (P11); `action-running` while the sync is
 * creating a partner for one of them
 */
export async function pairByHand(
  { links, inbox, intents }: OrgRepositories,
  pair: HandMadePair,
  at: string,
): Promise<void> {
  const { module, deskId, crmId } = pair;
  const link: Link = {
    ...pair,
    base: {},
    configVersion: 0,
    presence: { desk: 'live', crm: 'live' },
    modifiedAt: { desk: null, crm: null },
  };
  const isBeingMade = (await intents.pending()).some(
    ({ kind, target, sourceId, ...intent }) =>
      kind === 'create' && intent.module === module && sourceId === (target === 'crm' ? deskId : crmId),
  );
  if (isBeingMade) throw beingMade();
  const inserted = await links.insertMany([link], at);
  if (inserted.length === 0) {
    const known = (await links.byIds(module, 'desk', [deskId])).get(deskId);
    if (known?.crmId === crmId) return;
    throw alreadyLinked();
  }
  const reason = 'retry' as const;
  const sides = [
    { module, side: 'desk' as const, recordId: deskId, reason },
    { module, side: 'crm' as const, recordId: crmId, reason },
  ];
  await inbox.mark(sides, at);
}

export function beingMade(): Refusal {
  return new Refusal('action-running', 'The sync is creating a partner for this record');
}

export function alreadyLinked(): Refusal {
  return new Refusal('already-linked', ALREADY_MAPPED, { message: ALREADY_MAPPED });
}

/**
 * Ends a pair; both records stay. What waits for a decision about it goes with it.
 *
 * @throws Refusal `not-linked`
 */
export async function partByHand(
  { links, openConflicts }: OrgRepositories,
  { module, deskId, crmId }: HandMadePair,
): Promise<void> {
  const known = (await links.byIds(module, 'desk', [deskId])).get(deskId);
  if (known?.crmId !== crmId) throw new Refusal('not-linked', 'These records are not linked (any more)');
  await links.delete(module, deskId, crmId);
  const open = await openConflicts.ofPairs(module, [deskId]);
  await openConflicts.close(
    module,
    deskId,
    open.map(({ key }) => key),
  );
}
