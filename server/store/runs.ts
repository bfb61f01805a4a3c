import { sql } from 'kysely';
import type { Kysely, Selectable } from 'kysely';
import { MODULES } from '../core/record.ts';
import type { ModuleProgress, Run, RunRepository } from '../ports/store.ts';
import { lastByKey } from './batches.ts';
import { fromJson, toJson } from './json.ts';
import type { Database } from './schema.ts';
import type { Scope } from './scope.ts';

export function runRepository({ db, orgKey }: Scope): RunRepository {
  const ofOrg = () => db.selectFrom('run').selectAll().where('org_key', '=', orgKey);

  async function running(kind: Run['kind']): Promise<Run | null> {
    const row = await ofOrg().where('kind', '=', kind).where('state', '=', 'running').executeTakeFirst();
    return row ? ((await withDetails(db, orgKey, [row]))[0] ?? null) : null;
  }

  async function saveProgress(runId: string, progress: ModuleProgress): Promise<void> {
    await db
      .insertInto('run_module')
      .values({ org_key: orgKey, run_id: runId, module: progress.module, progress: toJson(progress) })
      .onConflict((conflict) =>
        conflict
          .columns(['org_key', 'run_id', 'module'])
          .doUpdateSet((row) => ({ progress: row.ref('excluded.progress') })),
      )
      .execute();
  }

  return {
    running,

    async start(run) {
      for (;;) {
        const created = await db
          .insertInto('run')
          .values({
            org_key: orgKey,
            id: run.id,
            kind: run.kind,
            state: 'running',
            started_at: run.startedAt,
            cutoff: run.cutoff,
          })
          .onConflict((conflict) =>
            conflict.columns(['org_key', 'kind']).where('state', '=', 'running').doNothing(),
          )
          .returning('id')
          .executeTakeFirst();
        if (created) {
          for (const progress of run.modules) await saveProgress(run.id, progress);
        }
        // Null only when the run that stood in the way finished just now: then there is room for this one.
        const current = await running(run.kind);
        if (current) return current;
      }
    },

    async latest(kind) {
      const row = await ofOrg()
        .where('kind', '=', kind)
        .orderBy('started_at', 'desc')
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row ? ((await withDetails(db, orgKey, [row]))[0] ?? null) : null;
    },

    saveProgress,

    async addCounts(runId, counts) {
      for (const count of lastByKey(counts, ({ module, target }) => `${module} ${target}`)) {
        const same = counts.filter((row) => row.module === count.module && row.target === count.target);
        const sum = (of: 'added' | 'updated' | 'failed') => same.reduce((total, row) => total + row[of], 0);
        await db
          .insertInto('run_count')
          .values({
            org_key: orgKey,
            run_id: runId,
            module: count.module,
            target: count.target,
            added: sum('added'),
            updated: sum('updated'),
            failed: sum('failed'),
          })
          .onConflict((conflict) =>
            conflict.columns(['org_key', 'run_id', 'module', 'target']).doUpdateSet({
              added: sql`run_count.added + excluded.added`,
              updated: sql`run_count.updated + excluded.updated`,
              failed: sql`run_count.failed + excluded.failed`,
            }),
          )
          .execute();
      }
    },

    async finish(runId, at) {
      await db
        .updateTable('run')
        .set({ state: 'done', finished_at: at })
        .where('org_key', '=', orgKey)
        .where('id', '=', runId)
        .where('state', '=', 'running')
        .execute();
    },

    /** Newest first: what the history tab shows (S62, S63). */
    async list(since) {
      const rows = await ofOrg()
        .where('started_at', '>=', since)
        .orderBy('started_at', 'desc')
        .orderBy('seq', 'desc')
        .execute();
      return withDetails(db, orgKey, rows);
    },

    async counted(since) {
      const rows = await db
        .selectFrom('run_count as count')
        .innerJoin('run', (join) =>
          join.onRef('run.org_key', '=', 'count.org_key').onRef('run.id', '=', 'count.run_id'),
        )
        .select(['run.id', 'run.kind', 'run.started_at', 'run.finished_at'])
        .select(['count.module', 'count.target', 'count.added', 'count.updated', 'count.failed'])
        .where('count.org_key', '=', orgKey)
        .where('run.started_at', '>=', since)
        .where(sql<boolean>`count.added + count.updated + count.failed > 0`)
        .orderBy('run.started_at', 'desc')
        .orderBy('run.seq', 'desc')
        .orderBy('count.module')
        .orderBy('count.target')
        .execute();
      return rows.map(({ id, kind, started_at, finished_at, ...count }) => ({
        runId: id,
        kind,
        startedAt: started_at,
        finishedAt: finished_at,
        ...count,
      }));
    },
  };
}

async function withDetails(
  db: Kysely<Database>,
  orgKey: string,
  rows: readonly Selectable<Database['run']>[],
): Promise<readonly Run[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const modules = await db
    .selectFrom('run_module')
    .select(['run_id', 'progress'])
    .where('org_key', '=', orgKey)
    .where(sql<boolean>`run_id = any(${ids}::text[])`)
    .execute();
  const counts = await db
    .selectFrom('run_count')
    .selectAll()
    .where('org_key', '=', orgKey)
    .where(sql<boolean>`run_id = any(${ids}::text[])`)
    .orderBy('module')
    .orderBy('target')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    state: row.state,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    cutoff: row.cutoff,
    modules: modules
      .filter((module) => module.run_id === row.id)
      .map((module) => fromJson(module.progress))
      .sort((a, b) => MODULES.indexOf(a.module) - MODULES.indexOf(b.module)),
    counts: counts
      .filter((count) => count.run_id === row.id)
      .map(({ module, target, added, updated, failed }) => ({ module, target, added, updated, failed })),
  }));
}
