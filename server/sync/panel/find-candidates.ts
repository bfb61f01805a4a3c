import { SyncError } from '../../core/errors.ts';
import type { Entity } from '../../core/permissions/profile-permissions.ts';
import type { CustomerReader, FoundCustomer, SearchWay } from '../../ports/customer-reader.ts';
import type { AgentIdentity } from '../desk-identity.ts';
import type { PanelActions } from './panel-actions.ts';
import type { PanelSubject, Place } from './panel-subject.ts';
import { reachableOf } from './read-customer.ts';
import { asRefusal } from './run-action.ts';

export interface CandidateView extends FoundCustomer {
  /** Paired with another Desk record (P11). */
  readonly taken: boolean;
}

const MOST = 20;

/**
 * CRM records an agent may link: by what the agent types, or without that by what the Desk record is recognised by.
 *
 * @throws Refusal those of the panel; `item-denied`; `crm-unavailable`
 */
export function createFindCandidates({ linking }: Pick<PanelActions, 'linking'>) {
  return async function find(
    agent: AgentIdentity,
    at: { readonly place: Place; readonly deskId: string; readonly entity: Entity },
    query: string | undefined,
  ): Promise<readonly CandidateView[]> {
    const { access, subject } = await linking({ agent, ...at, key: '' });
    const { customers } = access.connections;
    const searches = query === undefined ? searchesFor(subject, at.entity) : [['word', query] as const];
    const found = await searchAll(customers, at.entity, searches);
    const links = await access.org.links.byIds(
      at.entity,
      'crm',
      found.map(({ id }) => id),
    );
    return found.map((customer) => ({ ...customer, taken: links.has(customer.id) }));
  };
}
export type FindCandidates = ReturnType<typeof createFindCandidates>;

/** CRM searches from two characters on. */
function searchesFor(
  { contact, account }: PanelSubject,
  entity: Entity,
): readonly (readonly [SearchWay, string])[] {
  const words = (text: string | null | undefined) =>
    text && text.trim().length > 1 ? [['word', text.trim()] as const] : [];
  if (entity === 'accounts') return words(account?.name);
  if (contact === null) return [];
  const { emails, phones } = reachableOf(contact);
  return [
    ...emails.map((email) => ['email', email] as const),
    ...phones.map((phone) => ['phone', phone] as const),
    ...words(contact.lastName),
  ];
}

async function searchAll(
  customers: CustomerReader,
  entity: Entity,
  searches: readonly (readonly [SearchWay, string])[],
): Promise<readonly FoundCustomer[]> {
  try {
    const lists = await Promise.all(searches.map(([way, text]) => customers.search(entity, way, text)));
    return [...new Map(lists.flat().map((found) => [found.id, found])).values()].slice(0, MOST);
  } catch (error) {
    throw error instanceof SyncError ? asRefusal(error) : error;
  }
}
