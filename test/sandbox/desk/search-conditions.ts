import { badQuery } from './errors.ts';
import { accountName } from './paging.ts';
import type { Query } from './paging.ts';
import type { Portal } from './portal.ts';
import { fieldValue, textOf } from './record-view.ts';
import type { RecordView } from './record-view.ts';
import { exactValues, matchesTerms, readTerms } from './search-terms.ts';
import type { Terms } from './search-terms.ts';
import type { Module, Row } from './types.ts';
import { variant } from './variants.ts';

/** One thing a hit must fulfil; `candidates` lists all rows that can, where an index knows. */
export interface Condition {
  readonly matches: (row: Row) => boolean;
  readonly candidates?: () => Row[];
}

/** Parameters that compare one field, by module; the rest is handled by name below. */
const FIELD_PARAMETERS: Readonly<Record<Module, readonly string[]>> = {
  contacts: ['firstName', 'lastName', 'fullName', 'email', 'phone', 'mobile'],
  accounts: ['accountName'],
  products: ['productName', 'productCode'],
};

/**
 * What the query's search parameters ask for, all of which must hold.
 * @throws DeskError 422 for a value the parameter does not take
 */
export function readConditions(portal: Portal, module: Module, view: RecordView, query: Query): Condition[] {
  const conditions: Condition[] = [];
  const given = (name: string): string | undefined => query[name] || undefined;
  const id = given('id');
  if (id) conditions.push(idCondition(view, id));
  for (const field of FIELD_PARAMETERS[module]) {
    const text = given(field);
    if (text === undefined) continue;
    if (field === 'productCode' && text.length < 3) throw badQuery('productCode');
    conditions.push(fieldCondition(view, field, readTerms(text, caseSensitive(portal))));
  }
  for (let number = 1; number <= 10; number += 1) {
    const text = given(`customField${number}`);
    if (text !== undefined) conditions.push(customCondition(portal, module, view, number, text));
  }
  const account = given('accountName');
  if (module === 'contacts' && account)
    conditions.push(accountNameCondition(portal, view, readTerms(account, caseSensitive(portal))));
  if (module === 'products') conditions.push(...productConditions(portal, given));
  const all = given('_all');
  if (all) conditions.push(anywhereCondition(portal, module, readTerms(all, caseSensitive(portal))));
  return conditions;
}

function caseSensitive(portal: Portal): boolean {
  return variant(portal.settings, 'desk.searchCase') === 'sensitive';
}

function idCondition(view: RecordView, text: string): Condition {
  const ids = new Set(text.split(',').map((part) => part.trim()));
  for (const id of ids) if (!/^\d{1,19}$/.test(id)) throw badQuery('id');
  return {
    matches: (row) => ids.has(row.id),
    candidates: () => [...ids].flatMap((id) => view.byId.get(id) ?? []),
  };
}

function fieldCondition(view: RecordView, field: string, terms: Terms): Condition {
  const values = exactValues(terms);
  return {
    matches: (row) => matchesTerms(terms, textOf(fieldValue(row, field))),
    ...(values && { candidates: () => unique(values.flatMap((value) => view.withValue(field, value))) }),
  };
}

/** `customFieldN=cf_x:value`. */
function customCondition(
  portal: Portal,
  module: Module,
  view: RecordView,
  number: number,
  text: string,
): Condition {
  const colon = text.indexOf(':');
  const field = portal.fields[module].custom.get(text.slice(0, colon));
  if (colon < 1 || !field) throw badQuery(`customField${number}`);
  return fieldCondition(view, field.apiName, readTerms(text.slice(colon + 1), caseSensitive(portal)));
}

function accountNameCondition(portal: Portal, view: RecordView, terms: Terms): Condition {
  const values = exactValues(terms);
  const accounts = portal.tables.accounts.live;
  const candidates = (): Row[] =>
    unique(
      (values ?? [])
        .flatMap((value) => accounts.withValue('accountName', value))
        .flatMap((account) => view.withValue('accountId', account.id)),
    );
  return { matches: (row) => matchesTerms(terms, accountName(portal, row)), ...(values && { candidates }) };
}

function productConditions(portal: Portal, given: (name: string) => string | undefined): Condition[] {
  const conditions: Condition[] = [];
  const departmentId = given('departmentId');
  if (departmentId) conditions.push({ matches: (row) => row.departmentIds.includes(departmentId) });
  const accountId = given('accountId');
  if (accountId) {
    conditions.push({ matches: (row) => portal.productLinks.get(row.id)?.accounts.has(accountId) ?? false });
  }
  const contactId = given('contactId');
  if (contactId) {
    conditions.push({ matches: (row) => portal.productLinks.get(row.id)?.contacts.has(contactId) ?? false });
  }
  return conditions;
}

/** `_all`: any column of the module. */
function anywhereCondition(portal: Portal, module: Module, terms: Terms): Condition {
  const columns = portal.fields[module].all.map((field) => field.apiName);
  if (module === 'contacts') columns.push('fullName');
  return {
    matches: (row) =>
      columns.some((column) => matchesTerms(terms, textOf(fieldValue(row, column)))) ||
      (module === 'contacts' && matchesTerms(terms, accountName(portal, row))),
  };
}

function unique(rows: readonly Row[]): Row[] {
  return [...new Set(rows)];
}
