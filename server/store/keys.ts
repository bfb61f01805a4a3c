import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { KeyRepository, KeyRow } from '../ports/store.ts';
import { batches, lastByKey } from './batches.ts';
import { cleanText, cleanTextOrNull } from './json.ts';
import type { Database } from './schema.ts';
import type { Scope } from './scope.ts';

/** Rows per statement when a whole side is read: bigger than a write's, for one join needs them all. */
const READ_PAGE = 5_000;

export function keyRepository({ db, orgKey }: Scope): KeyRepository {
  return {
    async upsertMany(rows) {
      const unique = lastByKey(rows, (row) => `${row.module} ${row.side} ${row.recordId}`);
      for (const batch of batches(unique)) {
        await db
          .insertInto('match_key')
          .values(
            batch.map((row) => ({
              org_key: orgKey,
              module: row.module,
              side: row.side,
              record_id: row.recordId,
              key: cleanTextOrNull(row.key),
              created_at: row.createdAt,
            })),
          )
          .onConflict((conflict) =>
            conflict.columns(['org_key', 'module', 'side', 'record_id']).doUpdateSet((row) => ({
              key: row.ref('excluded.key'),
              created_at: row.ref('excluded.created_at'),
            })),
          )
          .execute();
      }
    },

    async find(module, side, keys) {
      const found: KeyRow[] = [];
      for (const batch of batches([...new Set(keys.map(cleanText))])) {
        const { rows } = await sql<Selectable<Database['match_key']>>`
          select match_key.* from match_key
          join unnest(${batch}::text[]) as wanted(key)
            on md5(match_key.key) = md5(wanted.key) and match_key.key = wanted.key
          where org_key = ${orgKey} and module = ${module} and side = ${side} and match_key.key is not null
          order by record_id`.execute(db);
        found.push(...rows.map(toKeyRow));
      }
      return found;
    },

    async known(module, side, ids) {
      const found = new Map<string, string | null>();
      for (const batch of batches([...new Set(ids)])) {
        const rows = await db
          .selectFrom('match_key')
          .select(['record_id', 'created_at'])
          .where('org_key', '=', orgKey)
          .where('module', '=', module)
          .where('side', '=', side)
          .where('record_id', 'in', batch)
          .execute();
        for (const row of rows) found.set(row.record_id, row.created_at);
      }
      return found;
    },

    async ofRecords(module, side, ids) {
      const found = new Map<string, string>();
      for (const batch of batches([...new Set(ids)])) {
        const rows = await db
          .selectFrom('match_key')
          .select(['record_id', 'key'])
          .where('org_key', '=', orgKey)
          .where('module', '=', module)
          .where('side', '=', side)
          .where('record_id', 'in', batch)
          .execute();
        for (const row of rows) if (row.key !== null) found.set(row.record_id, row.key);
      }
      return found;
    },

    async all(module, side) {
      const found: KeyRow[] = [];
      for (let after = ''; ;) {
        const rows = await db
          .selectFrom('match_key')
          .selectAll()
          .where('org_key', '=', orgKey)
          .where('module', '=', module)
          .where('side', '=', side)
          .where('record_id', '>', after)
          .orderBy('record_id')
          .limit(READ_PAGE)
          .execute();
        found.push(...rows.map(toKeyRow));
        const last = rows.at(-1);
        if (!last || rows.length < READ_PAGE) return found;
        after = last.record_id;
      }
    },

    async delete(module, side, ids) {
      for (const batch of batches(ids)) {
        await db
          .deleteFrom('match_key')
          .where('org_key', '=', orgKey)
          .where('module', '=', module)
          .where('side', '=', side)
          .where('record_id', 'in', batch)
          .execute();
      }
    },
  };
}

function toKeyRow(row: Selectable<Database['match_key']>): KeyRow {
  return {
    module: row.module,
    side: row.side,
    recordId: row.record_id,
    key: row.key,
    createdAt: row.created_at,
  };
}
