import { customerType } from '../../core/handshake/customer-type.ts';
import type { DealStage } from '../../core/handshake/customer-type.ts';
import type { ContactMatch, Reachable } from '../../core/handshake/match-contact.ts';
import { matchContact } from '../../core/handshake/match-contact.ts';
import { SyncError } from '../../core/errors.ts';
import type { PanelCustomerType, PanelData } from '../../core/permissions/panel-data.ts';
import type { Entity } from '../../core/permissions/profile-permissions.ts';
import { ITEMS } from '../../core/permissions/profile-permissions.ts';
import type { CustomerReader, CustomerRecord, CustomerRef } from '../../ports/customer-reader.ts';
import type { DeskContactFacts } from '../../ports/desk-tickets.ts';
import type { OrgConnections } from '../../ports/org-connections.ts';
import type { PanelSubject, SubjectPairs } from './panel-subject.ts';
import { livePartner } from './panel-subject.ts';

/** How a CRM record was found; see `contract/panel.ts`. */
export type CustomerMatch =
  | { readonly outcome: 'matched'; readonly by: 'pair' | 'email' | 'phone' | 'name' | 'contact' }
  | { readonly outcome: 'ambiguous'; readonly by: 'email' | 'phone' | 'name'; readonly count: number }
  | { readonly outcome: 'not-in-crm' }
  | { readonly outcome: 'nobody' };

/** Everything CRM knows of a panel's subject, before anybody's permissions: what is kept. */
export interface CustomerView {
  readonly panel: PanelData;
  readonly match: Readonly<Record<Entity, CustomerMatch>>;
  /** CRM ids of the pairs it was read by; another pair makes it somebody else's view. */
  readonly pairedWith: Readonly<Record<Entity, string | null>>;
  readonly countsAccountDeals: boolean;
  /** Nothing failed to be read. */
  readonly isWhole: boolean;
}

interface Found {
  readonly match: CustomerMatch;
  readonly ref: CustomerRef | null;
}
const NOT_IN_CRM: Found = { match: { outcome: 'not-in-crm' }, ref: null };
const NOBODY: Found = { match: { outcome: 'nobody' }, ref: null };

/**
 * Reads a subject's customer in CRM: pair first, then e-mail, then phone (S111); the account by its pair, then by its
 * name, then through CRM's contact. The records of pairs are read at once, side by side.
 *
 * @throws SyncError when CRM cannot be read
 */
export async function readCustomer(
  { customers, deskTickets }: Pick<OrgConnections, 'customers' | 'deskTickets'>,
  subject: PanelSubject,
  pairs: SubjectPairs,
  options: { readonly at: string; readonly countAccountDeals: boolean },
): Promise<CustomerView> {
  const pairedWith = { contacts: livePartner(pairs.contacts), accounts: livePartner(pairs.accounts) };
  const [contact, account] = await Promise.all([
    findPerson(customers, subject.contact, pairedWith.contacts).then((found) => withRecord(customers, found)),
    findAccount(customers, subject, pairedWith.accounts, async (id) => {
      return (await deskTickets.account(id))?.name ?? null;
    }).then((found) => withRecord(customers, found)),
  ]);
  const through = account.record === null && mayUseContacts(account) ? contact.record?.accountId : null;
  const theirs = through
    ? await withRecord(customers, {
        match: { outcome: 'matched', by: 'contact' },
        ref: { module: 'accounts', id: through },
      })
    : account;

  const type = await typeOf(customers, subject, contact, theirs, options.countAccountDeals);
  const blocks = [contact.record?.block ?? null, theirs.record?.block ?? null];
  const isWhole = blocks.every(
    (block) => block === null || ITEMS.every((item) => block[item].state === 'ready'),
  );
  return {
    panel: {
      readAt: options.at,
      customerType: type === 'unreadable' ? null : type,
      contact: contact.record?.block ?? null,
      account: theirs.record?.block ?? null,
    },
    match: { contacts: contact.match, accounts: theirs.match },
    pairedWith,
    countsAccountDeals: options.countAccountDeals,
    isWhole: isWhole && type !== 'unreadable',
  };
}

interface Read extends Found {
  readonly record: CustomerRecord | null;
}

/** A record that CRM has no more was not found. */
async function withRecord(customers: CustomerReader, found: Found): Promise<Read> {
  if (found.ref === null) return { ...found, record: null };
  const record = await customers.read(found.ref);
  return record === null ? { ...NOT_IN_CRM, record } : { ...found, record };
}

