import { badQuery } from './errors.ts';
import { comparator, readPage, readSort, slicePage } from './paging.ts';
import type { Page, Query, Sort } from './paging.ts';
import type { Portal } from './portal.ts';
import type { RecordView } from './record-view.ts';
import { readConditions } from './search-conditions.ts';
import type { Condition } from './search-conditions.ts';
import type { SortedRows } from './sorted-rows.ts';
import type { Module, Row } from './types.ts';

export interface SearchHits {
  readonly rows: readonly Row[];
  /** All hits, not only those of the page. */
  readonly count: number;
}

/** Only the first 5,000 hits of a query can be reached (reference §2.3). */
const MAX_FROM = 4_999;

const SORTS: Readonly<Record<Module, readonly string[]>> = {
  contacts: ['relevance', 'modifiedTime', 'createdTime', 'lastName', 'firstName'],
  accounts: ['relevance', 'modifiedTime', 'createdTime', 'accountName'],
  products: ['relevance', 'modifiedTime', 'createdTime', 'productName'],
};

/** Every hit is equally relevant here; the latest change comes first. */
const BY_RELEVANCE: Sort = { key: 'modifiedTime', descending: true };

/** Epoch ms, both ends included. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** `from` of a search counts from 0. */
export function readSearchPage(query: Query): Page {
  return readPage(query, { base: 0, maxLimit: 100, maxFrom: MAX_FROM });
}

/**
 * Answers a search from the index: what was written less than `deskSearchLagMs` ago is not there yet.
 * @throws DeskError 422 UNPROCESSABLE_ENTITY for a wrong parameter
 */
export function searchRecords(portal: Portal, module: Module, query: Query): SearchHits {
  const page = readSearchPage(query);
  const asked = readSort(query, SORTS[module], BY_RELEVANCE);
  const sort = asked.key === 'relevance' ? BY_RELEVANCE : asked;
  const view = portal.tables[module].searchable(portal.now());
  const created = readRange(query, 'createdTimeRange');
  const modified = readRange(query, 'modifiedTimeRange');
  const conditions = readConditions(portal, module, view, query);
  if (conditions.length === 0 && !(created && modified)) {
    const hits = fromOneRange(view, created, modified, sort, page);
    if (hits) return hits;
  }
  const rows = candidatesOf(view, created, modified, conditions).filter(
    (row) =>
      inRange(created, row.createdAt) &&
      inRange(modified, row.modifiedAt) &&
      conditions.every((condition) => condition.matches(row)),
  );
  rows.sort(comparator(portal, sort.key));
  return { rows: slicePage(rows, 0, rows.length, page, sort.descending), count: rows.length };
}

/** The common case, a time window in its own order, is two binary searches and a slice. */
function fromOneRange(
  view: RecordView,
  created: Range | null,
  modified: Range | null,
  sort: Sort,
  page: Page,
): SearchHits | null {
  if (sort.key === 'createdTime' && !modified) return fromSorted(view.byCreated, created, sort, page);
  if (sort.key === 'modifiedTime' && !created) return fromSorted(view.byModified, modified, sort, page);
  return null;
}

function fromSorted(sorted: SortedRows, range: Range | null, sort: Sort, page: Page): SearchHits {
  const low = range ? sorted.lowerBound(range.from) : 0;
  const high = range ? Math.max(low, sorted.upperBound(range.to)) : sorted.rows.length;
  return { rows: slicePage(sorted.rows, low, high, page, sort.descending), count: high - low };
}

function candidatesOf(
  view: RecordView,
  created: Range | null,
  modified: Range | null,
  conditions: readonly Condition[],
): readonly Row[] {
  const indexed = conditions.find((condition) => condition.candidates);
  if (indexed?.candidates) return indexed.candidates();
  if (created)
    return view.byCreated.rows.slice(
      view.byCreated.lowerBound(created.from),
      view.byCreated.upperBound(created.to),
    );
  if (modified)
    return view.byModified.rows.slice(
      view.byModified.lowerBound(modified.from),
      view.byModified.upperBound(modified.to),
    );
  return view.byCreated.rows;
}

function inRange(range: Range | null, at: number): boolean {
  return range === null || (at >= range.from && at <= range.to);
}

/** `from,to`, each `yyyy-MM-ddTHH:mm:ss.SSSZ`. */
function readRange(query: Query, name: string): Range | null {
  const text = query[name];
  if (text === undefined || text === '') return null;
  const [from, to, more] = text.split(',').map((part) => readTime(part.trim()));
  if (from === undefined || to === undefined || more !== undefined) throw badQuery(name);
  if (Number.isNaN(from) || Number.isNaN(to)) throw badQuery(name);
  return { from, to };
}

function readTime(text: string): number {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/.test(text) ? Date.parse(text) : Number.NaN;
}
