import type { Selectable } from 'kysely';
import type { PermissionRepository, StoredPermissions } from '../ports/store.ts';
import { fromJson, toJson } from './json.ts';
import type { Database } from './schema.ts';
import type { Scope } from './scope.ts';

export function permissionRepository({ db, orgKey }: Scope): PermissionRepository {
  const ofOrg = () => db.selectFrom('profile_permission').selectAll().where('org_key', '=', orgKey);
  return {
    async get(profileId) {
      const row = await ofOrg().where('profile_id', '=', profileId).executeTakeFirst();
      return row ? toStored(row) : null;
    },

    async all() {
      const rows = await ofOrg().orderBy('profile_id').execute();
      return new Map(rows.map((row) => [row.profile_id, toStored(row)]));
    },

    async save(profileId, permissions, expectedVersion) {
      const columns = { version: expectedVersion + 1, permissions: toJson(permissions) };
      const { numInsertedOrUpdatedRows } =
        expectedVersion === 0
          ? await db
              .insertInto('profile_permission')
              .values({ org_key: orgKey, profile_id: profileId, ...columns })
              .onConflict((conflict) => conflict.doNothing())
              .executeTakeFirstOrThrow()
          : await updated();
      return numInsertedOrUpdatedRows === 1n;

      async function updated() {
        const { numUpdatedRows } = await db
          .updateTable('profile_permission')
          .set(columns)
          .where('org_key', '=', orgKey)
          .where('profile_id', '=', profileId)
          .where('version', '=', expectedVersion)
          .executeTakeFirstOrThrow();
        return { numInsertedOrUpdatedRows: numUpdatedRows };
      }
    },
  };
}

function toStored({ version, permissions }: Selectable<Database['profile_permission']>): StoredPermissions {
  return { version, permissions: fromJson(permissions) };
}
