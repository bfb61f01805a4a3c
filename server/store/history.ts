import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { HistoryRepository, HistoryRow } from '../ports/store.ts';
import { batches } from './batches.ts';
import { fromJson, toJson } from './json.ts';
import type { Database } from './schema.ts';
import type { Scope } from './scope.ts';

export function historyRepository({ db, orgKey }: Scope): HistoryRepository {
  return {
    async append(rows) {
      for (const batch of batches(rows)) {
        await db
          .insertInto('history')
          .values(
            batch.map((row) => ({
              org_key: orgKey,
              run_id: row.runId,
              module: row.module,
              target: row.target,
              action: row.action,
              desk_id: row.deskId,
              crm_id: row.crmId,
              fields: toJson(row.fields),
              at: row.at,
            })),
          )
          .execute();
      }
    },

    async appendConflicts(rows) {
      for (const batch of batches(rows)) {
        await db
          .insertInto('conflict')
          .values(
            batch.map((row) => ({
              org_key: orgKey,
              module: row.module,
              desk_id: row.deskId,
              crm_id: row.crmId,
              field: row.field,
              base: toJson(row.base),
              desk: toJson({ value: row.desk }),
              crm: toJson({ value: row.crm }),
              winner: row.winner,
              at: row.at,
            })),
          )
          .execute();
      }
    },

    async hasConflict({ module, deskId, field, desk, crm, winner }, since) {
      const found = await db
        .selectFrom('conflict')
        .select('seq')
        .where('org_key', '=', orgKey)
        .where('module', '=', module)
        .where('desk_id', '=', deskId)
        .where('field', '=', field)
        .where('winner', '=', winner)
        .where('at', '>=', since)
        .where(
          sql<boolean>`desk = ${toJson({ value: desk })}::jsonb and crm = ${toJson({ value: crm })}::jsonb`,
        )
        .limit(1)
        .executeTakeFirst();
      return found !== undefined;
    },

    /** In the order in which they happened. */
    async ofRun(runId, limit) {
      const rows = await db
        .selectFrom('history')
        .selectAll()
        .where('org_key', '=', orgKey)
        .where('run_id', '=', runId)
        .orderBy('seq')
        .limit(limit)
        .execute();
      return rows.map(fromRow);
    },

    async pageOfRun(runId, { module, target, after, limit }) {
      const rows = await db
        .selectFrom('history')
        .selectAll()
        .where('org_key', '=', orgKey)
        .where('run_id', '=', runId)
        .$if(module !== undefined, (query) => query.where('module', '=', module ?? 'accounts'))
        .$if(target !== undefined, (query) => query.where('target', '=', target ?? 'desk'))
        .$if(after !== undefined, (query) => query.where(sql<boolean>`seq > ${after ?? '0'}::bigint`))
        .orderBy('seq')
        .limit(limit + 1)
        .execute();
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        rows: page.map(fromRow),
        next: rows.length > limit && last ? String(last.seq) : null,
      };
    },

    async countSet(module, target, field, to, since) {
      const { count } = await db
        .selectFrom('history')
        .select(sql<number>`count(distinct desk_id)::int`.as('count'))
        .where('org_key', '=', orgKey)
        .where('module', '=', module)
        .where('target', '=', target)
        .where('action', '=', 'updated')
        .where('at', '>', since)
        .where(sql<boolean>`fields @> ${toJson([{ field, to }])}::jsonb`)
        .executeTakeFirstOrThrow();
      return count;
    },

    /** Newest first. */
    async conflicts(limit) {
      const rows = await db
        .selectFrom('conflict')
        .selectAll()
        .where('org_key', '=', orgKey)
        .orderBy('seq', 'desc')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        module: row.module,
        deskId: row.desk_id,
        crmId: row.crm_id,
        field: row.field,
        base: fromJson(row.base),
        desk: fromJson(row.desk).value,
        crm: fromJson(row.crm).value,
        winner: row.winner,
        at: row.at,
      }));
    },
  };
}

function fromRow(row: Selectable<Database['history']>): HistoryRow {
  return {
    runId: row.run_id,
    module: row.module,
    target: row.target,
    action: row.action,
    deskId: row.desk_id,
    crmId: row.crm_id,
    fields: fromJson(row.fields),
    at: row.at,
  };
}
