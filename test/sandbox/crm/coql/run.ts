import { CrmError, errorBody, limitExceeded } from '../errors.ts';
import { candidates } from '../filter/candidates.ts';
import { countTests, testsOf } from '../filter/condition.ts';
import { compare, compileCondition, FilterError } from '../filter/evaluate.ts';
import { pathValue, resolvePath, valueReader } from '../filter/path.ts';
import type { Comparable, FieldPath } from '../filter/path.ts';
import type { JsonObject } from '../json.ts';
import type { ModuleInfo } from '../module-info.ts';
import type { CrmOrg } from '../org.ts';
import type { Row } from '../row.ts';
import { aggregateRows } from './aggregate.ts';
import { parseCoql } from './parse.ts';
import type { CoqlQuery, OrderBy } from './parse.ts';
import { CoqlSyntaxError } from './tokenize.ts';

const DEFAULT_LIMIT = 200;
const MAX_LIMIT = 2_000;
const MAX_REACH = 100_000;
const MAX_COLUMNS = 50;
const MAX_TESTS = 25;
const MAX_IN = 50;
const MAX_ORDER = 10;

export interface CoqlResult {
  readonly rows: readonly JsonObject[];
  readonly hasMore: boolean;
}
export interface PreparedQuery {
  readonly module: ModuleInfo;
  /** 1, 2 or 3 for up to 200, 1,000 or 2,000 rows (§2.4). */
  readonly credits: number;
  run(): CoqlResult;
}

/** @throws CrmError SYNTAX_ERROR, INVALID_QUERY or LIMIT_EXCEEDED */
export function prepareCoql(org: CrmOrg, text: string): PreparedQuery {
  const query = parse(org, text);
  const module = org.findModule(query.module);
  if (!module) throw invalidQuery('invalid module name given', { module: query.module });
  checkLimits(query);
  const limit = query.limit ?? DEFAULT_LIMIT;
  return {
    module,
    credits: limit <= 200 ? 1 : limit <= 1_000 ? 2 : 3,
    run: () => run(org, module, query, limit),
  };
}

function parse(org: CrmOrg, text: string): CoqlQuery {
  try {
    return parseCoql(text, org.variants.choice('crm-coql-brackets') === 'binary');
  } catch (error) {
    if (!(error instanceof CoqlSyntaxError)) throw error;
    const before = text.slice(0, error.offset).split('\n');
    throw new CrmError(
      400,
      errorBody('SYNTAX_ERROR', 'error occurred while parsing the query', {
        line: before.length,
        column: (before.at(-1) ?? '').length + 1,
        near: error.near,
      }),
    );
  }
}

function checkLimits(query: CoqlQuery): void {
  const limit = query.limit ?? DEFAULT_LIMIT;
  if (limit > MAX_LIMIT) throw limitExceeded({ limit: MAX_LIMIT });
  if (limit < 1) throw invalidQuery('invalid limit given', { limit: String(limit) });
  if (query.offset + limit > MAX_REACH) throw limitExceeded({ limit: MAX_REACH });
  if (query.columns.length > MAX_COLUMNS) throw limitExceeded({ limit: MAX_COLUMNS });
  if (query.orderBy.length > MAX_ORDER) throw limitExceeded({ limit: MAX_ORDER });
  if (countTests(query.where) > MAX_TESTS) throw limitExceeded({ limit: MAX_TESTS });
  for (const test of testsOf(query.where)) {
    const isIn = test.comparator === 'in' || test.comparator === 'not_in';
    if (isIn && test.literals.length > MAX_IN) throw limitExceeded({ limit: MAX_IN });
  }
}

function run(org: CrmOrg, module: ModuleInfo, query: CoqlQuery, limit: number): CoqlResult {
  for (const test of testsOf(query.where)) {
    const path = pathOf(org, module, test.field);
    if (path.field.dataType === 'textarea') {
      throw invalidQuery('column not supported in criteria', { column_name: test.field, clause: 'where' });
    }
  }
  const matches = matchingRows(org, module, query);
  const isAggregated = query.groupBy.length > 0 || query.columns.some((column) => column.aggregate);
  if (isAggregated) return page(aggregateRows(org, module, query, matches), query.offset, limit);
  const columns = query.columns.map((column) => ({
    name: column.alias ?? column.path,
    path: pathOf(org, module, column.path),
  }));
  const isLookupAsId = org.variants.choice('crm-coql-lookup') === 'id';
  const sorted = sortRows(org, module, matches, query.orderBy, query.offset + limit + 1);
  const rows = sorted.slice(query.offset, query.offset + limit).map((row) => {
    const shown: Record<string, unknown> = {};
    for (const { name, path } of columns) shown[name] = pathValue(org, row, path, isLookupAsId);
    shown['id'] ??= row.id;
    return shown;
  });
  return { rows, hasMore: sorted.length > query.offset + limit };
}

function page(all: readonly JsonObject[], offset: number, limit: number): CoqlResult {
  return { rows: all.slice(offset, offset + limit), hasMore: all.length > offset + limit };
}

function* matchingRows(org: CrmOrg, module: ModuleInfo, query: CoqlQuery): Generator<Row> {
  const filter = filterOf(org, module, query);
  const table = org.table(module.apiName);
  const found = candidates(org, module, query.where);
  const isDescending = query.orderBy[0]?.path.toLowerCase() === 'id' && query.orderBy[0].order === 'desc';
  const inOrder = found
    ? [...found].sort((a, b) => compare(a.id, b.id) * (isDescending ? -1 : 1))
    : table.index('id').scan(isDescending ? 'desc' : 'asc');
  for (const row of inOrder) if (filter(row)) yield row;
}

function filterOf(org: CrmOrg, module: ModuleInfo, query: CoqlQuery) {
  try {
    return compileCondition(org, module, query.where);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    throw invalidQuery('invalid value or operator given', { column_name: error.field });
  }
}

/** Rows come in id order; only other orders need them all. */
function sortRows(
  org: CrmOrg,
  module: ModuleInfo,
  rows: Iterable<Row>,
  orderBy: readonly OrderBy[],
  atMost: number,
): Row[] {
  if (orderBy.length === 0 || orderBy[0]?.path.toLowerCase() === 'id') {
    const first: Row[] = [];
    for (const row of rows) {
      first.push(row);
      if (first.length >= atMost) break;
    }
    return first;
  }
  const keys = orderBy.map(({ path, order }) => ({
    read: valueReader(org, pathOf(org, module, path)),
    sign: order === 'desc' ? -1 : 1,
  }));
  return [...rows].sort((a, b) => {
    for (const { read, sign } of keys) {
      const difference = compareValues(read(a), read(b));
      if (difference !== 0) return difference * sign;
    }
    return 0;
  });
}

/** Empty values come first, text without case. */
export function compareValues(a: Comparable, b: Comparable): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  const scalar = (value: Exclude<Comparable, null>) =>
    typeof value === 'number' || typeof value === 'boolean' ? value : String(value).toLowerCase();
  return compare(scalar(a), scalar(b));
}

/** @throws CrmError INVALID_QUERY */
export function pathOf(org: CrmOrg, module: ModuleInfo, path: string): FieldPath {
  const found = resolvePath(org, module, path);
  if (!found) throw invalidQuery('column given seems to be invalid', { column_name: path });
  return found;
}

function invalidQuery(message: string, details: JsonObject): CrmError {
  return new CrmError(400, errorBody('INVALID_QUERY', message, details));
}
