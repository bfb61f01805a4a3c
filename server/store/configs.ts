import { sql } from 'kysely';
import { SyncError } from '../core/errors.ts';
import type { ModuleConfig } from '../core/mapping/field-mapping.ts';
import type { ConfigRepository } from '../ports/store.ts';
import { fromJson, toJson } from './json.ts';
import type { Scope } from './scope.ts';

/** Versions are kept for good: a link names the version its base was made with (P19). */
export function configRepository({ db, orgKey }: Scope): ConfigRepository {
  return {
    async current(module) {
      const row = await db
        .selectFrom('module_config')
        .select('config')
        .where('org_key', '=', orgKey)
        .where('module', '=', module)
        .orderBy('version', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row ? fromJson(row.config) : null;
    },

    async save(config, expectedVersion, at) {
      const saved: ModuleConfig = { ...config, version: expectedVersion + 1 };
      // One statement: nobody can save between the check and the insert.
      const { numAffectedRows } = await sql`
        insert into module_config (org_key, module, version, config, created_at)
        select ${orgKey}, ${config.module}, ${saved.version}, ${toJson(saved)}::jsonb, ${at}::timestamptz
        where ${expectedVersion}::int = (
          select coalesce(max(version), 0) from module_config
          where org_key = ${orgKey} and module = ${config.module})
        on conflict do nothing`.execute(db);
      if (numAffectedRows === 1n) return saved;
      throw new SyncError(
        'changed-meanwhile',
        `The settings of ${config.module} were changed by somebody else`,
      );
    },
  };
}
