import type { PGlite } from '@electric-sql/pglite';

/**
 * What PostgreSQL's autovacuum and checkpointer do and PGlite has not: gives space of dead rows free, keeps the
 * planner's numbers fresh and the log short. Call it about every ten minutes; it blocks the thread while it works.
 */
export async function maintainPglite(pglite: PGlite): Promise<void> {
  await pglite.query('VACUUM (ANALYZE)');
  await pglite.query('CHECKPOINT');
}
