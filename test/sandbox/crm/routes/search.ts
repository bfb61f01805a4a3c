import { CrmError, errorBody, expectedParamMissing, limitExceeded } from '../errors.ts';
import { noContent, ok } from '../call.ts';
import type { Answer, CrmCall } from '../call.ts';
import { findCustomView } from '../custom-views.ts';
import { countTests, testsOf } from '../filter/condition.ts';
import type { Condition } from '../filter/condition.ts';
import { CriteriaError, parseCriteria } from '../filter/criteria.ts';
import { compileCondition, FilterError } from '../filter/evaluate.ts';
import type { RowFilter } from '../filter/evaluate.ts';
import { commaList } from '../json.ts';
import { positiveNumber } from '../listing.ts';
import type { ModuleInfo } from '../module-info.ts';
import type { DataType } from '../modules/field.ts';
import { renderFull, renderListRow } from '../render.ts';
import { moduleScope } from '../scopes.ts';
import { convertedFilter } from './record-reads.ts';
import type { Mount } from './mount.ts';

const REACH = 2_000;
const MAX_PER_PAGE = 200;
const MAX_TESTS = 15;
const MAX_IN = 100;
const SEARCH_SCOPE = 'ZohoSearch.securesearch.READ';
const WAYS = ['criteria', 'email', 'phone', 'word'] as const;
const TEXT_TYPES: ReadonlySet<DataType> = new Set([
  'text',
  'textarea',
  'email',
  'phone',
  'website',
  'picklist',
]);

export function mountSearch(mount: Mount): void {
  mount({
    method: 'GET',
    path: '/crm/v8/:module/search',
    scopes: (call) => [moduleScope(call.param('module'), 'READ'), SEARCH_SCOPE],
    handle: search,
  });
  mount({
    method: 'GET',
    path: '/crm/v8/:module/actions/count',
    scopes: (call) => [
      moduleScope(call.param('module'), 'READ'),
      ...(WAYS.some((way) => call.query[way] !== undefined) ? [SEARCH_SCOPE] : []),
    ],
    handle: count,
  });
}

function search(call: CrmCall): Answer {
  const { org, module } = call;
  const holds = searchFilter(call, module);
  if (!holds) throw expectedParamMissing(WAYS);
  const page = positiveNumber(call, 'page', 1);
  const perPage = positiveNumber(call, 'per_page', MAX_PER_PAGE, MAX_PER_PAGE);
  if (page * perPage > REACH) {
    throw new CrmError(
      400,
      errorBody('LIMIT_REACHED', 'search reaches the first 2000 records only', { limit: REACH }),
    );
  }
  const from = (page - 1) * perPage;
  const rows = [];
  let seen = 0;
  for (const row of org.table(module.apiName).index('id').scan('desc')) {
    if (!holds(row)) continue;
    seen += 1;
    if (seen > from) rows.push(row);
    if (rows.length > perPage) break;
  }
  const shown = rows.slice(0, perPage);
  if (shown.length === 0) return noContent;
  const fields = commaList(call.query['fields'] ?? '');
  return ok({
    data: shown.map((row) =>
      fields.length > 0 ? renderListRow(org, module, row, fields) : renderFull(org, row),
    ),
    info: { per_page: perPage, count: shown.length, page, more_records: rows.length > perPage },
  });
}

function count(call: CrmCall): Answer {
  const { org, module } = call;
  const table = org.table(module.apiName);
  const { cvid } = call.query;
  const view = cvid === undefined ? undefined : findCustomView(org, module, cvid);
  if (cvid !== undefined && !view) throw invalidQuery({ param_name: 'cvid' });
  const bySearch = searchFilter(call, module);
  let total = 0;
  if (!view && !bySearch) total = table.liveCount;
  else {
    for (const row of table.index('id').scan('asc')) {
      if ((view?.holds(row, call.user, org.now) ?? true) && (bySearch?.(row) ?? true)) total += 1;
    }
  }
  return ok({ count: org.variants.choice('crm-count-type') === 'string' ? String(total) : total });
}

