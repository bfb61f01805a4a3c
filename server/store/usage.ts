import { sql } from 'kysely';
import type { UsageRepository } from '../ports/administration-store.ts';
import type { Scope } from './scope.ts';

/** Processes add up: each tells what it did since it told last. */
export function usageRepository({ db, orgKey }: Scope): UsageRepository {
  return {
    async add(side, { day, calls, mostLeft, left, knownAt }) {
      await db
        .insertInto('usage_day')
        .values({ org_key: orgKey, side, day, calls, most_left: mostLeft, left, known_at: knownAt })
        .onConflict((conflict) =>
          conflict.columns(['org_key', 'side', 'day']).doUpdateSet({
            calls: sql`usage_day.calls + excluded.calls`,
            most_left: sql`greatest(usage_day.most_left, excluded.most_left)`,
            left: sql`case when excluded.known_at is null or usage_day.known_at > excluded.known_at
              then usage_day."left" else excluded."left" end`,
            known_at: sql`greatest(usage_day.known_at, excluded.known_at)`,
          }),
        )
        .execute();
    },

    async get(side, day) {
      const row = await db
        .selectFrom('usage_day')
        .selectAll()
        .where('org_key', '=', orgKey)
        .where('side', '=', side)
        .where('day', '=', day)
        .executeTakeFirst();
      if (!row) return null;
      return {
        day,
        calls: row.calls,
        mostLeft: numberOrNull(row.most_left),
        left: numberOrNull(row.left),
        knownAt: row.known_at,
      };
    },
  };
}

/** `bigint` comes as text from one of the drivers. */
function numberOrNull(value: number | string | null): number | null {
  return value === null ? null : Number(value);
}
