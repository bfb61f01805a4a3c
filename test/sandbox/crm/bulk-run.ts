import { strToU8, zipSync } from 'fflate';
import type { BulkJob, BulkResult } from './bulk-job.ts';
import { findCustomView } from './custom-views.ts';
import { candidates } from './filter/candidates.ts';
import { compileCondition } from './filter/evaluate.ts';
import { pathValue, resolvePath } from './filter/path.ts';
import type { FieldPath } from './filter/path.ts';
import { asArray, isObject } from './json.ts';
import { sortedSource, tableSource } from './listing.ts';
import type { CrmOrg } from './org.ts';
import type { Row } from './row.ts';

/** Rows of one job's file (§3.1). */
export const ROWS_PER_PAGE = 200_000;

/** Reads the job's rows as they are now and packs them into the file. */
export function runBulkRead(org: CrmOrg, job: BulkJob): BulkResult {
  const { rows, hasMore } = pageOf(org, job);
  const columns = job.fields.map((name) => ({ name, path: resolvePath(org, job.module, name) }));
  const lines = [columns.map(({ name }) => csvCell(name)).join(',')];
  for (const row of rows) {
    lines.push(columns.map(({ path }) => csvCell(path ? cellText(org, row, path) : '')).join(','));
  }
  const csv = strToU8(`${lines.join('\n')}\n`);
  const last = rows.at(-1);
  const next =
    hasMore && last
      ? org.pageTokens.issue({
          binding: job.id,
          userId: job.user.id,
          after: { key: 0, id: last.id },
          page: job.page + 1,
          rowsBefore: job.page * ROWS_PER_PAGE,
        })
      : null;
  return {
    count: rows.length,
    hasMore,
    nextPageToken: next?.token ?? null,
    file: zipSync({ [`${job.id}.csv`]: csv }, { level: 1, mtime: org.now }),
  };
}

function pageOf(org: CrmOrg, job: BulkJob): { rows: Row[]; hasMore: boolean } {
  const table = org.table(job.module.apiName);
  const view = job.cvid === null ? undefined : findCustomView(org, job.module, job.cvid);
  const holds = job.condition ? compileCondition(org, job.module, job.condition) : () => true;
  const found = job.condition ? candidates(org, job.module, job.condition) : null;
  const source = found
    ? sortedSource([...found], (row) => ({ key: 0, id: row.id }))
    : tableSource(table, 'id');
  let skip = job.after ? 0 : (job.page - 1) * ROWS_PER_PAGE;
  const rows: Row[] = [];
  for (const row of source.scan('asc', job.after)) {
    if (!holds(row) || (view && !view.holds(row, job.user, org.now))) continue;
    if (skip > 0) skip -= 1;
    else if (rows.length === ROWS_PER_PAGE) return { rows, hasMore: true };
    else rows.push(row);
  }
  return { rows, hasMore: false };
}

/** Lookups and users as ids, multi-selects joined by `;`, empty values as nothing. */
function cellText(org: CrmOrg, row: Row, path: FieldPath): string {
  const value = pathValue(org, row, path, false);
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const items = asArray(value);
  if (items) return items.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join(';');
  return isObject(value) && typeof value['id'] === 'string' ? value['id'] : JSON.stringify(value);
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
