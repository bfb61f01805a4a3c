import type { SyncErrorCode } from '../../core/errors.ts';
import { SyncError } from '../../core/errors.ts';
import type { FieldMeta, Module, RawValue } from '../../core/record.ts';
import type { Change, Draft, WriteOutcome } from '../../ports/record-gateway.ts';
import { mapBounded } from '../bounded.ts';
import type { HttpClient } from '../http-client.ts';
import { parseAnswer } from '../parse-answer.ts';
import type { DeskFields } from './desk-fields.ts';
import { toDesk } from './desk-record.ts';
import { DeskRecord } from './wire.ts';

export interface DeskWriter {
  create(module: Module, drafts: readonly Draft[], signal?: AbortSignal): Promise<readonly WriteOutcome[]>;
  update(module: Module, changes: readonly Change[], signal?: AbortSignal): Promise<readonly WriteOutcome[]>;
}

export interface DeskWriterParts {
  readonly http: HttpClient;
  readonly sourceId: string;
  readonly concurrency: number;
  readonly fields: DeskFields;
}

/**
 * Desk takes one record per call. `sourceId` marks our calls, so that Desk does not report them back to our own
 * webhook where it honours that; nothing depends on it (zoho-desk-api §5, loop prevention).
 */
export function createDeskWriter({ http, sourceId, concurrency, fields }: DeskWriterParts): DeskWriter {
  const headers = { sourceId };

  /** Desk may refuse a value without a word about why; what kind of field it is tells (S73). */
  async function explained(error: SyncError, module: Module, sent: Draft['values']): Promise<SyncError> {
    const { code, field, providerCode } = error;
    if (code !== 'bad-parameter' || field === undefined || !(field in sent)) return error;
    const metas = await fields.metas(module).catch(() => new Map<string, FieldMeta>());
    const meta = metas.get(field);
    if (meta === undefined) return error;
    return new SyncError(refusedValue(meta, sent[field] ?? null), error.message, {
      field,
      providerCode,
      cause: error,
    });
  }

  async function send(
    module: Module,
    sent: Draft['values'],
    request: { readonly method: 'POST' | 'PATCH'; readonly path: string; readonly data: unknown },
    signal?: AbortSignal,
  ): Promise<WriteOutcome> {
    try {
      const { data } = await http.request({ ...request, headers, idempotent: false, signal });
      const record = parseWritten(data, request.method);
      return { ok: true, id: record.id, createdAt: record.createdTime, modifiedAt: record.modifiedTime };
    } catch (error) {
      if (error instanceof SyncError) return { ok: false, error: await explained(error, module, sent) };
      if (signal?.aborted === true)
        return { ok: false, error: new SyncError('unavailable', 'Stopped before it was sent') };
      throw error;
    }
  }

  return {
    create: (module, drafts, signal) =>
      mapBounded(drafts, concurrency, ({ values, departmentIds }) =>
        send(
          module,
          values,
          { method: 'POST', path: `/${module}`, data: toDesk(values, departmentIds) },
          signal,
        ),
      ),
    update: (module, changes, signal) =>
      mapBounded(changes, concurrency, async ({ id, values, departmentIds }) => {
        const data = toDesk(values, departmentIds);
        // Desk refuses an empty body (EMPTY_PAYLOAD); there is nothing to write anyway.
        if (Object.keys(data).length === 0) return { ok: true, id, createdAt: null, modifiedAt: null };
        return await send(
          module,
          values,
          { method: 'PATCH', path: `/${module}/${encodeURIComponent(id)}`, data },
          signal,
        );
      }),
  };
}

/** A success whose body names no record leaves open which record was written. */
function parseWritten(data: unknown, method: string): DeskRecord {
  try {
    return parseAnswer(DeskRecord, data, method);
  } catch (cause) {
    throw new SyncError('unknown-outcome', 'Desk accepted the write but named no record', { cause });
  }
}

const NUMERIC: ReadonlySet<FieldMeta['type']> = new Set(['integer', 'decimal', 'currency', 'percent']);

/** Not a number where one is due is a wrong type; anything else is a wrong value. */
function refusedValue({ type }: FieldMeta, value: RawValue): SyncErrorCode {
  if (!NUMERIC.has(type)) return 'value-rejected';
  const text = String(value);
  const isNumber = type === 'integer' ? /^[+-]?\d+$/.test(text) : /^[+-]?\d+(\.\d+)?$/.test(text);
  return isNumber ? 'value-rejected' : 'type-mismatch';
}
