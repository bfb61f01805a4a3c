import { SyncError } from '../../core/errors.ts';
import type { Module } from '../../core/record.ts';
import type { Change, Draft, WriteOutcome } from '../../ports/record-gateway.ts';
import { chunksOf, mapBounded } from '../bounded.ts';
import type { HttpClient } from '../http-client.ts';
import { isObject } from '../json.ts';
import { parseAnswer } from '../parse-answer.ts';
import { crmError } from './crm-errors.ts';
import type { CrmFields } from './crm-fields.ts';
import { crmDateTime, toCrm } from './crm-record.ts';
import { CRM_MODULE, HEAVY_ABOVE_ROWS, ROWS_PER_WRITE } from './modules.ts';
import type { CrmErrorBody } from './wire.ts';
import { WriteAnswer, WrittenDetails } from './wire.ts';

interface Batch {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly signal: AbortSignal | undefined;
}

export interface CrmWriter {
  create(module: Module, drafts: readonly Draft[], signal?: AbortSignal): Promise<readonly WriteOutcome[]>;
  update(
    module: Module,
    changes: readonly Change[],
    options: { readonly unmodifiedSince?: string; readonly signal?: AbortSignal },
  ): Promise<readonly WriteOutcome[]>;
}

const BATCHES_AT_ONCE = 2;
const TIMEOUT_MS = 60_000;

/** Refusals that concern a row, though CRM gave them for the whole call: only these are narrowed down. */
const OF_ROWS = new Set([
  'bad-parameter',
  'missing-parameter',
  'mandatory-missing',
  'value-rejected',
  'type-mismatch',
  'not-found',
  'provider',
]);

/**
 * Writes in batches of 100 with one outcome per row (zoho-crm-api §2.2). No `trigger` is sent, so that the
 * customer's workflows run as for any other edit.
 */
export function createCrmWriter(http: HttpClient, fields: CrmFields): CrmWriter {
  async function send(batch: Batch): Promise<readonly WriteOutcome[]> {
    if (batch.rows.length === 0) return [];
    try {
      const { status, data } = await http.request({
        method: batch.method,
        path: batch.path,
        data: { data: batch.rows },
        headers: batch.headers,
        heavy: batch.rows.length > HEAVY_ABOVE_ROWS,
        idempotent: false,
        timeoutMs: TIMEOUT_MS,
        signal: batch.signal,
        isAnswer: (_status, body) => isObject(body) && Array.isArray(body['data']),
      });
      const results = readResults(data);
      if (results.length === batch.rows.length) return results.map(outcome);
      if (status === 412) return await withoutModified(batch, results);
      throw new SyncError('unknown-outcome', 'CRM answered another number of rows than it was sent');
    } catch (error) {
      if (batch.signal?.aborted === true && !(error instanceof SyncError)) {
        return failed(batch, new SyncError('unavailable', 'Stopped before it was sent'));
      }
      if (!(error instanceof SyncError)) throw error;
      return OF_ROWS.has(error.code) && batch.rows.length > 1 ? await halves(batch) : failed(batch, error);
    }
  }

  /** 412 may name one row only; it is taken out and the others are sent again, under the same condition. */
  async function withoutModified(
    batch: Batch,
    results: readonly CrmErrorBody[],
  ): Promise<readonly WriteOutcome[]> {
    const errors = new Map(results.map(crmError).map((error) => [error.recordId ?? '', error]));
    const others = batch.rows.filter((row) => !errors.has(String(row['id'])));
    if (others.length === batch.rows.length) return await halves(batch);
    const sent = await send({ ...batch, rows: others });
    const byRow = new Map(others.map((row, index) => [row, sent[index]]));
    return batch.rows.map((row) => {
      const error = errors.get(String(row['id']));
      return error === undefined ? (byRow.get(row) ?? lost()) : { ok: false, error };
    });
  }

  /** One bad row must not hold back the others (S78): half by half, it ends up alone. */
  async function halves(batch: Batch): Promise<readonly WriteOutcome[]> {
    if (batch.rows.length === 1)
      return failed(batch, new SyncError('changed-meanwhile', 'CRM changed the record'));
    const middle = Math.ceil(batch.rows.length / 2);
    const first = await send({ ...batch, rows: batch.rows.slice(0, middle) });
    const second = await send({ ...batch, rows: batch.rows.slice(middle) });
    return [...first, ...second];
  }

  async function sendAll(batch: Batch): Promise<readonly WriteOutcome[]> {
    const batches = chunksOf(batch.rows, ROWS_PER_WRITE).map((rows) => ({ ...batch, rows }));
    return (await mapBounded(batches, BATCHES_AT_ONCE, send)).flat();
  }

  /** The field list is read before anything is sent: when that fails, every row surely was not written. */
  async function withRows(
    module: Module,
    items: readonly Draft[],
    signal: AbortSignal | undefined,
    write: (rows: Record<string, unknown>[]) => Promise<readonly WriteOutcome[]>,
  ): Promise<readonly WriteOutcome[]> {
    if (items.length === 0) return [];
    let rows: Record<string, unknown>[];
    try {
      const metas = await fields.metas(module, signal);
      rows = items.map(({ values }) => toCrm(values, metas));
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      return items.map(() => ({ ok: false, error }));
    }
    return await write(rows);
  }

  return {
    create: (module, drafts, signal) =>
      withRows(module, drafts, signal, (rows) =>
        sendAll({ method: 'POST', path: `/${CRM_MODULE[module]}`, headers: {}, rows, signal }),
      ),
    update: (module, changes, { unmodifiedSince, signal }) =>
      withRows(module, changes, signal, (values) =>
        sendAll({
          method: 'PUT',
          path: `/${CRM_MODULE[module]}`,
          headers:
            unmodifiedSince === undefined
              ? {}
              : { 'If-Unmodified-Since': crmDateTime(new Date(unmodifiedSince).toISOString()) },
          rows: changes.map(({ id }, index) => ({ id, ...values[index] })),
          signal,
        }),
      ),
  };
}

function readResults(data: unknown): readonly CrmErrorBody[] {
  try {
    return parseAnswer(WriteAnswer, data, 'write').data;
  } catch (cause) {
    throw new SyncError('unknown-outcome', 'CRM accepted the write but named no records', { cause });
  }
}

function outcome(result: CrmErrorBody): WriteOutcome {
  if (result.code !== 'SUCCESS') return { ok: false, error: crmError(result) };
  const written = WrittenDetails.safeParse(result.details);
  if (!written.success) return lost();
  const { id, Created_Time, Modified_Time } = written.data;
  return { ok: true, id, createdAt: Created_Time, modifiedAt: Modified_Time };
}

function lost(): WriteOutcome {
  return { ok: false, error: new SyncError('unknown-outcome', 'CRM says nothing of this row') };
}

function failed(batch: Batch, error: SyncError): readonly WriteOutcome[] {
  return batch.rows.map(() => ({ ok: false, error }));
}
