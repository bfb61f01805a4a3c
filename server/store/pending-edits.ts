import type { PendingEditRepository } from '../ports/administration-store.ts';
import { fromJson, toJson } from './json.ts';
import type { Scope } from './scope.ts';

export function pendingEditRepository({ db, orgKey }: Scope): PendingEditRepository {
  return {
    async list() {
      const rows = await db
        .selectFrom('pending_edit')
        .selectAll()
        .where('org_key', '=', orgKey)
        .orderBy('seq')
        .execute();
      return rows.map((row) => ({
        id: row.id,
        module: row.module,
        deskId: row.desk_id,
        crmId: row.crm_id,
        key: row.row_key,
        side: row.side,
        ...fromJson(row.edit),
      }));
    },

    async put({ id, module, deskId, crmId, key, side, expected, value }) {
      await db
        .insertInto('pending_edit')
        .values({
          org_key: orgKey,
          id,
          module,
          desk_id: deskId,
          crm_id: crmId,
          row_key: key,
          side,
          edit: toJson({ expected, value }),
        })
        .execute();
    },

    async close(ids) {
      if (ids.length === 0) return;
      await db.deleteFrom('pending_edit').where('org_key', '=', orgKey).where('id', 'in', ids).execute();
    },
  };
}
