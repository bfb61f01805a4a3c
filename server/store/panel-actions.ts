import type { Selectable } from 'kysely';
import type { PanelAction, PanelActionRepository } from '../ports/store.ts';
import { batches } from './batches.ts';
import type { Database } from './schema.ts';
import type { Scope } from './scope.ts';

export function panelActionRepository({ db, orgKey }: Scope): PanelActionRepository {
  const one = (agentId: string, key: string) => ({ org_key: orgKey, agent_id: agentId, key });
  return {
    async begin({ agentId, key, kind, fingerprint, at }, claimedUntil) {
      const inserted = await db
        .insertInto('panel_action')
        .values({
          ...one(agentId, key),
          kind,
          fingerprint,
          at,
          called_at: at,
          claimed_until: claimedUntil,
          result_id: null,
          result_url: null,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst();
      if (inserted) return { ...toAction(inserted), isNew: true, isMine: true };
      const claimed = await db
        .updateTable('panel_action')
        .set({ claimed_until: claimedUntil })
        .where((row) => row.and(one(agentId, key)))
        .where('result_id', 'is', null)
        .where('claimed_until', '<=', at)
        .returningAll()
        .executeTakeFirst();
      if (claimed) return { ...toAction(claimed), isNew: false, isMine: true };
      const known = await db
        .selectFrom('panel_action')
        .selectAll()
        .where((row) => row.and(one(agentId, key)))
        .executeTakeFirstOrThrow();
      return { ...toAction(known), isNew: false, isMine: false };
    },

    async noteCall(agentId, key, at) {
      await db
        .updateTable('panel_action')
        .set({ called_at: at })
        .where((row) => row.and(one(agentId, key)))
        .execute();
    },

    async finish(agentId, key, result) {
      await db
        .updateTable('panel_action')
        .set({ result_id: result.id, result_url: result.url })
        .where((row) => row.and(one(agentId, key)))
        .execute();
    },

    async release(agentId, key) {
      await db
        .updateTable('panel_action')
        .set((row) => ({ claimed_until: row.ref('at') }))
        .where((row) => row.and(one(agentId, key)))
        .execute();
    },

    async forget(agentId, key) {
      await db
        .deleteFrom('panel_action')
        .where((row) => row.and(one(agentId, key)))
        .execute();
    },

    async madeAlready(ids) {
      const made = new Set<string>();
      for (const batch of batches([...new Set(ids)])) {
        const rows = await db
          .selectFrom('panel_action')
          .select('result_id')
          .where('org_key', '=', orgKey)
          .where('result_id', 'in', batch)
          .execute();
        for (const { result_id: id } of rows) if (id !== null) made.add(id);
      }
      return made;
    },

    async prune(before) {
      await db.deleteFrom('panel_action').where('org_key', '=', orgKey).where('at', '<', before).execute();
    },
  };
}

function toAction(row: Selectable<Database['panel_action']>): PanelAction {
  const { agent_id: agentId, key, kind, fingerprint, at, called_at: calledAt } = row;
  const { result_id: id, result_url: url } = row;
  return {
    agentId,
    key,
    kind,
    fingerprint,
    at,
    calledAt,
    result: id === null ? null : { id, url: url ?? '' },
  };
}
