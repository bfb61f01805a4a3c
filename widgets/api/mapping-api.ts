import type * as z from 'zod/mini';
import type { ModuleName } from '../../server/contract/common.ts';
import type { ModuleConfigChange, ModuleMapping } from '../../server/contract/mapping.ts';
import type { ApiClient } from './api-client.ts';
import { isModuleMapping } from './shapes/mapping-shape.ts';

/** The stored mapping; version 0 is a suggestion that nobody saved. */
export async function readMapping(
  api: ApiClient,
  module: ModuleName,
  signal?: AbortSignal,
): Promise<ModuleMapping> {
  return api.get(`/v1/modules/${module}/mapping`, isModuleMapping, {}, signal);
}

/** @throws ApiError `stale-version`, `mapping-invalid` with the errors, `departments-required`, `unknown-department` */
export async function saveMapping(
  api: ApiClient,
  module: ModuleName,
  change: z.infer<typeof ModuleConfigChange>,
  signal?: AbortSignal,
): Promise<ModuleMapping> {
  return api.put(`/v1/modules/${module}/config`, isModuleMapping, change, signal);
}
