import { badQuery } from './errors.ts';
import { fieldValue, fold, textOf } from './record-view.ts';
import type { Portal } from './portal.ts';
import { compareIds } from './sorted-rows.ts';
import type { Module, Row } from './types.ts';
import { variant } from './variants.ts';

export type Query = Readonly<Record<string, string | undefined>>;

/** A page of a list: `offset` counts from 0, whatever base the endpoint's `from` has. */
export interface Page {
  readonly offset: number;
  readonly limit: number;
  /** Highest `from` the page reaches, in the endpoint's own counting: what credits depend on. */
  readonly highest: number;
}

export interface PageRules {
  readonly base: 0 | 1;
  readonly maxLimit: number;
  readonly maxFrom?: number;
  /** Whether `from` below the base is refused; else it means the base. */
  readonly strictBase?: boolean;
}

/** @throws DeskError 422 UNPROCESSABLE_ENTITY for a `from` or `limit` out of bounds */
export function readPage(query: Query, rules: PageRules): Page {
  const from = readNumber(query, 'from', rules.base);
  const limit = readNumber(query, 'limit', 10);
  if (from > (rules.maxFrom ?? Number.MAX_SAFE_INTEGER)) throw badQuery('from');
  if (rules.strictBase && from < rules.base) throw badQuery('from');
  if (limit < 1 || limit > rules.maxLimit) throw badQuery('limit');
  const offset = Math.max(0, from - rules.base);
  return { offset, limit, highest: offset + limit };
}

function readNumber(query: Query, name: string, fallback: number): number {
  const text = query[name];
  if (text === undefined || text === '') return fallback;
  if (!/^\d{1,9}$/.test(text)) throw badQuery(name);
  return Number(text);
}

export function listRules(portal: Portal, module: Module): PageRules {
  const maxLimit = module === 'products' ? 100 : Number(variant(portal.settings, 'desk.listLimit'));
  return { base: 1, maxLimit, strictBase: module === 'accounts' };
}

export interface Sort {
  readonly key: string;
  readonly descending: boolean;
}

/** @throws DeskError 422 when the key is not in the endpoint's whitelist */
export function readSort(query: Query, allowed: readonly string[], fallback: Sort): Sort {
  const text = query['sortBy'];
  if (text === undefined || text === '') return fallback;
  const descending = text.startsWith('-');
  const key = descending ? text.slice(1) : text;
  if (!allowed.includes(key)) throw badQuery('sortBy');
  return { key, descending };
}

/** Compares rows by a sort key; equal ones by id, so that pages do not overlap. */
export function comparator(portal: Portal, key: string): (a: Row, b: Row) => number {
  if (key === 'createdTime') return (a, b) => a.createdAt - b.createdAt || compareIds(a.id, b.id);
  if (key === 'modifiedTime') return (a, b) => a.modifiedAt - b.modifiedAt || compareIds(a.id, b.id);
  if (key === 'unitPrice') {
    const price = (row: Row): number => Number(row.values['unitPrice'] ?? 0);
    return (a, b) => price(a) - price(b) || compareIds(a.id, b.id);
  }
  const text = (row: Row): string =>
    fold(key === 'account' ? accountName(portal, row) : textOf(fieldValue(row, key)));
  return (a, b) => {
    const left = text(a);
    const right = text(b);
    if (left !== right) return left < right ? -1 : 1;
    return compareIds(a.id, b.id);
  };
}

/** Name of a contact's primary account, '' without one. */
export function accountName(portal: Portal, contact: Row): string {
  const account = portal.tables.accounts.live.byId.get(String(contact.values['accountId'] ?? ''));
  return textOf(account?.values['accountName'] ?? null);
}

/** The part of `rows[low, high)` a page asks for, read from the end when descending. */
export function slicePage(
  rows: readonly Row[],
  low: number,
  high: number,
  page: Page,
  descending: boolean,
): Row[] {
  if (!descending)
    return rows.slice(Math.min(low + page.offset, high), Math.min(low + page.offset + page.limit, high));
  const end = Math.max(low, high - page.offset);
  return rows.slice(Math.max(low, end - page.limit), end).reverse();
}
