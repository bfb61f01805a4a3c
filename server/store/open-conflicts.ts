import type { Selectable } from 'kysely';
import type { OpenConflict, OpenConflictRepository } from '../ports/store.ts';
import { fromJson, toJson } from './json.ts';
import type { Database } from './schema.ts';
import type { Scope } from './scope.ts';

export function openConflictRepository({ db, orgKey }: Scope): OpenConflictRepository {
  const ofOrg = () => db.selectFrom('open_conflict').selectAll().where('org_key', '=', orgKey);
  return {
    async list() {
      const rows = await ofOrg()
        .orderBy('since')
        .orderBy('module')
        .orderBy('desk_id')
        .orderBy('row_key')
        .execute();
      return rows.map(toConflict);
    },

    async ofPairs(module, deskIds) {
      if (deskIds.length === 0) return [];
      const rows = await ofOrg().where('module', '=', module).where('desk_id', 'in', deskIds).execute();
      return rows.map(toConflict);
    },

    async put({ module, deskId, crmId, key, version, base, desk, crm, choice, since }) {
      const columns = {
        crm_id: crmId,
        version,
        base: toJson(base),
        desk: toJson({ value: desk }),
        crm: toJson({ value: crm }),
        choice,
        since,
      };
      await db
        .insertInto('open_conflict')
        .values({ org_key: orgKey, module, desk_id: deskId, row_key: key, ...columns })
        .onConflict((conflict) =>
          conflict.columns(['org_key', 'module', 'desk_id', 'row_key']).doUpdateSet(columns),
        )
        .execute();
    },

    async choose({ module, deskId, key, version }, choice) {
      const { numUpdatedRows } = await db
        .updateTable('open_conflict')
        .set({ choice })
        .where('org_key', '=', orgKey)
        .where('module', '=', module)
        .where('desk_id', '=', deskId)
        .where('row_key', '=', key)
        .where('version', '=', version)
        .executeTakeFirstOrThrow();
      return numUpdatedRows === 1n;
    },

    async close(module, deskId, keys) {
      if (keys.length === 0) return;
      await db
        .deleteFrom('open_conflict')
        .where('org_key', '=', orgKey)
        .where('module', '=', module)
        .where('desk_id', '=', deskId)
        .where('row_key', 'in', keys)
        .execute();
    },
  };
}

function toConflict(row: Selectable<Database['open_conflict']>): OpenConflict {
  return {
    module: row.module,
    deskId: row.desk_id,
    crmId: row.crm_id,
    key: row.row_key,
    version: row.version,
    base: fromJson(row.base),
    desk: fromJson(row.desk).value,
    crm: fromJson(row.crm).value,
    choice: row.choice,
    since: row.since,
  };
}
