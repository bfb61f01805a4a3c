import type { Db } from 'pg-boss';
import { LANE } from './queues.ts';

/** Who works for an organisation stands in the store; a process that was killed stops renewing its lease. */
export interface LaneLeases {
  /** How long a lease runs without a sign of life. */
  readonly ms: number;
  isHeld(orgKey: string): Promise<boolean>;
}

/** Time between starting a job and holding the lane, beyond the wait for a dead predecessor's lease. */
const MARGIN_MS = 1_500;

/**
 * Gives back lanes that run by the queue's account but whose lease nobody holds: their process was killed. Where the
 * organisation waits as well, the dead job just goes. A job given back in error only finds the lane taken.
 *
 * Knows the table of pg-boss 12.38, which is pinned; a test kills a process to see that it still fits.
 *
 * @returns how many
 */
export async function requeueAbandoned(db: Db, leases: LaneLeases): Promise<number> {
  const { rows } = (await db.executeSql(
    `select id, singleton_key as "orgKey" from pgboss.job
     where name = $1 and state = 'active' and started_on < now() - $2::int * interval '1 millisecond'`,
    [LANE, leases.ms + MARGIN_MS],
  )) as { rows: readonly { readonly id: string; readonly orgKey: string }[] };

  let count = 0;
  for (const { id, orgKey } of rows) {
    if (await leases.isHeld(orgKey)) continue;
    await db.executeSql(
      `delete from pgboss.job as dead where dead.name = $1 and dead.id = $2 and dead.state = 'active' and exists (
         select 1 from pgboss.job as waiting
         where waiting.name = $1 and waiting.state = 'created' and waiting.singleton_key = $3)`,
      [LANE, id, orgKey],
    );
    await db.executeSql(
      `update pgboss.job set state = 'created', start_after = now(), started_on = null, heartbeat_on = null
       where name = $1 and id = $2 and state = 'active'`,
      [LANE, id],
    );
    count += 1;
  }
  return count;
}
