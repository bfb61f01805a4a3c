import type { ModuleName } from '../../server/contract/common.ts';
import type { Departments, ModuleFields } from '../../server/contract/fields.ts';
import type { ApiClient } from './api-client.ts';
import { isDepartments, isModuleFields } from './shapes/fields-shape.ts';

/** What both drop-downs of the mapping editor hold (S19). */
export async function readFields(
  api: ApiClient,
  module: ModuleName,
  signal?: AbortSignal,
): Promise<ModuleFields> {
  return api.get(`/v1/modules/${module}/fields`, isModuleFields, {}, signal);
}

/** For the product step (S24). */
export async function readDepartments(api: ApiClient, signal?: AbortSignal): Promise<Departments> {
  return api.get('/v1/departments', isDepartments, {}, signal);
}
