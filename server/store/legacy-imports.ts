import type { Selectable } from 'kysely';
import { MODULES } from '../core/record.ts';
import type { LegacyImport, LegacyImportRepository } from '../ports/store.ts';
import { fromJson, toJson } from './json.ts';
import type { Database } from './schema.ts';
import type { Scope } from './scope.ts';

export function legacyImportRepository({ db, orgKey }: Scope): LegacyImportRepository {
  return {
    async list() {
      const rows = await db.selectFrom('legacy_import').selectAll().where('org_key', '=', orgKey).execute();
      return MODULES.flatMap((module) => rows.filter((row) => row.module === module).map(toImport));
    },

    async put(entry) {
      const columns = {
        view_id: entry.viewId,
        view_name: entry.viewName,
        department_ids: toJson(entry.departmentIds),
        every_minutes: entry.everyMinutes,
        imported_at: entry.importedAt,
      };
      await db
        .insertInto('legacy_import')
        .values({ org_key: orgKey, module: entry.module, ...columns })
        .onConflict((conflict) => conflict.columns(['org_key', 'module']).doUpdateSet(columns))
        .execute();
    },

    async noteImported(module, at) {
      await db
        .updateTable('legacy_import')
        .set({ imported_at: at })
        .where('org_key', '=', orgKey)
        .where('module', '=', module)
        .execute();
    },

    async clear() {
      await db.deleteFrom('legacy_import').where('org_key', '=', orgKey).execute();
    },
  };
}

function toImport(row: Selectable<Database['legacy_import']>): LegacyImport {
  return {
    module: row.module,
    viewId: row.view_id,
    viewName: row.view_name,
    departmentIds: fromJson(row.department_ids),
    everyMinutes: row.every_minutes,
    importedAt: row.imported_at,
  };
}
