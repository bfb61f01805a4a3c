import type { CrmCall } from './call.ts';
import { ambiguity, CrmError, errorBody, invalidData, limitExceeded, paramMissing } from './errors.ts';
import { commaList } from './json.ts';
import type { JsonObject } from './json.ts';
import type { Row } from './row.ts';
import { comparePositions } from './sorted-index.ts';
import type { Position, SortOrder } from './sorted-index.ts';
import type { SortBy, Table } from './table.ts';

const MAX_FIELDS = 50;
const MAX_PER_PAGE = 200;
/** Rows that page numbers reach; page tokens go on from there (§2.1). */
const PAGE_REACH = 2_000;
const TOKEN_REACH = 100_000;
/** Parameters that a page token is bound to. */
const BOUND = [
  'fields',
  'per_page',
  'sort_by',
  'sort_order',
  'ids',
  'cvid',
  'converted',
  'criteria',
] as const;

/** Where a list takes its rows from, in the order asked for. */
export interface RowSource {
  scan(order: SortOrder, after: Position | null): Iterable<Row>;
  positionOf(row: Row): Position;
}

/** @throws CrmError REQUIRED_PARAM_MISSING or LIMIT_EXCEEDED */
export function requiredFields(call: CrmCall): string[] {
  const fields = commaList(call.query['fields'] ?? '');
  if (fields.length === 0) throw paramMissing('fields');
  if (fields.length > MAX_FIELDS) throw limitExceeded({ param_name: 'fields', limit: MAX_FIELDS });
  return fields;
}

/** A query parameter that must be a whole number from 1 on; `fallback` without it. */
export function positiveNumber(call: CrmCall, name: string, fallback: number, most?: number): number {
  const text = call.query[name];
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || (most !== undefined && value > most)) {
    throw invalidData({
      param_name: name,
      expected_data_type: 'integer',
      ...(most === undefined ? {} : { maximum_length: most }),
    });
  }
  return value;
}

/** @throws CrmError INVALID_DATA for anything but the documented words */
export function sorting(call: CrmCall): { readonly sortBy: SortBy; readonly order: SortOrder } {
  const sortBy = call.query['sort_by'] ?? 'id';
  const order = call.query['sort_order'] ?? 'desc';
  if (sortBy !== 'id' && sortBy !== 'Created_Time' && sortBy !== 'Modified_Time') {
    throw invalidData({ param_name: 'sort_by', supported_values: ['id', 'Created_Time', 'Modified_Time'] });
  }
  if (order !== 'asc' && order !== 'desc') {
    throw invalidData({ param_name: 'sort_order', supported_values: ['asc', 'desc'] });
  }
  return { sortBy, order };
}

/** Rows of a module in the order of one of its indexes. */
export function tableSource(table: Table, sortBy: SortBy): RowSource {
  return table.index(sortBy);
}

/** A handful of rows, sorted here. */
export function arraySource(rows: readonly Row[], table: Table, sortBy: SortBy): RowSource {
  const index = table.index(sortBy);
  return sortedSource(rows, (row) => index.positionOf(row));
}

export function sortedSource(rows: readonly Row[], positionOf: (row: Row) => Position): RowSource {
  return {
    positionOf,
    scan(order, after) {
      const sign = order === 'asc' ? 1 : -1;
      const sorted = [...rows].sort((a, b) => comparePositions(positionOf(a), positionOf(b)) * sign);
      return after ? sorted.filter((row) => comparePositions(positionOf(row), after) * sign > 0) : sorted;
    },
  };
}

export interface Page {
  readonly rows: readonly Row[];
  readonly info: JsonObject;
}

/**
 * One page of rows that pass `filter`: by page number within the first 2,000 rows, by token beyond.
 *
 * @throws CrmError the pagination errors of §2.1
 */
export function readPage(call: CrmCall, source: RowSource, filter: (row: Row) => boolean): Page {
  const { sortBy, order } = sorting(call);
  const perPage = positiveNumber(call, 'per_page', MAX_PER_PAGE, MAX_PER_PAGE);
  const start = startOf(call, perPage);
  const rows: Row[] = [];
  let skip = start.skip;
  let hasMore = false;
  for (const row of source.scan(order, start.after)) {
    if (!filter(row)) continue;
    if (skip > 0) skip -= 1;
    else if (rows.length < perPage) rows.push(row);
    else {
      hasMore = true;
      break;
    }
  }
  const last = rows.at(-1);
  const next =
    hasMore && last
      ? call.org.pageTokens.issue({
          binding: bindingOf(call),
          userId: call.user.id,
          after: source.positionOf(last),
          page: start.page + 1,
          rowsBefore: start.rowsBefore + rows.length,
        })
      : null;
  return {
    rows,
    info: {
      call: false,
      per_page: perPage,
      next_page_token: next?.token ?? null,
      count: rows.length,
      sort_by: sortBy,
      page: start.page,
      previous_page_token: null,
      page_token_expiry: next ? call.org.formatTime(next.expiresMs) : null,
      sort_order: order,
      email: false,
      more_records: hasMore,
    },
  };
}

interface PageStart {
  readonly page: number;
  readonly after: Position | null;
  readonly skip: number;
  readonly rowsBefore: number;
}

function startOf(call: CrmCall, perPage: number): PageStart {
  const token = call.query['page_token'];
  if (token === undefined) {
    const page = positiveNumber(call, 'page', 1);
    if (page * perPage > PAGE_REACH)
      throw pageError('DISCRETE_PAGINATION_LIMIT_EXCEEDED', { limit: PAGE_REACH });
    const skip = (page - 1) * perPage;
    return { page, after: null, skip, rowsBefore: skip };
  }
  if (call.query['page'] !== undefined) {
    throw ambiguity({ ambiguity_due_to: [{ param_name: 'page' }, { param_name: 'page_token' }] });
  }
  const state = call.org.pageTokens.find(token);
  if (state?.userId !== call.user.id) throw invalidData({ param_name: 'page_token' });
  if (state.expiresMs <= call.org.now) throw pageError('EXPIRED_VALUE', { param_name: 'page_token' });
  if (state.binding !== bindingOf(call)) {
    throw pageError('TOKEN_BOUND_DATA_MISMATCH', { param_name: 'page_token' });
  }
  if (state.rowsBefore >= TOKEN_REACH) throw pageError('PAGINATION_LIMIT_EXCEEDED', { limit: TOKEN_REACH });
  return { page: state.page, after: state.after, skip: 0, rowsBefore: state.rowsBefore };
}

function bindingOf(call: CrmCall): string {
  const { module = '', id = '', list = '' } = call.params;
  const since = call.header('if-modified-since') ?? '';
  return JSON.stringify([module, id, list, since, ...BOUND.map((name) => call.query[name] ?? '')]);
}

const PAGE_MESSAGES = {
  DISCRETE_PAGINATION_LIMIT_EXCEEDED: 'page numbers reach the first 2000 records only; use page_token',
  PAGINATION_LIMIT_EXCEEDED: 'pagination limit exceeded',
  EXPIRED_VALUE: 'the page token has expired',
  TOKEN_BOUND_DATA_MISMATCH: 'the page token belongs to a request with other parameters',
} as const;

function pageError(code: keyof typeof PAGE_MESSAGES, details: JsonObject): CrmError {
  return new CrmError(400, errorBody(code, PAGE_MESSAGES[code], details));
}
