import type { Selectable } from 'kysely';
import type { MatchDecision, MatchDecisionRepository } from '../ports/administration-store.ts';
import { batches } from './batches.ts';
import type { Database } from './schema.ts';
import type { Scope } from './scope.ts';

export function matchDecisionRepository({ db, orgKey }: Scope): MatchDecisionRepository {
  const ofOrg = () => db.selectFrom('match_decision').selectAll().where('org_key', '=', orgKey);
  return {
    async get(module, side, recordId) {
      const row = await ofOrg()
        .where('module', '=', module)
        .where('side', '=', side)
        .where('record_id', '=', recordId)
        .executeTakeFirst();
      return row ? toDecision(row) : null;
    },

    async ofRecords(module, side, ids) {
      const found = new Map<string, MatchDecision>();
      for (const batch of batches([...new Set(ids)])) {
        const rows = await ofOrg()
          .where('module', '=', module)
          .where('side', '=', side)
          .where('record_id', 'in', batch)
          .execute();
        for (const row of rows) found.set(row.record_id, toDecision(row));
      }
      return found;
    },

    async list(since) {
      const rows = await ofOrg()
        .where('at', '>=', since)
        .orderBy('at', 'desc')
        .orderBy('module')
        .orderBy('side')
        .orderBy('record_id')
        .execute();
      return rows.map(toDecision);
    },

    async put({ module, side, recordId, choice, candidateId, at, agentId }) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('match_decision')
        .values({
          org_key: orgKey,
          module,
          side,
          record_id: recordId,
          choice,
          candidate_id: candidateId,
          at,
          agent_id: agentId,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow();
      return numInsertedOrUpdatedRows === 1n;
    },

    async delete(module, side, recordId) {
      await db
        .deleteFrom('match_decision')
        .where('org_key', '=', orgKey)
        .where('module', '=', module)
        .where('side', '=', side)
        .where('record_id', '=', recordId)
        .execute();
    },
  };
}

function toDecision(row: Selectable<Database['match_decision']>): MatchDecision {
  return {
    module: row.module,
    side: row.side,
    recordId: row.record_id,
    choice: row.choice,
    candidateId: row.candidate_id,
    at: row.at,
    agentId: row.agent_id,
  };
}
