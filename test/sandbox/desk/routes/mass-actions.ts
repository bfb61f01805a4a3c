import { badQuery, DeskError, invalidField, massError, missingField } from '../errors.ts';
import { list, ok, pagePrice } from '../gate.ts';
import type { Answer, Call, Route } from '../gate.ts';
import { readPage } from '../paging.ts';
import { fold, textOf } from '../record-view.ts';
import { trashRecord, updateRecord } from '../record-writer.ts';
import { listRow } from '../shapes.ts';
import type { Json, Module } from '../types.ts';
import { isObject } from '../types.ts';
import { readDraft, readObject } from '../validate.ts';
import { parseId } from '../values.ts';
import { variant } from '../variants.ts';
import { allow } from './records.ts';
import { recordScopes } from './scopes.ts';

const TRASH_KEY: Readonly<Record<Module, string>> = {
  contacts: 'contactIds',
  accounts: 'accountIds',
  products: 'productIds',
};

/** Mass actions cost by record, and 50 when no ids are given (reference §4). */
export function perRecord(key: string, credits: number): (call: Call) => number {
  return ({ body }) => {
    const ids = isObject(body) ? body[key] : undefined;
    return Array.isArray(ids) && ids.length > 0 ? Math.ceil(ids.length * credits) : 50;
  };
}

/** @throws DeskError INVALID_DATA when the ids are missing, empty or malformed */
export function readIds(body: Json, key: string, max = Number.MAX_SAFE_INTEGER): string[] {
  const sent = body[key];
  if (sent === undefined || (Array.isArray(sent) && sent.length === 0)) throw missingField(`/${key}`);
  if (!Array.isArray(sent) || sent.length > max) throw invalidField(`/${key}`);
  const ids = sent.map((id) => parseId(id));
  if (!ids.every((id) => typeof id === 'string')) throw invalidField(`/${key}`);
  return [...new Set(ids)];
}

export function trashRoute(module: Module): Route {
  const key = TRASH_KEY[module];
  return {
    method: 'POST',
    path: `/${module}/moveToTrash`,
    scopes: recordScopes(module, 'DELETE'),
    credits: perRecord(key, 6),
    handle: (call) => {
      allow(call, module, 'delete');
      return moveToTrash(call, module, key);
    },
  };
}

/** All or nothing. With `departmentId` a product only leaves that department, and is trashed when it was the last. */
function moveToTrash(call: Call, module: Module, key: string): Answer {
  const { portal } = call;
  const body = readObject(call.body);
  const rows = readIds(body, key).map((id) => portal.tables[module].live.byId.get(id));
  if (!rows.every((row) => row !== undefined)) throw invalidField(`/${key}`);
  const departmentId = module === 'products' ? parseId(body['departmentId'] ?? null) : null;
  if (departmentId === undefined || (departmentId !== null && !portal.department(departmentId))) {
    throw invalidField('/departmentId');
  }
  const author = call.author();
  for (const row of rows) {
    const left = departmentId === null ? [] : row.departmentIds.filter((id) => id !== departmentId);
    if (left.length > 0)
      updateRecord(portal, module, row, { values: {}, cf: {}, departmentIds: left }, author);
    else trashRecord(portal, module, row, author);
  }
  call.wrote(rows.length);
  return { status: 204 };
}

/** One field, one value, many ids; contacts and accounts only (reference §2.6). One event per record. */
export function updateManyRoute(module: 'contacts' | 'accounts'): Route {
  return {
    method: 'POST',
    path: `/${module}/updateMany`,
    scopes: recordScopes(module, 'UPDATE'),
    credits: perRecord('ids', 0.5),
    handle: (call) => {
      allow(call, module, 'edit');
      return updateMany(call, module);
    },
  };
}

function updateMany(call: Call, module: 'contacts' | 'accounts'): Answer {
  const { portal } = call;
  const body = readObject(call.body);
  const ids = readIds(body, 'ids');
  const { fieldName, fieldValue = null } = body;
  const custom = body['isCustomField'] === true || body['isCustomField'] === 'true';
  const fields = custom ? portal.fields[module].custom : portal.fields[module].standard;
  if (typeof fieldName !== 'string') throw missingField('/fieldName');
  if (!fields.has(fieldName)) throw invalidField('/fieldName');
  if (typeof fieldValue === 'string' && fieldValue.length > 100) throw invalidField('/fieldValue');
  const change = custom ? { cf: { [fieldName]: fieldValue } } : { [fieldName]: fieldValue };
  const author = call.author();
  const results = ids.map((id) => {
    const old = portal.tables[module].live.byId.get(id);
    if (!old) return { id, success: false, errors: massError('UNPROCESSABLE_ENTITY') };
    try {
      const { stored } = updateRecord(portal, module, old, readDraft(portal, module, change, old), author);
      call.wrote(stored ? 1 : 0);
      return { id, success: true, errors: null };
    } catch (error) {
      if (!(error instanceof DeskError)) throw error;
      return { id, success: false, errors: massError('INVALID_DATA') };
    }
  });
  return ok({ results });
}

/** `GET /contacts/contactsByIds` (at most 20) and the product name check of the UI. */
export const LOOKUP_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/contacts/contactsByIds',
    scopes: recordScopes('contacts', 'READ'),
    handle: ({ portal, query }) => {
      const ids = (query['ids'] ?? '').split(',').map((id) => id.trim());
      if (ids.length > 20 || !ids.every((id) => /^\d{1,19}$/.test(id))) throw badQuery('ids');
      const rows = ids.flatMap((id) => portal.tables.contacts.live.byId.get(id) ?? []);
      return list(rows.map((row) => listRow(portal, 'contacts', row)));
    },
  },
  {
    method: 'GET',
    path: '/contacts/count',
    scopes: recordScopes('contacts', 'READ'),
    handle: ({ portal, query }) => {
      if (!query['viewId']) throw badQuery('viewId');
      return ok({ count: portal.tables.contacts.live.byId.size });
    },
  },
  {
    method: 'GET',
    path: '/products/searchDuplicates',
    scopes: recordScopes('products', 'READ'),
    credits: pagePrice(({ query }) => readPage(query, { base: 1, maxLimit: 100 })),
    handle: searchDuplicates,
  },
];

/** Asks the database, not the index: no lag. Whether part of a name counts is open (`desk.searchDuplicates`). */
function searchDuplicates({ portal, query }: Call): Answer {
  const name = query['productName'];
  if (!name) throw badQuery('productName');
  const page = readPage(query, { base: 1, maxLimit: 100 });
  const { live } = portal.tables.products;
  const rows =
    variant(portal.settings, 'desk.searchDuplicates') === 'exact'
      ? live.withValue('productName', name)
      : live.byCreated.rows.filter((row) =>
          fold(textOf(row.values['productName'] ?? null)).includes(fold(name)),
        );
  return list(
    rows.slice(page.offset, page.offset + page.limit).map((row) => listRow(portal, 'products', row)),
  );
}
