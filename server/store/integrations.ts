import type { Kysely, Selectable } from 'kysely';
import { SyncError } from '../core/errors.ts';
import type { Integration, IntegrationRepository, IntegrationState } from '../ports/store.ts';
import { isUniqueViolation } from './errors.ts';
import type { Database } from './schema.ts';
import type { Scope } from './scope.ts';

export function integrationRepository({ db, orgKey }: Scope): IntegrationRepository {
  return {
    async get() {
      const row = await db
        .selectFrom('integration')
        .selectAll()
        .where('org_key', '=', orgKey)
        .executeTakeFirst();
      return row ? toIntegration(row) : null;
    },

    async put(integration) {
      if (integration.state !== 'deleted') await refuseHeldCrmOrg(db, orgKey, integration.crmOrgId);
      const columns = {
        state: integration.state,
        desk_org_id: integration.deskOrgId,
        crm_org_id: integration.crmOrgId,
        desk_data_center: integration.deskDataCenter,
        crm_data_center: integration.crmDataCenter,
        created_at: integration.createdAt,
        updated_at: integration.updatedAt,
      };
      try {
        await db
          .insertInto('integration')
          .values({ org_key: orgKey, ...columns })
          .onConflict((conflict) => conflict.column('org_key').doUpdateSet(columns))
          .execute();
      } catch (error) {
        throw isUniqueViolation(error) ? alreadyLinked(undefined, error) : error;
      }
    },

    async markSwitched(at) {
      await db
        .updateTable('integration')
        .set({ switched_at: at })
        .where('org_key', '=', orgKey)
        .where('switched_at', 'is', null)
        .execute();
    },

    async transition(from, to, at) {
      if (from.length === 0) return false;
      try {
        const { numUpdatedRows } = await db
          .updateTable('integration')
          .set({ state: to, updated_at: at })
          .where('org_key', '=', orgKey)
          .where('state', 'in', from)
          .executeTakeFirstOrThrow();
        return numUpdatedRows === 1n;
      } catch (error) {
        throw isUniqueViolation(error) ? alreadyLinked(undefined, error) : error;
      }
    },
  };
}

/** Every integration in one of `states`, in order of their keys. */
export async function listIntegrations(
  db: Kysely<Database>,
  states: readonly IntegrationState[],
): Promise<readonly Integration[]> {
  if (states.length === 0) return [];
  const rows = await db
    .selectFrom('integration')
    .selectAll()
    .where('state', 'in', states)
    .orderBy('org_key')
    .execute();
  return rows.map(toIntegration);
}

/** Who holds the CRM organisation (S15); a deleted integration holds nothing. */
export async function findByCrmOrg(db: Kysely<Database>, crmOrgId: string): Promise<Integration | null> {
  const row = await db
    .selectFrom('integration')
    .selectAll()
    .where('crm_org_id', '=', crmOrgId)
    .where('state', '<>', 'deleted')
    .executeTakeFirst();
  return row ? toIntegration(row) : null;
}

/** Names the holder while that can still be asked: after a broken unique key PostgreSQL answers no more in a transaction. */
async function refuseHeldCrmOrg(
  db: Kysely<Database>,
  orgKey: string,
  crmOrgId: string | null,
): Promise<void> {
  if (crmOrgId === null) return;
  const holder = await findByCrmOrg(db, crmOrgId);
  if (holder && holder.orgKey !== orgKey) throw alreadyLinked(holder.orgKey);
}

function alreadyLinked(holder: string | undefined, cause?: unknown): SyncError {
  return new SyncError('already-linked', 'This CRM organisation is connected to another Desk organisation', {
    recordId: holder,
    cause,
  });
}

function toIntegration(row: Selectable<Database['integration']>): Integration {
  return {
    orgKey: row.org_key,
    state: row.state,
    deskOrgId: row.desk_org_id,
    crmOrgId: row.crm_org_id,
    deskDataCenter: row.desk_data_center,
    crmDataCenter: row.crm_data_center,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    switchedAt: row.switched_at,
  };
}
