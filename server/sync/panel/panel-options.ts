import { SyncError } from '../../core/errors.ts';
import { ENTITIES, allows } from '../../core/permissions/profile-permissions.ts';
import type { CrmSetup } from '../../ports/customer-reader.ts';
import type { AgentIdentity } from '../desk-identity.ts';
import type { OpenPanelAccess } from './panel-access.ts';
import { asRefusal } from './run-action.ts';

/**
 * What the forms offer; only of items the profile may add to.
 *
 * @throws Refusal those of the panel's gate; `crm-unavailable`
 */
export function createPanelOptions(openAccess: OpenPanelAccess) {
  return async function options(agent: AgentIdentity): Promise<Partial<Omit<CrmSetup, 'forecasts'>>> {
    const { permissions, connections } = await openAccess(agent);
    const may = (item: 'potentials' | 'tasks') =>
      ENTITIES.some((entity) => allows(permissions, entity, item));
    try {
      const { stages, taskStatuses, taskPriorities } = await connections.customers.setup();
      return { ...(may('potentials') && { stages }), ...(may('tasks') && { taskStatuses, taskPriorities }) };
    } catch (error) {
      throw error instanceof SyncError ? asRefusal(error) : error;
    }
  };
}
export type PanelOptionsOf = ReturnType<typeof createPanelOptions>;
