import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { Module, Side } from '../core/record.ts';
import type { InboxRepository, InboxRow } from '../ports/store.ts';
import { batches, lastByKey } from './batches.ts';
import type { Scope } from './scope.ts';

/**
 * Settling and deferring touch a row only while its generation is the one that was read, so an event that arrives
 * during the work is never swallowed. Rows are locked in key order on all paths: callbacks that mark and the lane
 * that settles cannot deadlock.
 */
export function inboxRepository({ db, orgKey }: Scope): InboxRepository {
  return {
    async mark(rows, at) {
      for (const batch of batches(lastByKey(rows, rowKey))) {
        await db
          .insertInto('inbox')
          .values(
            batch.map(({ module, side, recordId, reason }) => ({
              org_key: orgKey,
              module,
              side,
              record_id: recordId,
              reason,
              due_at: at,
            })),
          )
          .onConflict((conflict) =>
            conflict.columns(['org_key', 'module', 'side', 'record_id']).doUpdateSet({
              generation: sql`inbox.generation + 1`,
              attempts: 0,
              // What an administrator asked for outlasts everything; an event says more than a poll (S48).
              reason: sql`case when 'send-again' in (inbox.reason, excluded.reason) then 'send-again'
                when inbox.reason = 'event' then 'event' else excluded.reason end`,
              // A row that is due keeps its place: constant bumping must not starve it.
              due_at: sql`least(inbox.due_at, excluded.due_at)`,
            }),
          )
          .execute();
      }
    },

    async due(module, limit, now) {
      const rows = await db
        .selectFrom('inbox')
        .select(['module', 'side', 'record_id', 'attempts', 'reason'])
        .select(sql<string>`generation::text`.as('generation'))
        .where('org_key', '=', orgKey)
        .where('module', '=', module)
        .where('due_at', '<=', now)
        .orderBy('due_at')
        .orderBy('seq')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        module: row.module,
        side: row.side,
        recordId: row.record_id,
        generation: Number(row.generation),
        attempts: row.attempts,
        reason: row.reason,
      }));
    },

    async waiting(module, side, ids) {
      const waiting = new Set<string>();
      for (const batch of batches([...new Set(ids)])) {
        const rows = await db
          .selectFrom('inbox')
          .select('record_id')
          .where('org_key', '=', orgKey)
          .where('module', '=', module)
          .where('side', '=', side)
          .where('record_id', 'in', batch)
          .execute();
        for (const row of rows) waiting.add(row.record_id);
      }
      return waiting;
    },

    async settle(rows) {
      for (const batch of batches(lastByKey(rows, rowKey))) {
        await sql`delete from inbox where ctid = any(array(${unchanged(orgKey, batch)}))`.execute(db);
      }
    },

    async defer(rows, notBefore) {
      for (const batch of batches(lastByKey(rows, rowKey))) {
        await sql`
          update inbox set due_at = ${notBefore}::timestamptz, attempts = attempts + 1
          where ctid = any(array(${unchanged(orgKey, batch)}))`.execute(db);
      }
    },

    async count(module) {
      const { count } = await db
        .selectFrom('inbox')
        .select(sql<number>`count(*)::int`.as('count'))
        .where('org_key', '=', orgKey)
        .$if(module !== undefined, (query) => query.where('module', '=', module as Module))
        .executeTakeFirstOrThrow();
      return count;
    },

    async nextDueAt(modules) {
      const row = await db
        .selectFrom('inbox')
        .select('due_at')
        .where('org_key', '=', orgKey)
        .$if(modules !== undefined, (query) => query.where('module', 'in', modules ?? []))
        .orderBy('due_at')
        .limit(1)
        .executeTakeFirst();
      return row?.due_at ?? null;
    },
  };
}

function rowKey(row: { readonly module: Module; readonly side: Side; readonly recordId: string }): string {
  return `${row.module} ${row.side} ${row.recordId}`;
}

/** Locks and names the rows whose generation is still the one in hand. */
function unchanged(orgKey: string, rows: readonly InboxRow[]): RawBuilder<unknown> {
  const wanted = rows.map(({ module, side, recordId, generation }) => ({
    module,
    side,
    record_id: recordId,
    generation,
  }));
  return sql`
    select inbox.ctid from inbox
    join jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
      as wanted(module text, side text, record_id text, generation bigint)
      using (module, side, record_id, generation)
    where inbox.org_key = ${orgKey}
    order by module, side, record_id
    for update of inbox`;
}
