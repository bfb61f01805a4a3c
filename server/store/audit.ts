import type { AuditRepository } from '../ports/store.ts';
import { fromJson, toJson } from './json.ts';
import type { Scope } from './scope.ts';

export function auditRepository({ db, orgKey }: Scope): AuditRepository {
  return {
    async append({ at, agentId, action, details }) {
      await db
        .insertInto('audit')
        .values({ org_key: orgKey, at, agent_id: agentId, action, details: toJson(details) })
        .execute();
    },

    async list(limit) {
      const rows = await db
        .selectFrom('audit')
        .selectAll()
        .where('org_key', '=', orgKey)
        .orderBy('seq', 'desc')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        at: row.at,
        agentId: row.agent_id,
        action: row.action,
        details: fromJson(row.details),
      }));
    },
  };
}
