import type * as z from 'zod/mini';
import type { ModuleName, SideName } from '../../server/contract/common.ts';
import type {
  Preview,
  PreviewRequest,
  Records,
  VerdictRequest,
  Verdicts,
} from '../../server/contract/mapping-check.ts';
import type { ApiClient } from './api-client.ts';
import { isPreview, isRecords, isVerdicts } from './shapes/mapping-check-shape.ts';

export async function checkMapping(
  api: ApiClient,
  module: ModuleName,
  edited: z.infer<typeof VerdictRequest>,
  signal?: AbortSignal,
): Promise<Verdicts> {
  return api.post(`/v1/modules/${module}/verdicts`, isVerdicts, edited, signal);
}

/** @param search undefined: the newest records */
export async function findRecords(
  api: ApiClient,
  module: ModuleName,
  wanted: { readonly side: SideName; readonly search: string | undefined },
  signal?: AbortSignal,
): Promise<Records> {
  return api.get(`/v1/modules/${module}/records`, isRecords, { ...wanted }, signal);
}

/** One record through the mapping, there and back. @throws ApiError `record-unknown` */
export async function previewRecord(
  api: ApiClient,
  module: ModuleName,
  wanted: z.infer<typeof PreviewRequest>,
  signal?: AbortSignal,
): Promise<Preview> {
  return api.post(`/v1/modules/${module}/preview`, isPreview, wanted, signal);
}
