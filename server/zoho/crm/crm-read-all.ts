import * as z from 'zod';
import { SyncError } from '../../core/errors.ts';
import type { Module } from '../../core/record.ts';
import type { ReadOptions, RecordPage } from '../../ports/record-gateway.ts';
import { readBulkCsv } from './crm-bulk-csv.ts';
import type { BulkReads } from './crm-bulk-read.ts';
import type { CrmCalls } from './crm-calls.ts';
import type { CrmFields } from './crm-fields.ts';
import { fromCrm } from './crm-record.ts';
import { PER_PAGE } from './modules.ts';
import type { CrmRecord } from './wire.ts';

/** Where reading stands: enough to go on in another process within a day. */
const Cursor = z.discriminatedUnion('by', [
  z.object({ by: z.literal('list'), token: z.string(), total: z.number().nullable() }),
  /** `row`: rows of this job already handed out. `page`: of 200,000 rows, from 1. */
  z.object({
    by: z.literal('bulk'),
    job: z.string(),
    page: z.number(),
    row: z.number(),
    total: z.number().nullable(),
  }),
]);
type Cursor = z.infer<typeof Cursor>;

/** Rows of a bulk result handed out at once. */
const BULK_PAGE = 500;
/** Refusals of a page token: too old, of another query, unreadable (zoho-crm-api §2.1). */
const TOKEN_REFUSED = new Set(['EXPIRED_VALUE', 'TOKEN_BOUND_DATA_MISMATCH', 'INVALID_DATA']);

export interface ReadAllParts {
  readonly calls: CrmCalls;
  readonly bulk: BulkReads;
  readonly fields: CrmFields;
  /** From so many rows on, one bulk job is cheaper than the list: 50 credits against 1 per 200 rows. */
  readonly bulkAbove: number;
}

/** @throws SyncError `bad-parameter` when the cursor is not one of ours */
function readCursor(cursor: string): Cursor {
  try {
    return Cursor.parse(JSON.parse(cursor));
  } catch (cause) {
    throw new SyncError('bad-parameter', 'Unreadable CRM cursor', { cause });
  }
}

/** Every live record of a module, by list or, for many, by bulk read. A cursor that CRM forgot starts anew. */
export async function* readAllCrm(
  parts: ReadAllParts,
  module: Module,
  options: ReadOptions & { readonly resumeFrom?: string | null },
): AsyncGenerator<RecordPage> {
  const { resumeFrom } = options;
  if (resumeFrom === undefined || resumeFrom === null) {
    yield* readFromStart(parts, module, options);
    return;
  }
  const cursor = readCursor(resumeFrom);
  try {
    if (cursor.by === 'list') yield* readList(parts, module, options, cursor.token, cursor.total);
    else yield* readBulk(parts, module, options, cursor);
  } catch (error) {
    const isForgotten = error instanceof SyncError && TOKEN_REFUSED.has(error.providerCode ?? '');
    if (!isForgotten) throw error;
    yield* readFromStart(parts, module, options);
  }
}

async function* readFromStart(
  parts: ReadAllParts,
  module: Module,
  options: ReadOptions,
): AsyncGenerator<RecordPage> {
  const { calls, bulkAbove } = parts;
  const first = await calls.list(module, { fields: options.fields, signal: options.signal });
  if (first.next === null) {
    yield page(first.rows, options, null, first.rows.length);
    return;
  }
  const total = await calls.count(module, options.signal);
  if (total > Math.max(bulkAbove, PER_PAGE)) {
    yield* readBulk(parts, module, options, { by: 'bulk', job: '', page: 1, row: 0, total });
    return;
  }
  yield page(first.rows, options, { by: 'list', token: first.next, total }, total);
  yield* readList(parts, module, options, first.next, total);
}

async function* readList(
  { calls }: ReadAllParts,
  module: Module,
  { fields, signal }: ReadOptions,
  pageToken: string,
  total: number | null,
): AsyncGenerator<RecordPage> {
  for (let token: string | null = pageToken; token !== null;) {
    const { rows, next }: { rows: readonly CrmRecord[]; next: string | null } = await calls.list(module, {
      fields,
      pageToken: token,
      signal,
    });
    yield page(rows, { fields }, next === null ? null : { by: 'list', token: next, total }, total);
    token = next;
  }
}

async function* readBulk(
  { bulk, fields: crmFields }: ReadAllParts,
  module: Module,
  options: ReadOptions,
  from: Extract<Cursor, { by: 'bulk' }>,
): AsyncGenerator<RecordPage> {
  const { fields, signal } = options;
  const types = await crmFields.types(module, signal);
  let { job, page: jobPage, row } = from;
  for (;;) {
    if (job === '') job = await bulk.start(module, fields, jobPage, signal);
    const done = await bulk.finished(job, signal);
    if (done === null) {
      // The result outlives its job by about a day; afterwards the same page of rows is exported again.
      [job, row] = ['', 0];
      continue;
    }
    const hasMore = done.result?.more_records === true;
    let rows: CrmRecord[] = [];
    let at = 0;
    for await (const record of readBulkCsv(await bulk.download(job, signal), fields, types)) {
      at += 1;
      if (at <= row) continue;
      rows.push(record);
      if (rows.length < BULK_PAGE) continue;
      yield page(rows, options, { ...from, job, page: jobPage, row: at }, from.total);
      rows = [];
    }
    const next: Cursor | null = hasMore ? { ...from, job: '', page: jobPage + 1, row: 0 } : null;
    yield page(rows, options, next, from.total);
    if (!hasMore) return;
    [job, jobPage, row] = ['', jobPage + 1, 0];
  }
}

function page(
  rows: readonly CrmRecord[],
  { fields }: ReadOptions,
  cursor: Cursor | null,
  total: number | null,
): RecordPage {
  return {
    records: rows.map((row) => fromCrm(row, fields)),
    cursor: cursor === null ? null : JSON.stringify(cursor),
    total,
  };
}