/**
 * The rows that search finds; null when the query names no way to search.
 * Rows written within the index lag (`crm-search-lag-ms`) are not found yet.
 */
function searchFilter(call: CrmCall, module: ModuleInfo): RowFilter | null {
  const { org, query } = call;
  const way = WAYS.find((name) => query[name] !== undefined);
  if (!way) return null;
  const matches = filterBy(call, module, way, query[way] ?? '');
  const indexedUntil = org.now - org.variants.number('crm-search-lag-ms');
  const isVisible = module.apiName === 'Leads' ? convertedFilter(query['converted'] ?? 'false') : () => true;
  return (row) => row.writtenMs <= indexedUntil && isVisible(row) && matches(row);
}

function filterBy(call: CrmCall, module: ModuleInfo, way: (typeof WAYS)[number], value: string): RowFilter {
  if (way === 'criteria') return criteriaFilter(call, module, value);
  const wanted = value.trim().toLowerCase();
  if (way === 'word') {
    if (wanted.length < 2) {
      throw new CrmError(400, errorBody('INVALID_DATA', 'provide atleast 2 letters for search', {}));
    }
    return textFilter(
      module,
      (type) => TEXT_TYPES.has(type),
      (text) => text.toLowerCase().includes(wanted),
    );
  }
  if (way === 'email') {
    return textFilter(
      module,
      (type) => type === 'email',
      (text) => text.toLowerCase().includes(wanted),
    );
  }
  const digits = wanted.replace(/\D/g, '');
  if (digits === '') throw invalidQuery({ param_name: 'phone' });
  return textFilter(
    module,
    (type) => type === 'phone',
    (text) => text.replace(/\D/g, '').includes(digits),
  );
}

function textFilter(
  module: ModuleInfo,
  hasType: (type: DataType) => boolean,
  matches: (text: string) => boolean,
): RowFilter {
  const names = module.fields.filter((field) => hasType(field.dataType)).map((field) => field.apiName);
  if (names.length === 0) {
    throw new CrmError(
      400,
      errorBody('FIELD_TYPE_UNAVAILABLE', 'this data type is not found in this module'),
    );
  }
  return (row) =>
    names.some((name) => {
      const value = row.values[name];
      return typeof value === 'string' && matches(value);
    });
}

function criteriaFilter(call: CrmCall, module: ModuleInfo, criteria: string): RowFilter {
  try {
    const condition = parseCriteria(criteria);
    if (countTests(condition) > MAX_TESTS) throw limitExceeded({ param_name: 'criteria', limit: MAX_TESTS });
    for (const test of testsOf(condition)) {
      if (test.literals.length > MAX_IN) throw limitExceeded({ param_name: 'criteria', limit: MAX_IN });
    }
    return compileCondition(call.org, module, loosen(module, condition));
  } catch (error) {
    if (error instanceof CriteriaError) throw invalidQuery({ reason: 'Invalid query formed' });
    if (error instanceof FilterError) throw invalidQuery({ reason: error.reason, api_name: error.field });
    throw error;
  }
}

/** On text, `equals` finds what contains the value: search's best-known trap (§2.4). */
function loosen(module: ModuleInfo, condition: Condition): Condition {
  if (condition.kind !== 'test') {
    return { kind: condition.kind, parts: condition.parts.map((part) => loosen(module, part)) };
  }
  const type = module.byName.get(condition.field)?.dataType;
  const isText = type !== undefined && type !== 'picklist' && TEXT_TYPES.has(type);
  return isText && condition.comparator === 'equal' ? { ...condition, comparator: 'contains' } : condition;
}

function invalidQuery(details: Readonly<Record<string, unknown>>): CrmError {
  return new CrmError(400, errorBody('INVALID_QUERY', 'Invalid query formed', details));
}
