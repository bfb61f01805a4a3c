import type { Db } from 'pg-boss';

/**
 * Gives back what a killed process was doing. Only for the embedded database, whose lock file makes this process the
 * only one: every running job is therefore a dead one. Where the same work already waits, the dead job just goes.
 *
 * Knows the table of pg-boss 12.38, which is pinned; a test kills a process to see that it still fits.
 */
export async function requeueActive(db: Db): Promise<void> {
  await db.executeSql(`
    delete from pgboss.job as dead where dead.state = 'active' and exists (
      select 1 from pgboss.job as waiting
      where waiting.name = dead.name and waiting.state = 'created'
        and coalesce(waiting.singleton_key, '') = coalesce(dead.singleton_key, ''))`);
  await db.executeSql(`
    update pgboss.job set state = 'created', start_after = now(), started_on = null, heartbeat_on = null
    where state = 'active' and name not like '\\_\\_%'`);
}
