import type { LaneRepository } from '../ports/store.ts';
import type { Scope } from './scope.ts';

export function laneRepository({ db, orgKey }: Scope): LaneRepository {
  return {
    async acquire(owner, now, leaseUntil) {
      const row = await db
        .insertInto('lane')
        .values({ org_key: orgKey, owner, lease_until: leaseUntil })
        .onConflict((conflict) =>
          conflict
            .column('org_key')
            .doUpdateSet({ owner, lease_until: leaseUntil })
            .where((held) => held.or([held('lane.owner', '=', owner), held('lane.lease_until', '<=', now)])),
        )
        .returning('owner')
        .executeTakeFirst();
      return row !== undefined;
    },

    /** A lease that ran out but that nobody took is still ours: stopping then would only lose time. */
    async renew(owner, _now, leaseUntil) {
      const { numUpdatedRows } = await db
        .updateTable('lane')
        .set({ lease_until: leaseUntil })
        .where('org_key', '=', orgKey)
        .where('owner', '=', owner)
        .executeTakeFirstOrThrow();
      return numUpdatedRows === 1n;
    },

    async isHeld(now) {
      const row = await db
        .selectFrom('lane')
        .select('owner')
        .where('org_key', '=', orgKey)
        .where('lease_until', '>', now)
        .executeTakeFirst();
      return row !== undefined;
    },

    async release(owner) {
      await db.deleteFrom('lane').where('org_key', '=', orgKey).where('owner', '=', owner).execute();
    },
  };
}
