import type { JsonObject } from '../json.ts';
import type { ModuleInfo } from '../module-info.ts';
import type { CrmOrg } from '../org.ts';
import type { Row } from '../row.ts';
import { pathValue, valueReader } from '../filter/path.ts';
import type { Comparable } from '../filter/path.ts';
import type { Column, CoqlQuery } from './parse.ts';
import { compareValues, pathOf } from './run.ts';

/** `select Stage, COUNT(id) … group by Stage`: one line per group, in the order of first appearance or as ordered. */
export function aggregateRows(
  org: CrmOrg,
  module: ModuleInfo,
  query: CoqlQuery,
  rows: Iterable<Row>,
): JsonObject[] {
  const keys = query.groupBy.map((path) => valueReader(org, pathOf(org, module, path)));
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify(keys.map((read) => read(row)));
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  const lines = [...groups.values()].map((group) =>
    Object.fromEntries(query.columns.map((column) => [columnName(column), cell(org, module, column, group)])),
  );
  return order(lines, query);
}

function columnName(column: Column): string {
  if (column.alias !== null) return column.alias;
  return column.aggregate === null ? column.path : `${column.aggregate}(${column.path})`;
}

function cell(org: CrmOrg, module: ModuleInfo, column: Column, group: readonly Row[]): unknown {
  const path = pathOf(org, module, column.path);
  const read = valueReader(org, path);
  if (column.aggregate === null) {
    const [first] = group;
    return first ? pathValue(org, first, path, false) : null;
  }
  const values = group.map(read).filter((value) => value !== null);
  const numbers = values.filter((value) => typeof value === 'number');
  const sum = numbers.reduce((total, value) => total + value, 0);
  switch (column.aggregate) {
    case 'COUNT':
      return values.length;
    case 'SUM':
      return sum;
    case 'AVG':
      return numbers.length === 0 ? null : sum / numbers.length;
    case 'MIN':
      return extreme(values, -1);
    case 'MAX':
      return extreme(values, 1);
  }
}

function extreme(values: readonly Comparable[], sign: 1 | -1): Comparable {
  let best: Comparable = null;
  for (const value of values) {
    if (best === null || compareValues(value, best) * sign > 0) best = value;
  }
  return best;
}

function order(lines: readonly JsonObject[], query: CoqlQuery): JsonObject[] {
  return [...lines].sort((a, b) => {
    for (const { path, order: direction } of query.orderBy) {
      const difference = compareValues(scalar(a[path]), scalar(b[path]));
      if (difference !== 0) return direction === 'desc' ? -difference : difference;
    }
    return 0;
  });
}

function scalar(value: unknown): Comparable {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
