import type { Clock } from '../../ports/clock.ts';
import type { DeskAccountFacts, DeskContactFacts, DeskTicketFacts } from '../../ports/desk-tickets.ts';
import type { Link, OrgStore } from '../../ports/store.ts';
import { keepBriefly } from '../keep-briefly.ts';
import { Refusal } from '../refusal.ts';
import type { PanelGate } from './panel-access.ts';
import { fromDesk, maySeeTicket } from './panel-access.ts';

export type Place = 'tickets' | 'contacts' | 'accounts';

/** Whom a panel is about, in Desk's words. */
export interface PanelSubject {
  readonly place: Place;
  readonly deskId: string;
  /** Names what is read of CRM: the same for a contact's page and for all of its tickets (S117). */
  readonly key: string;
  /** Null on an account, and on a ticket without contact. */
  readonly contact: DeskContactFacts | null;
  readonly account: DeskAccountFacts | null;
}

/** An edit of the ticket or contact in Desk shows within this time; opening a panel again costs Desk no call. */
const FRESH_MS = 30_000;

type Found =
  | { readonly place: 'tickets'; readonly ticket: DeskTicketFacts | null }
  | { readonly place: 'contacts'; readonly contact: DeskContactFacts | null }
  | { readonly place: 'accounts'; readonly account: DeskAccountFacts | null };

/**
 * Reads where the panel stands, one Desk call, and says whether the agent may look. What the agent may not see answers as
 * what is not there.
 *
 * @throws Refusal `desk-record-unknown`, `desk-unavailable`
 */
export function createReadSubject(clock: Clock) {
  const kept = keepBriefly<Found>(clock, FRESH_MS);

  async function read({ connections: { deskTickets } }: PanelGate, place: Place, id: string): Promise<Found> {
    switch (place) {
      case 'tickets':
        return { place, ticket: await deskTickets.ticket(id) };
      case 'contacts':
        return { place, contact: await deskTickets.contact(id) };
      case 'accounts':
        return { place, account: await deskTickets.account(id) };
    }
  }

  return async function readSubject(
    access: PanelGate,
    place: Place,
    id: string,
    fresh = false,
  ): Promise<PanelSubject> {
    const key = `${access.org.orgKey} ${place} ${id}`;
    if (fresh) kept.forget(key);
    const found = await fromDesk(kept.get(key, () => read(access, place, id)));
    const about = customerOf(found, access);
    if (about === null)
      throw new Refusal('desk-record-unknown', 'Zoho Desk shows no such record to this agent');
    const { contact, account } = about;
    return { place, deskId: id, key: `v1 ${contact?.id ?? '-'} ${account?.id ?? '-'}`, contact, account };
  };
}
export type ReadSubject = ReturnType<typeof createReadSubject>;

function customerOf(found: Found, { person }: PanelGate): Pick<PanelSubject, 'contact' | 'account'> | null {
  switch (found.place) {
    case 'tickets':
      return found.ticket && maySeeTicket(person, found.ticket) ? found.ticket : null;
    case 'contacts':
      return found.contact && { contact: found.contact, account: found.contact.account };
    case 'accounts':
      return found.account && { contact: null, account: found.account };
  }
}

/** The pairs of a subject as they are now. */
export interface SubjectPairs {
  readonly contacts: Link | null;
  readonly accounts: Link | null;
}

export async function pairsOf(
  { links }: Pick<OrgStore, 'links'>,
  { contact, account }: Pick<PanelSubject, 'contact' | 'account'>,
): Promise<SubjectPairs> {
  const linkOf = async (module: 'contacts' | 'accounts', id: string | undefined) =>
    id === undefined ? null : ((await links.byIds(module, 'desk', [id])).get(id) ?? null);
  return {
    contacts: await linkOf('contacts', contact?.id),
    accounts: await linkOf('accounts', account?.id),
  };
}

/** The CRM record of a pair, while it lives. */
export function livePartner(link: Link | null): string | null {
  return link?.presence.crm === 'live' ? link.crmId : null;
}
