import { invalidField, massError, notFound } from '../errors.ts';
import { list, ok, pagePrice } from '../gate.ts';
import type { Answer, Call, Route } from '../gate.ts';
import { readPage } from '../paging.ts';
import type { PageRules } from '../paging.ts';
import { liveRecord, updateRecord } from '../record-writer.ts';
import type { Mapping } from '../account-contacts.ts';
import { listRow } from '../shapes.ts';
import { isObject } from '../types.ts';
import type { Json, Row } from '../types.ts';
import { readObject } from '../validate.ts';
import { parseId } from '../values.ts';
import { readIds } from './mass-actions.ts';
import { allow } from './records.ts';
import { recordScopes } from './scopes.ts';

const RULES: PageRules = { base: 1, maxLimit: 99 };
const READ = recordScopes('contacts', 'READ');
const UPDATE = recordScopes('contacts', 'UPDATE');
const price = pagePrice(({ query }) => readPage(query, RULES));

/** Contacts and their accounts, one primary and any number of secondary ones (reference §2.2 "map"). */
export const RELATION_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/contacts/:id/accounts',
    scopes: READ,
    credits: price,
    handle: ({ portal, params, query }) => {
      const contact = liveRecord(portal, 'contacts', params['id'] ?? '');
      const rows = portal.mappings.ofContact(contact.id).flatMap((mapping) => {
        const account = portal.tables.accounts.live.byId.get(mapping.accountId);
        return account ? [{ ...listRow(portal, 'accounts', account), ...mappingKeys(mapping) }] : [];
      });
      return pageOf(rows, query);
    },
  },
  {
    method: 'GET',
    path: '/accounts/:id/contacts',
    scopes: READ,
    credits: price,
    handle: ({ portal, params, query }) => {
      const account = liveRecord(portal, 'accounts', params['id'] ?? '');
      const rows = portal.mappings.ofAccount(account.id).flatMap((mapping) => {
        const contact = portal.tables.contacts.live.byId.get(mapping.contactId);
        if (!contact) return [];
        return [{ ...listRow(portal, 'contacts', contact), mappingInfo: mappingInfo(mapping) }];
      });
      return pageOf(rows, query);
    },
  },
  { method: 'POST', path: '/contacts/:id/associateAccounts', scopes: UPDATE, handle: associateAccounts },
  { method: 'POST', path: '/contacts/:id/dissociateAccounts', scopes: UPDATE, handle: dissociateAccounts },
  { method: 'PATCH', path: '/accountContactMapping/:id', scopes: UPDATE, handle: patchMapping },
];

function pageOf(rows: readonly Json[], query: Call['query']): Answer {
  const { offset, limit } = readPage(query, RULES);
  return list(rows.slice(offset, offset + limit));
}

function mappingInfo({ mappingId, mappingType, isAccountTicketsViewable }: Mapping): Json {
  return { mappingId, mappingType, isAccountTicketsViewable };
}

function mappingKeys(mapping: Mapping): Json {
  return { mappingInfo: mappingInfo(mapping), mappingType: mapping.mappingType };
}

/** The first account of a contact without one becomes its primary account; the others are secondary. */
function associateAccounts(call: Call): Answer {
  allow(call, 'contacts', 'edit');
  const { portal } = call;
  const contact = liveRecord(portal, 'contacts', call.params['id'] ?? '');
  const data = readObject(call.body)['data'];
  if (!Array.isArray(data) || data.length === 0) throw invalidField('/data');
  let changes = 0;
  const results = data.map((item: unknown) => {
    const id = isObject(item) ? parseId(item['id']) : undefined;
    if (!id || !isObject(item) || !portal.tables.accounts.live.byId.has(id)) {
      return { id: id ?? '', success: false, errors: massError('UNPROCESSABLE_ENTITY') };
    }
    const viewable =
      typeof item['isAccountTicketsViewable'] === 'boolean' ? item['isAccountTicketsViewable'] : true;
    portal.mappings.set(contact.id, id, { isAccountTicketsViewable: viewable });
    changes += 1;
    return { id, success: true, errors: null };
  });
  if (changes > 0) {
    const primary =
      contact.values['accountId'] ?? portal.mappings.ofContact(contact.id)[0]?.accountId ?? null;
    setAccount(call, contact, typeof primary === 'string' ? primary : null);
  }
  return ok({ results });
}

function dissociateAccounts(call: Call): Answer {
  allow(call, 'contacts', 'edit');
  const { portal } = call;
  const contact = liveRecord(portal, 'contacts', call.params['id'] ?? '');
  let changes = 0;
  const results = readIds(readObject(call.body), 'ids').map((id) => {
    const mapping = portal.mappings.between(contact.id, id);
    if (!mapping) return { id, success: false, errors: massError('UNPROCESSABLE_ENTITY') };
    portal.mappings.remove(mapping);
    changes += 1;
    return { id, success: true, errors: null };
  });
  const primary = portal.mappings.ofContact(contact.id).find((mapping) => mapping.mappingType === 'PRIMARY');
  if (changes > 0) setAccount(call, contact, primary?.accountId ?? null);
  return ok({ results });
}

function patchMapping(call: Call): Answer {
  allow(call, 'contacts', 'edit');
  const { portal } = call;
  const mapping = portal.mappings.get(call.params['id'] ?? '');
  if (!mapping) throw notFound();
  const body = readObject(call.body);
  const type = body['mappingType'];
  if (type !== undefined && type !== null && type !== 'PRIMARY') throw invalidField('/mappingType');
  const viewable = body['isAccountTicketsViewable'];
  if (viewable !== undefined && typeof viewable !== 'boolean')
    throw invalidField('/isAccountTicketsViewable');
  const contact = liveRecord(portal, 'contacts', mapping.contactId);
  if (viewable !== undefined) {
    portal.mappings.set(mapping.contactId, mapping.accountId, { isAccountTicketsViewable: viewable });
  }
  if (type === 'PRIMARY') {
    portal.mappings.setPrimary(contact.id, mapping.accountId, 'demote');
    setAccount(call, contact, mapping.accountId);
  }
  return ok({ data: portal.mappings.get(mapping.mappingId) });
}

/** A change of accounts is a change of the contact: its `accountId`, its modified time, its event. */
function setAccount(call: Call, contact: Row, accountId: string | null): void {
  const draft = { values: { accountId }, cf: {}, departmentIds: undefined };
  const { stored } = updateRecord(call.portal, 'contacts', contact, draft, call.author());
  call.wrote(stored ? 1 : 0);
}
