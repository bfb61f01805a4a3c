import type { Intent, IntentRepository } from '../ports/store.ts';
import { batches } from './batches.ts';
import { fromJson, toJson } from './json.ts';
import type { Scope } from './scope.ts';

export function intentRepository({ db, orgKey }: Scope): IntentRepository {
  return {
    async open(intents) {
      for (const batch of batches(intents)) {
        await db
          .insertInto('intent')
          .values(
            batch.map((intent) => ({
              org_key: orgKey,
              id: intent.id,
              module: intent.module,
              kind: intent.kind,
              target: intent.target,
              source_id: intent.sourceId,
              target_id: intent.targetId,
              values: toJson(intent.values),
              run_id: intent.runId,
              at: intent.at,
            })),
          )
          .execute();
      }
    },

    async close(ids) {
      for (const batch of batches(ids)) {
        await db.deleteFrom('intent').where('org_key', '=', orgKey).where('id', 'in', batch).execute();
      }
    },

    async pending() {
      const rows = await db
        .selectFrom('intent')
        .selectAll()
        .where('org_key', '=', orgKey)
        .orderBy('seq')
        .execute();
      return rows.map((row): Intent => ({
        id: row.id,
        module: row.module,
        kind: row.kind,
        target: row.target,
        sourceId: row.source_id,
        targetId: row.target_id,
        values: fromJson(row.values),
        runId: row.run_id,
        at: row.at,
      }));
    },
  };
}
