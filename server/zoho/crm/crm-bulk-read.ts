import { SyncError } from '../../core/errors.ts';
import type { Module } from '../../core/record.ts';
import type { HttpClient } from '../http-client.ts';
import { parseAnswer } from '../parse-answer.ts';
import { CRM_MODULE, TIME_FIELDS } from './modules.ts';
import type { BulkJob } from './wire.ts';
import { BulkCreated, BulkState } from './wire.ts';

/** Long-running exports of CRM: 50 credits for up to 200,000 rows (zoho-crm-api §3.1). */
export interface BulkReads {
  /** Starts a job for one page of up to 200,000 rows; answers its id. */
  start(module: Module, fields: readonly string[], page: number, signal?: AbortSignal): Promise<string>;
  /** Waits until the job is done; null when CRM does not know it (any more). */
  finished(jobId: string, signal?: AbortSignal): Promise<BulkJob | null>;
  /** The zip. */
  download(jobId: string, signal?: AbortSignal): Promise<Uint8Array>;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;
const GIVE_UP_AFTER_MS = 30 * 60_000;
const DOWNLOAD_TIMEOUT_MS = 5 * 60_000;

/** @param http client below `{api}/crm/bulk/v8` */
export function createBulkReads(
  http: HttpClient,
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>,
): BulkReads {
  async function state(jobId: string, signal?: AbortSignal): Promise<BulkJob | null> {
    const path = `/read/${encodeURIComponent(jobId)}`;
    try {
      const { data } = await http.request({ method: 'GET', path, signal });
      return data === null ? null : parseAnswer(BulkState, data, '/read/{id}').data[0];
    } catch (error) {
      const isGone =
        error instanceof SyncError && (error.code === 'not-found' || error.code === 'bad-parameter');
      if (isGone) return null;
      throw error;
    }
  }

  return {
    async start(module, fields, page, signal) {
      const query = {
        module: { api_name: CRM_MODULE[module] },
        fields: ['id', ...TIME_FIELDS, ...fields],
        page,
      };
      const { data } = await http.request({
        method: 'POST',
        path: '/read',
        data: { query, file_type: 'csv' },
        // A second job for the same rows costs credits and harms nothing.
        idempotent: true,
        signal,
      });
      const id = parseAnswer(BulkCreated, data, 'POST /read').data[0]?.details.id;
      if (id === undefined) throw new SyncError('provider', 'CRM named no bulk read job');
      return id;
    },
    async finished(jobId, signal) {
      let waited = 0;
      for (
        let wait = FIRST_WAIT_MS;
        waited < GIVE_UP_AFTER_MS;
        wait = Math.min(LONGEST_WAIT_MS, wait * 1.5)
      ) {
        const job = await state(jobId, signal);
        if (job === null || job.state === 'COMPLETED') return job;
        if (job.state === 'FAILURE' || job.state === 'FAILED') {
          throw new SyncError(
            'unavailable',
            `CRM's bulk read failed: ${JSON.stringify(job.result?.error_message)}`,
          );
        }
        await sleep(wait, signal);
        waited += wait;
      }
      throw new SyncError('unavailable', "CRM's bulk read does not end");
    },
    async download(jobId, signal) {
      const { data } = await http.request({
        method: 'GET',
        path: `/read/${encodeURIComponent(jobId)}/result`,
        expect: 'bytes',
        timeoutMs: DOWNLOAD_TIMEOUT_MS,
        signal,
      });
      if (!(data instanceof Uint8Array)) throw new SyncError('provider', 'The bulk read result is empty');
      return data;
    },
  };
}
