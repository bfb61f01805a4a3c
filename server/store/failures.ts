import { sql } from 'kysely';
import type { FailureRepository } from '../ports/store.ts';
import { batches, lastByKey } from './batches.ts';
import { cleanText, cleanTextOrNull } from './json.ts';
import type { Scope } from './scope.ts';

export function failureRepository({ db, orgKey }: Scope): FailureRepository {
  return {
    async record(rows) {
      const unique = lastByKey(rows, (row) => `${row.module} ${row.side} ${row.recordId}`);
      for (const batch of batches(unique)) {
        await db
          .insertInto('failure')
          .values(
            batch.map((row) => ({
              org_key: orgKey,
              module: row.module,
              side: row.side,
              record_id: row.recordId,
              record_name: cleanTextOrNull(row.recordName),
              code: row.code,
              field: row.field,
              message: cleanText(row.message),
              provider_code: cleanTextOrNull(row.providerCode),
              failed_at: row.failedAt,
              modified_at: row.modifiedAt,
            })),
          )
          .onConflict((conflict) =>
            conflict.columns(['org_key', 'module', 'side', 'record_id']).doUpdateSet((row) => ({
              record_name: row.ref('excluded.record_name'),
              code: row.ref('excluded.code'),
              field: row.ref('excluded.field'),
              message: row.ref('excluded.message'),
              provider_code: row.ref('excluded.provider_code'),
              failed_at: row.ref('excluded.failed_at'),
              modified_at: row.ref('excluded.modified_at'),
            })),
          )
          .execute();
      }
    },

    async clear(module, side, ids) {
      for (const batch of batches([...ids].sort())) {
        await db
          .deleteFrom('failure')
          .where('org_key', '=', orgKey)
          .where('module', '=', module)
          .where('side', '=', side)
          .where('record_id', 'in', batch)
          .execute();
      }
    },

    async tally() {
      return await db
        .selectFrom('failure')
        .select(['module', 'code'])
        .select(sql<number>`count(*)::int`.as('count'))
        .where('org_key', '=', orgKey)
        .groupBy(['module', 'code'])
        .orderBy('module')
        .orderBy('code')
        .execute();
    },

    /** Newest first; equal times in order of ids, so the list is stable (S68). */
    async list(module) {
      const ofOrg = db.selectFrom('failure').selectAll().where('org_key', '=', orgKey);
      const rows = await (module === undefined ? ofOrg : ofOrg.where('module', '=', module))
        .orderBy('failed_at', 'desc')
        .orderBy('module')
        .orderBy('side')
        .orderBy('record_id')
        .execute();
      return rows.map((row) => ({
        module: row.module,
        side: row.side,
        recordId: row.record_id,
        recordName: row.record_name,
        code: row.code,
        field: row.field,
        message: row.message,
        providerCode: row.provider_code,
        failedAt: row.failed_at,
        modifiedAt: row.modified_at,
      }));
    },
  };
}
