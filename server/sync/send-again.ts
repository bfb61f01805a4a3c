import type { Module } from '../core/record.ts';
import { otherSide } from '../core/record.ts';
import type { OrgStore } from '../ports/store.ts';

/** Asks for a record to be made again on the side it was deleted from, whatever the tombstone says (S46). */
export async function sendAgain(
  org: OrgStore,
  module: Module,
  pair: { readonly deskId: string; readonly crmId: string },
  at: string,
): Promise<'marked' | 'not-found' | 'not-deleted'> {
  const link = (await org.links.byIds(module, 'desk', [pair.deskId])).get(pair.deskId);
  if (!link || link.crmId !== pair.crmId) return 'not-found';
  const gone = link.presence.desk !== 'live' ? 'desk' : 'crm';
  const alive = otherSide(gone);
  if (link.presence[gone] === 'live' || link.presence[alive] !== 'live') return 'not-deleted';
  const recordId = alive === 'desk' ? link.deskId : link.crmId;
  await org.inbox.mark([{ module, side: alive, recordId, reason: 'send-again' }], at);
  return 'marked';
}
