import type { CustomerType, DealStage } from '../../core/handshake/customer-type.ts';
import { customerType } from '../../core/handshake/customer-type.ts';
import type { ContactMatch, CrmPerson } from '../../core/handshake/match-contact.ts';
import { matchContact } from '../../core/handshake/match-contact.ts';
import type { CustomerReader } from '../../ports/customer-reader.ts';
import type { DeskContactFacts, OpenTicket } from '../../ports/desk-tickets.ts';
import type { OrgConnections } from '../../ports/org-connections.ts';
import type { OrgStore } from '../../ports/store.ts';
import { fromDesk } from '../panel/panel-access.ts';
import { livePartner } from '../panel/panel-subject.ts';
import { reachableOf } from '../panel/read-customer.ts';

/** An open ticket and what its customer is to CRM. */
export interface TypedTicket extends OpenTicket {
  readonly customerType: CustomerType;
}

/** One department's open tickets, before anybody's permissions or filters: what is kept. */
export interface BoardView {
  readonly tickets: readonly TypedTicket[];
  readonly truncated: boolean;
  readonly countsAccountDeals: boolean;
}

/** Beyond, a board is no longer a board: 11 pages of Desk, 33 credits. */
const MOST_TICKETS = 1_000;

/**
 * Reads a board in batches, however many tickets there are: pairs from our own store, e-mails and phones of the unpaired
 * 50 per call, deals of 50 contacts per call (S107–S111). Never a search per ticket.
 *
 * @throws SyncError when CRM cannot be read; Refusal `desk-unavailable`
 */
export async function readBoard(
  org: OrgStore,
  { deskTickets, customers }: Pick<OrgConnections, 'deskTickets' | 'customers'>,
  departmentId: string,
  countAccountDeals: boolean,
): Promise<BoardView> {
  const { tickets, truncated } = await fromDesk(deskTickets.openTickets(departmentId, MOST_TICKETS));
  const contacts = [
    ...new Map(tickets.flatMap(({ contact }) => (contact ? [[contact.id, contact]] : []))).values(),
  ];
  const matches = await matchAll(org, customers, contacts);
  const matchedIds = [...matches.values()].flatMap((match) =>
    match.outcome === 'matched' && match.person.module === 'contacts' ? [match.person.id] : [],
  );
  const accounts = countAccountDeals ? await accountPartners(org, tickets) : new Map<string, string>();
  const none: ReadonlyMap<string, readonly DealStage[]> = new Map();
  const [contactDeals, accountDeals, { forecasts }] = await Promise.all([
    matchedIds.length > 0 ? customers.dealStages('contacts', matchedIds) : none,
    accounts.size > 0 ? customers.dealStages('accounts', [...accounts.values()]) : none,
    customers.setup(),
  ]);

  const typed = tickets.map((ticket): TypedTicket => {
    const match = ticket.contact ? matches.get(ticket.contact.id) : undefined;
    const person = match?.outcome === 'matched' ? match.person : null;
    const accountId = ticket.account ? accounts.get(ticket.account.id) : undefined;
    const type = customerType({
      inCrm: match !== undefined && match.outcome !== 'not-in-crm',
      contactDeals: person?.module === 'contacts' ? (contactDeals.get(person.id) ?? []) : [],
      accountDeals: accountId === undefined ? [] : (accountDeals.get(accountId) ?? []),
      countAccountDeals,
      forecasts,
    });
    return { ...ticket, customerType: type };
  });
  return { tickets: typed, truncated, countsAccountDeals: countAccountDeals };
}

/** Who each contact is in CRM: pair, then e-mail, then phone (S111). */
async function matchAll(
  org: OrgStore,
  customers: CustomerReader,
  contacts: readonly DeskContactFacts[],
): Promise<ReadonlyMap<string, ContactMatch>> {
  const links = await org.links.byIds(
    'contacts',
    'desk',
    contacts.map(({ id }) => id),
  );
  const matches = new Map<string, ContactMatch>();
  for (const { id } of contacts) {
    const partner = livePartner(links.get(id) ?? null);
    if (partner === null) continue;
    const person = { module: 'contacts', id: partner } as const;
    matches.set(id, { outcome: 'matched', by: 'pair', person });
  }
  const withKey = (key: 'emails' | 'phones') =>
    contacts.filter((contact) => !isFound(matches.get(contact.id)) && reachableOf(contact)[key].length > 0);

  const withEmail = withKey('emails');
  if (withEmail.length > 0) {
    const people = await customers.findByEmail(withEmail.map(reachableOf));
    judge(withEmail, people);
  }
  const withPhone = withKey('phones');
  if (withPhone.length > 0) {
    const people = await customers.findByPhone(withPhone.map(reachableOf));
    judge(withPhone, people);
  }
  return matches;

  function judge(some: readonly DeskContactFacts[], people: readonly CrmPerson[]): void {
    for (const contact of some) {
      matches.set(contact.id, matchContact({ ...reachableOf(contact), pairedWith: null }, people));
    }
  }
}

function isFound(match: ContactMatch | undefined): boolean {
  return match !== undefined && match.outcome !== 'not-in-crm';
}

/** Live pairs of the tickets' accounts: Desk id → CRM id. */
async function accountPartners(
  org: OrgStore,
  tickets: readonly OpenTicket[],
): Promise<ReadonlyMap<string, string>> {
  const ids = tickets.flatMap(({ account }) => (account ? [account.id] : []));
  const links = await org.links.byIds('accounts', 'desk', ids);
  return new Map(
    [...links].flatMap(([deskId, link]) => {
      const partner = livePartner(link);
      return partner === null ? [] : [[deskId, partner] as const];
    }),
  );
}
