import type { Module } from '../core/record.ts';
import { SIDES } from '../core/record.ts';
import type { Link, OrgRepositories, WaitingReference } from '../ports/store.ts';
import type { RecordPlan } from './record-plan.ts';

/** Remembers what the planned records wait for, and forgets what they waited for before (P9). */
export async function noteWaiting(
  { waitingReferences }: OrgRepositories,
  module: Module,
  plans: readonly RecordPlan[],
): Promise<void> {
  for (const side of SIDES) {
    const ids = plans.flatMap((plan) => idOn(plan, side) ?? []);
    if (ids.length > 0) await waitingReferences.clear(module, side, ids);
  }
  const waiting = plans.flatMap((plan) =>
    plan.missing.flatMap(({ module: toModule, side, id: toId }): WaitingReference[] => {
      const recordId = idOn(plan, side);
      return recordId === undefined ? [] : [{ module, side, recordId, toModule, toId }];
    }),
  );
  if (waiting.length > 0) await waitingReferences.add(waiting);
}

/**
 * Has those records looked at that waited for these pairs, however long ago. In the transaction that makes the pairs
 * whole, so nothing stays unlinked for ever: deferred edges drain (P9).
 */
export async function wakeWaiting(
  { waitingReferences, inbox }: OrgRepositories,
  links: readonly Link[],
  at: string,
): Promise<void> {
  const whole = links.filter(({ presence }) => presence.desk === 'live' && presence.crm === 'live');
  for (const [module, group] of Map.groupBy(whole, (link) => link.module)) {
    for (const side of SIDES) {
      const ids = group.map((link) => (side === 'desk' ? link.deskId : link.crmId));
      const waited = await waitingReferences.take(module, side, ids);
      if (waited.length === 0) continue;
      const rows = waited.map((entry) => ({ ...entry, reason: 'dependency' as const }));
      await inbox.mark(rows, at);
    }
  }
}

function idOn({ side, id, compared }: RecordPlan, wanted: 'desk' | 'crm'): string | undefined {
  if (wanted === side) return id;
  return wanted === 'desk' ? compared?.deskId : compared?.crmId;
}
