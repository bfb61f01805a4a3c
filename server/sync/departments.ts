import type { ModuleConfig } from '../core/mapping/field-mapping.ts';
import type { RemoteRecord } from '../core/record.ts';

/** True when a Desk record may be brought to CRM at all: two-way, and for products in a selected department (S17, S24). */
export function leavesDesk(config: ModuleConfig, record: RemoteRecord): boolean {
  if (config.syncType === 'crm-to-desk') return false;
  return config.module !== 'products' || inSelectedDepartment(config, record);
}

export function inSelectedDepartment(config: ModuleConfig, record: RemoteRecord): boolean {
  return (record.departmentIds ?? []).some((id) => config.departmentIds.includes(id));
}

/**
 * Departments a Desk product gets when it is paired: one that lives only in unselected departments joins the
 * selected ones, so that no second product of that name appears (S35). Undefined when nothing is to be added.
 */
export function departmentsOnPairing(
  config: ModuleConfig,
  record: RemoteRecord,
): readonly string[] | undefined {
  if (config.module !== 'products' || inSelectedDepartment(config, record)) return undefined;
  return [...new Set([...(record.departmentIds ?? []), ...config.departmentIds])];
}
