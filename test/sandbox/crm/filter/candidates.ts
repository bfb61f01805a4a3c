import type { ModuleInfo } from '../module-info.ts';
import type { CrmOrg } from '../org.ts';
import type { Row } from '../row.ts';
import { parseHeaderTime } from '../time.ts';
import type { Condition, Test } from './condition.ts';

/**
 * Rows that may satisfy the condition, found by an index; null when only a full scan can tell.
 * Always a superset of the matches: callers still filter.
 */
export function candidates(org: CrmOrg, module: ModuleInfo, condition: Condition): ReadonlySet<Row> | null {
  if (condition.kind === 'test') return testCandidates(org, module, condition);
  const parts = condition.parts.map((part) => candidates(org, module, part));
  if (condition.kind === 'or') {
    const union = new Set<Row>();
    for (const part of parts) {
      if (!part) return null;
      for (const row of part) union.add(row);
    }
    return union;
  }
  let smallest: ReadonlySet<Row> | null = null;
  for (const part of parts) {
    if (part && (!smallest || part.size < smallest.size)) smallest = part;
  }
  return smallest;
}

function testCandidates(org: CrmOrg, module: ModuleInfo, test: Test): ReadonlySet<Row> | null {
  const table = org.table(module.apiName);
  const isEquality = test.comparator === 'equal' || test.comparator === 'in';
  if (isEquality && test.field.toLowerCase() === 'id') {
    const rows = test.literals.map((literal) => table.getLive(String(literal)));
    return new Set(rows.filter((row) => row !== undefined));
  }
  if (isEquality && table.hasExact(test.field)) {
    return new Set(test.literals.flatMap((literal) => [...table.find(test.field, String(literal))]));
  }
  const isTime = test.field === 'Modified_Time' || test.field === 'Created_Time';
  const isLowerBound =
    test.comparator === 'greater_than' ||
    test.comparator === 'greater_equal' ||
    test.comparator === 'between';
  if (!isTime || !isLowerBound) return null;
  const from = parseHeaderTime(String(test.literals[0]));
  const index = table.index(test.field);
  if (from === null || index.countFrom(from) > table.liveCount / 2) return null;
  return new Set(index.scanFrom(from));
}
