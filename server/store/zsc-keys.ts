import type { Kysely, Selectable } from 'kysely';
import type { ZscKeyRepository, ZscKeyRow } from '../ports/administration-store.ts';
import { fromJson, toJson } from './json.ts';
import type { Database } from './schema.ts';
import type { SecretPlace, Secrets } from './secrets.ts';

/** What the envelope of a key's grant is bound to. */
export function zscKeyPlace(id: string): SecretPlace {
  return ['zsc_key', id, 'refresh_token'];
}

/** Keys of CRM administrators; the key itself is kept as a hash, the grant behind it encrypted. */
export function zscKeyRepository(db: Kysely<Database>, secrets: Secrets): ZscKeyRepository {
  const toKey = (row: Selectable<Database['zsc_key']>): ZscKeyRow => ({
    id: row.id,
    secretHash: row.secret_hash,
    crmOrgId: row.crm_org_id,
    crmUserId: row.crm_user_id,
    email: row.email,
    dataCenter: row.data_center,
    apiDomain: row.api_domain,
    scopes: fromJson(row.scopes),
    refreshToken: row.refresh_token === null ? null : secrets.decrypt(row.refresh_token, zscKeyPlace(row.id)),
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
    usedBy: row.used_by,
  });

  async function livingIn(
    from: Kysely<Database>,
    crmOrgId: string,
    crmUserId: string,
  ): Promise<ZscKeyRow | null> {
    const row = await from
      .selectFrom('zsc_key')
      .selectAll()
      .where('crm_org_id', '=', crmOrgId)
      .where('crm_user_id', '=', crmUserId)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    return row ? toKey(row) : null;
  }
  async function kill(from: Kysely<Database>, id: string, at: string): Promise<void> {
    await from
      .updateTable('zsc_key')
      .set({ revoked_at: at, refresh_token: null })
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .execute();
  }

  return {
    async find(id) {
      const row = await db.selectFrom('zsc_key').selectAll().where('id', '=', id).executeTakeFirst();
      return row ? toKey(row) : null;
    },

    living: (crmOrgId, crmUserId) => livingIn(db, crmOrgId, crmUserId),

    replace: (key) =>
      db.transaction().execute(async (trx) => {
        const before = await livingIn(trx, key.crmOrgId, key.crmUserId);
        if (before) await kill(trx, before.id, key.createdAt);
        await trx
          .insertInto('zsc_key')
          .values({
            id: key.id,
            secret_hash: key.secretHash,
            crm_org_id: key.crmOrgId,
            crm_user_id: key.crmUserId,
            email: key.email,
            data_center: key.dataCenter,
            api_domain: key.apiDomain,
            scopes: toJson(key.scopes),
            refresh_token:
              key.refreshToken === null ? null : secrets.encrypt(key.refreshToken, zscKeyPlace(key.id)),
            created_at: key.createdAt,
          })
          .execute();
        return before;
      }),

    revoke: (id, at) => kill(db, id, at),

    async markUsed(id, orgKey) {
      await db.updateTable('zsc_key').set({ used_by: orgKey }).where('id', '=', id).execute();
    },
  };
}
