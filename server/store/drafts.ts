import type { DraftRepository } from '../ports/administration-store.ts';
import { fromJson, toJson } from './json.ts';
import type { Scope } from './scope.ts';

export function draftRepository({ db, orgKey }: Scope): DraftRepository {
  return {
    async get(module, agentId) {
      const row = await db
        .selectFrom('mapping_draft')
        .select('draft')
        .where('org_key', '=', orgKey)
        .where('module', '=', module)
        .where('agent_id', '=', agentId)
        .executeTakeFirst();
      return row ? fromJson(row.draft) : null;
    },

    async put(agentId, draft) {
      const columns = { draft: toJson(draft) };
      await db
        .insertInto('mapping_draft')
        .values({ org_key: orgKey, module: draft.module, agent_id: agentId, ...columns })
        .onConflict((conflict) => conflict.columns(['org_key', 'module', 'agent_id']).doUpdateSet(columns))
        .execute();
    },

    async delete(module, agentId) {
      await db
        .deleteFrom('mapping_draft')
        .where('org_key', '=', orgKey)
        .where('module', '=', module)
        .where('agent_id', '=', agentId)
        .execute();
    },
  };
}
