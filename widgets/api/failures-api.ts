import type * as z from 'zod/mini';
import type {
  CorrectableFields,
  FailedRecord as RecordRef,
  FailureFilter as Filter,
  Failures,
  RetryRequest,
  ValueCorrection,
} from '../../server/contract/failures.ts';
import type { ApiClient } from './api-client.ts';
import { csvThatBegins } from './csv-guard.ts';
import { isCorrectableFields, isFailures, isRetryStarted } from './shapes/failures-shape.ts';
import { isDone } from './shapes/value-shape.ts';

export type FailureFilter = z.infer<typeof Filter>;
/** Names one entry of the log. */
export type FailedRecord = z.infer<typeof RecordRef>;

export async function listFailures(
  api: ApiClient,
  filter: FailureFilter,
  signal?: AbortSignal,
): Promise<Failures> {
  return api.get('/v1/failures', isFailures, filter, signal);
}

/** Try Again (S71). @returns how many records are tried. @throws ApiError `sync-paused` */
export async function retryFailures(api: ApiClient, scope: RetryRequest): Promise<number> {
  return (await api.post('/v1/failures/retry', isRetryStarted, scope)).retried;
}

/** @throws ApiError `failure-unknown` */
export async function readCorrectableFields(
  api: ApiClient,
  { module, side, recordId }: FailedRecord,
  signal?: AbortSignal,
): Promise<CorrectableFields> {
  return api.get('/v1/failures/fields', isCorrectableFields, { module, side, recordId }, signal);
}

/** @throws ApiError as the contract's `ValueCorrection` says */
export async function correctValue(api: ApiClient, correction: ValueCorrection): Promise<void> {
  await api.post('/v1/failures/edit', isDone, correction);
}

/** @returns the text of the CSV file */
export async function exportFailures(api: ApiClient, filter: FailureFilter): Promise<string> {
  return api.get('/v1/failures.csv', csvThatBegins('failedAt'), filter);
}
