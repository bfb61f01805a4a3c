import { matchKey } from '../core/matching/match-key.ts';
import type { Module, RemoteRecord, Side } from '../core/record.ts';
import { SIDES } from '../core/record.ts';
import type { ModuleProgress, OrgRepositories, Run } from '../ports/store.ts';
import type { SyncContext } from './context.ts';
import { setupOf } from './context.ts';
import { beforeIndexed } from './index-lag.ts';

/** Name of the cursor that holds a side's own clock at the start of the bulk read. */
export function readAtCursor(module: Module, side: Side): string {
  return `first-sync.read-at.${module}.${side}`;
}

/**
 * Reads every record of both sides into the staging area and the key index, page by page; each page and the point
 * to resume from are one commit. All records are read, also old ones: match keys compare only locally (S34), and a
 * young record may have an old partner.
 *
 * @returns the module's progress, ready for matching
 */
export async function readModule(
  context: SyncContext,
  run: Run,
  before: ModuleProgress,
): Promise<ModuleProgress> {
  const module = before.module;
  const totals: Partial<Record<Side, number>> = {};
  const progress = {
    ...before,
    phase: 'reading' as ModuleProgress['phase'],
    cursors: { ...before.cursors },
    phaseStartedAt: before.phaseStartedAt ?? context.clock.now(),
  };

  const readSide = async (side: Side) => {
    if (progress.cursors[side] === null) return;
    if (progress.cursors[side] === undefined) await noteReadAt(context, module, side);
    const read = { fields: setupOf(context, module).mapping.fieldsToRead(side), signal: context.signal };
    const resumeFrom = progress.cursors[side] ?? null;
    for await (const page of context.gateways[side].readAll(module, { ...read, resumeFrom })) {
      context.signal.throwIfAborted();
      if (page.total !== null) totals[side] = page.total;
      progress.cursors[side] = page.cursor;
      progress.done += page.records.length;
      progress.total =
        totals.desk !== undefined && totals.crm !== undefined ? totals.desk + totals.crm : null;
      await context.org.transaction(async (repositories) => {
        await stage(repositories, module, side, page.records);
        await repositories.runs.saveProgress(run.id, progress);
      });
    }
    progress.cursors[side] = null;
    if (side === 'desk') await stageUnindexed(context, module);
  };

  await Promise.all(SIDES.map(readSide));
  return progress;
}

/**
 * Desk's search index lags: what was created in the last minutes comes from the list, which does not
 * (zoho-desk-api.md §2.4). Only what search did not bring is read, for each record costs a call.
 */
async function stageUnindexed(context: SyncContext, module: Module): Promise<void> {
  const since = beforeIndexed(context);
  const read = { fields: setupOf(context, module).mapping.fieldsToRead('desk'), signal: context.signal };
  const known = async (ids: readonly string[]) => {
    const staged = await context.org.staging.get(module, 'desk', ids);
    return new Map([...staged.values()].map(({ id, createdAt }) => [id, createdAt]));
  };
  const records = await context.gateways.desk.readCreatedSince(module, since, { ...read, known });
  await context.org.transaction((repositories) => stage(repositories, module, 'desk', records));
}

async function stage(
  repositories: OrgRepositories,
  module: Module,
  side: Side,
  records: readonly RemoteRecord[],
): Promise<void> {
  await repositories.staging.put(module, side, records);
  await repositories.keys.upsertMany(
    records.map((record) => {
      const key = matchKey(module, record.values, side);
      return { module, side, recordId: record.id, key, createdAt: record.createdAt };
    }),
  );
}

async function noteReadAt(context: SyncContext, module: Module, side: Side): Promise<void> {
  const name = readAtCursor(module, side);
  const now = context.clock.now();
  const theirs = context.gateways[side].serverTime() ?? now;
  await context.org.cursors.set(name, [theirs, now].sort()[0] ?? now);
}
