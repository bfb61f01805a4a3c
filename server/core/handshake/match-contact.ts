import { matchKey } from '../matching/match-key.ts';
import { phoneKey } from './phone-key.ts';

/** The modules in which CRM keeps people; a contact is preferred to a lead that is the same person. */
export type PersonModule = 'contacts' | 'leads';

export interface PersonRef {
  readonly module: PersonModule;
  readonly id: string;
}

/** How a person can be recognised; texts as the products send them. */
export interface Reachable {
  readonly emails: readonly string[];
  readonly phones: readonly string[];
}

export interface DeskPerson extends Reachable {
  /** The CRM record the contact is paired with; null while no live pair exists. */
  readonly pairedWith: PersonRef | null;
}

export interface CrmPerson extends PersonRef, Reachable {
  /** A converted lead lives on as a contact and is nobody's match. */
  readonly converted?: boolean;
}

export type ContactMatch =
  | { readonly outcome: 'matched'; readonly by: 'pair' | 'email' | 'phone'; readonly person: PersonRef }
  /** In CRM, but nobody can say as whom: `among` has at least two people of one module. */
  | { readonly outcome: 'ambiguous'; readonly by: 'email' | 'phone'; readonly among: readonly PersonRef[] }
  | { readonly outcome: 'not-in-crm' };

/**
 * Finds who a Desk contact is in CRM: pair first, then e-mail, then phone (S111).
 *
 * Within a key contacts come before leads. Several people with the contact's e-mail are narrowed to those who also
 * have its phone. When several remain, or share the phone alone, the match is ambiguous: the customer is in CRM, so
 * not `new`, but none of these people's deals or data may be taken for the contact's.
 *
 * @param candidates people CRM's search by e-mail and phone returned; the order does not matter
 */
export function matchContact(desk: DeskPerson, candidates: readonly CrmPerson[]): ContactMatch {
  if (desk.pairedWith) return { outcome: 'matched', by: 'pair', person: refOf(desk.pairedWith) };
  const alive = candidates.filter((person) => person.converted !== true);
  const samePhone = sharing(desk.phones, alive, phoneKey, (person) => person.phones);
  const sameEmail = sharing(desk.emails, alive, emailKey, (person) => person.emails);

  const byEmail = preferContacts(sameEmail);
  if (byEmail.length > 0) {
    const narrowed = byEmail.filter((person) => samePhone.includes(person));
    return verdict('email', narrowed.length > 0 ? narrowed : byEmail);
  }
  const byPhone = preferContacts(samePhone);
  return byPhone.length > 0 ? verdict('phone', byPhone) : { outcome: 'not-in-crm' };
}

/** The same e-mail address as for the sync's own matching (S33). */
function emailKey(email: string): string | null {
  return matchKey('contacts', { email }, 'desk');
}

function sharing(
  mine: readonly string[],
  people: readonly CrmPerson[],
  keyOf: (text: string) => string | null,
  textsOf: (person: CrmPerson) => readonly string[],
): readonly CrmPerson[] {
  const keys = new Set(mine.map(keyOf).filter((key) => key !== null));
  return people.filter((person) =>
    textsOf(person).some((text) => {
      const key = keyOf(text);
      return key !== null && keys.has(key);
    }),
  );
}

function preferContacts(people: readonly CrmPerson[]): readonly CrmPerson[] {
  const contacts = people.filter((person) => person.module === 'contacts');
  return contacts.length > 0 ? contacts : people;
}

function verdict(by: 'email' | 'phone', people: readonly CrmPerson[]): ContactMatch {
  const byId = new Map(people.map((person) => [person.id, refOf(person)]));
  const among = [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const [person, another] = among;
  if (person === undefined) return { outcome: 'not-in-crm' };
  return another === undefined ? { outcome: 'matched', by, person } : { outcome: 'ambiguous', by, among };
}

function refOf({ module, id }: PersonRef): PersonRef {
  return { module, id };
}
