import { sql } from 'kysely';
import type { RawValue, RemoteRecord } from '../core/record.ts';
import type { StagingRepository } from '../ports/store.ts';
import { batches, lastByKey } from './batches.ts';
import { fromJson, toJson } from './json.ts';
import type { Scope } from './scope.ts';

/** Rows per statement when ids, or one field, of a whole side are read. */
const READ_PAGE = 5_000;

export function stagingRepository({ db, orgKey }: Scope): StagingRepository {
  return {
    async put(module, side, records) {
      for (const batch of batches(lastByKey(records, (record) => record.id))) {
        await db
          .insertInto('staging')
          .values(
            batch.map((record) => ({
              org_key: orgKey,
              module,
              side,
              record_id: record.id,
              created_at: record.createdAt,
              record: toJson(record),
            })),
          )
          .onConflict((conflict) =>
            conflict.columns(['org_key', 'module', 'side', 'record_id']).doUpdateSet((row) => ({
              created_at: row.ref('excluded.created_at'),
              record: row.ref('excluded.record'),
            })),
          )
          .execute();
      }
    },

    async get(module, side, ids) {
      const records = new Map<string, RemoteRecord>();
      for (const batch of batches(ids)) {
        const rows = await db
          .selectFrom('staging')
          .select(['record_id', 'record'])
          .where('org_key', '=', orgKey)
          .where('module', '=', module)
          .where('side', '=', side)
          .where('record_id', 'in', batch)
          .execute();
        for (const row of rows) records.set(row.record_id, fromJson(row.record));
      }
      return records;
    },

    async ids(module, side) {
      const ids: string[] = [];
      for (let after = ''; ;) {
        const rows = await db
          .selectFrom('staging')
          .select('record_id')
          .where('org_key', '=', orgKey)
          .where('module', '=', module)
          .where('side', '=', side)
          .where('record_id', '>', after)
          .orderBy('record_id')
          .limit(READ_PAGE)
          .execute();
        for (const row of rows) ids.push(row.record_id);
        const last = rows.at(-1);
        if (!last || rows.length < READ_PAGE) return ids;
        after = last.record_id;
      }
    },

    async valuesOf(module, side, field, createdSince) {
      const values: { id: string; value: RawValue }[] = [];
      for (let after = ''; ;) {
        // The field alone, not the record; the few records that had to be wrapped come whole.
        const { rows } = await sql<{ id: string; value: RawValue; wrapped: RemoteRecord | null }>`
          select record_id as id, record -> 'values' -> ${field}::text as value,
            case when record ? '~json' then record end as wrapped
          from staging
          where org_key = ${orgKey} and module = ${module} and side = ${side}
            and created_at >= ${createdSince}::timestamptz and record_id > ${after}
            and (record -> 'values' ? ${field}::text or record ? '~json')
          order by record_id limit ${READ_PAGE}`.execute(db);
        for (const row of rows) {
          if (row.wrapped === null) values.push({ id: row.id, value: row.value });
          else {
            const value = fromJson<RemoteRecord>(row.wrapped).values[field];
            if (value !== undefined) values.push({ id: row.id, value });
          }
        }
        const last = rows.at(-1);
        if (!last || rows.length < READ_PAGE) return values;
        after = last.id;
      }
    },

    async count(module, side) {
      const { count } = await db
        .selectFrom('staging')
        .select(sql<number>`count(*)::int`.as('count'))
        .where('org_key', '=', orgKey)
        .where('module', '=', module)
        .where('side', '=', side)
        .executeTakeFirstOrThrow();
      return count;
    },

    async clear(module) {
      const rows = db.deleteFrom('staging').where('org_key', '=', orgKey);
      await (module === undefined ? rows : rows.where('module', '=', module)).execute();
    },
  };
}