/** Whether CRM's contact may say which account it is: not past a pair, nor past several of the name. */
function mayUseContacts({ match }: Found): boolean {
  return match.outcome === 'not-in-crm' || match.outcome === 'nobody';
}

export function reachableOf(contact: DeskContactFacts): Reachable {
  const { email, secondaryEmail, phone, mobile } = contact;
  const filled = (texts: readonly (string | null)[]) => texts.filter((text) => text !== null);
  return { emails: filled([email, secondaryEmail]), phones: filled([phone, mobile]) };
}

async function findPerson(
  customers: CustomerReader,
  contact: DeskContactFacts | null,
  partnerId: string | null,
): Promise<Found> {
  if (contact === null) return NOBODY;
  if (partnerId !== null) {
    return { match: { outcome: 'matched', by: 'pair' }, ref: { module: 'contacts', id: partnerId } };
  }
  return foundAs(await matchInCrm(customers, contact));
}

/** Two calls by e-mail; two more per phone only when nobody has the e-mail. */
export async function matchInCrm(
  customers: CustomerReader,
  contact: DeskContactFacts,
): Promise<ContactMatch> {
  const reachable = reachableOf(contact);
  const person = { ...reachable, pairedWith: null };
  if (reachable.emails.length > 0) {
    const byEmail = matchContact(person, await customers.findByEmail([reachable]));
    if (byEmail.outcome !== 'not-in-crm') return byEmail;
  }
  if (reachable.phones.length === 0) return { outcome: 'not-in-crm' };
  return matchContact(person, await customers.searchPhones(reachable));
}

function foundAs(match: ContactMatch): Found {
  switch (match.outcome) {
    case 'matched':
      return { match: { outcome: 'matched', by: match.by }, ref: match.person };
    case 'ambiguous':
      return { match: { outcome: 'ambiguous', by: match.by, count: match.among.length }, ref: null };
    case 'not-in-crm':
      return NOT_IN_CRM;
  }
}

async function findAccount(
  customers: CustomerReader,
  { account }: PanelSubject,
  partnerId: string | null,
  nameOf: (deskId: string) => Promise<string | null>,
): Promise<Found> {
  if (account === null) return NOBODY;
  const matched = (by: 'pair' | 'name', id: string): Found => ({
    match: { outcome: 'matched', by },
    ref: { module: 'accounts', id },
  });
  if (partnerId !== null) return matched('pair', partnerId);
  const name = account.name ?? (await nameOf(account.id));
  if (name === null) return NOT_IN_CRM;
  const [id, ...more] = await customers.findAccounts(name);
  if (id === undefined) return NOT_IN_CRM;
  if (more.length === 0) return matched('name', id);
  return { match: { outcome: 'ambiguous', by: 'name', count: more.length + 1 }, ref: null };
}

/** Null on an account; `unreadable` when the deals it is made of could not be read. */
async function typeOf(
  customers: CustomerReader,
  subject: PanelSubject,
  contact: Read,
  account: Read,
  countAccountDeals: boolean,
): Promise<PanelCustomerType | null | 'unreadable'> {
  if (subject.contact === null) return null;
  try {
    const [contactDeals, accountDeals, { forecasts }] = await Promise.all([
      stagesOf(customers, contact),
      countAccountDeals ? stagesOf(customers, account) : [],
      customers.setup(),
    ]);
    const { outcome } = contact.match;
    const inCrm = outcome === 'matched' || outcome === 'ambiguous';
    const type = customerType({ inCrm, contactDeals, accountDeals, countAccountDeals, forecasts });
    return { type, countsAccountDeals: countAccountDeals };
  } catch (error) {
    if (error instanceof SyncError) return 'unreadable';
    throw error;
  }
}

/** The section shows all deals of most customers; only the others cost a call. */
async function stagesOf(customers: CustomerReader, { ref, record }: Read): Promise<readonly DealStage[]> {
  if (ref === null || record === null || ref.module === 'leads') return [];
  const { potentials } = record.block;
  if (potentials.state === 'ready' && !potentials.hasMore) return potentials.rows.map(({ stage }) => stage);
  return (await customers.dealStages(ref.module, [ref.id])).get(ref.id) ?? [];
}
