import { oneYearBefore } from '../core/matching/one-year-before.ts';
import type { Module, Side } from '../core/record.ts';
import { MODULES, SIDES } from '../core/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { CursorRepository, ModuleProgress, OrgStore, Run } from '../ports/store.ts';
import { countRow, failureRow } from './apply-writes.ts';
import type { SyncContext } from './context.ts';
import { setupOf } from './context.ts';
import { guardAgainstEmptyRead, mayReadAgain } from './mass-change-guard.ts';
import { matchModule, type ModuleMatch } from './match-module.ts';
import { pollCursor } from './poll.ts';
import { readModule, readAtCursor } from './read-module.ts';
import { executePlans, idsOf, recordKey } from './execute-plans.ts';
import { planMatches } from './plan-matches.ts';
import { planNewPartner, type RecordPlan } from './record-plan.ts';
import { inWaves, loadReferences, ownKindFields } from './references.ts';
import { otherSide } from '../core/record.ts';
import { recordName } from './record-name.ts';

const CHUNK = 200;
/** Zoho's clock and ours may differ by this much (P20). */
const CLOCK_SKEW_MS = 15 * 60_000;

/** Begins a first sync of the given modules; while one is running, that one is returned (S20). */
export async function startFirstSync(
  org: OrgStore,
  modules: readonly Module[],
  clock: Clock,
  newId: () => string,
): Promise<Run> {
  const startedAt = clock.now();
  return await org.runs.start({
    id: newId(),
    kind: 'first-sync',
    startedAt,
    cutoff: oneYearBefore(startedAt),
    modules: MODULES.filter((module) => modules.includes(module)).map((module) => ({
      module,
      phase: 'waiting',
      done: 0,
      total: null,
      cursors: {},
      phaseStartedAt: null,
    })),
  });
}

/**
 * The first session: bulk import and export (S28–S37). Reads both sides in bulk, joins them here, and writes only
 * differences. Every step can be repeated, so a run that was interrupted goes on where it stopped (S29, S104):
 * pages read are kept, pairs made are pairs, and a create without an answer was looked up before (settleIntents).
 *
 * @returns false when a module is on hold (P17): the run goes on when it is lifted
 */
export async function runFirstSync(context: SyncContext, run: Run): Promise<boolean> {
  const progress = new Map(run.modules.map((module) => [module.module, module]));
  for (const module of progress.keys()) {
    const at = progress.get(module);
    const isUnread = at && (at.phase === 'waiting' || at.phase === 'reading');
    if (isUnread && (await mayReadAgain(context, module))) {
      progress.set(module, await readModule(context, run, at));
    }
  }
  let isComplete = true;
  for (const [module, at] of progress) {
    if (at.phase === 'done') continue;
    if (at.phase === 'waiting' || (await isNotBelieved(context, run, at))) {
      isComplete = false;
      continue;
    }
    await writeModule(context, run, at);
    context.log.info({ module, run: run.id }, 'first sync of the module is done');
  }
  if (!isComplete) return false;
  await context.org.transaction(async (repositories) => {
    for (const module of progress.keys()) {
      for (const side of SIDES) {
        await setPollCursor(repositories.cursors, run, module, side);
      }
    }
    await repositories.staging.clear();
    await repositories.runs.finish(run.id, context.clock.now());
  });
  return true;
}

/**
 * Polls go on from Start Sync, not from the bulk read: an old record that somebody edited in between is left out of the
 * session for its age (S30), but the edit is one that syncs (S31). Never later than polls have come already (P13).
 */
async function setPollCursor(cursors: CursorRepository, run: Run, module: Module, side: Side): Promise<void> {
  const polled = await cursors.get(pollCursor(module, side));
  const started = new Date(Date.parse(run.startedAt) - CLOCK_SKEW_MS).toISOString();
  const readAt = (await cursors.get(readAtCursor(module, side))) ?? started;
  const earliest = [started, readAt, ...(polled === null ? [] : [polled])].sort()[0] ?? started;
  await cursors.set(pollCursor(module, side), earliest);
}

/** A read that brought too little is forgotten, so that the next one starts afresh. */
async function isNotBelieved(context: SyncContext, run: Run, at: ModuleProgress): Promise<boolean> {
  if (at.phase !== 'reading' || !(await guardAgainstEmptyRead(context, at.module))) return false;
  await context.org.transaction(async ({ staging, runs }) => {
    await staging.clear(at.module);
    await runs.saveProgress(run.id, { ...at, phase: 'waiting', done: 0, total: null, cursors: {} });
  });
  return true;
}

async function writeModule(context: SyncContext, run: Run, before: ModuleProgress): Promise<void> {
  const module = before.module;
  await context.org.runs.saveProgress(run.id, { ...before, phase: 'matching', done: 0, total: null });
  const match = await matchModule(context, module, run.cutoff ?? oneYearBefore(run.startedAt));
  await recordRefusals(context, module, match);
  await context.org.inbox.mark(
    match.doubtful.map(({ side, id }) => ({ module, side, recordId: id, reason: 'reconcile' as const })),
    context.clock.now(),
  );

  const total = match.pairs.length + match.creates.desk.length + match.creates.crm.length;
  const phaseStartedAt = context.clock.now();
  const progress = { ...before, phase: 'writing' as const, total, phaseStartedAt };
  await context.org.runs.saveProgress(run.id, { ...progress, done: 0 });
  const readAt = await context.org.cursors.get(readAtCursor(module, 'crm'));
  let done = 0;
  const advance = async (count: number) => {
    done += count;
    await context.org.runs.saveProgress(run.id, { ...progress, done });
  };

  for (let start = 0; start < match.pairs.length; start += CHUNK) {
    const chunk = match.pairs.slice(start, start + CHUNK);
    await carryOut(context, module, await planMatches(context, module, chunk), readAt);
    await advance(chunk.length);
  }
  // Import first: an agent needs what CRM knows sooner than the other way round.
  for (const target of SIDES) {
    for (const ids of await creationWaves(context, module, otherSide(target), match.creates[target])) {
      for (let start = 0; start < ids.length; start += CHUNK) {
        const chunk = ids.slice(start, start + CHUNK);
        await carryOut(context, module, await planCreates(context, module, otherSide(target), chunk), readAt);
        await advance(chunk.length);
      }
    }
  }
  await context.org.runs.saveProgress(run.id, { ...progress, phase: 'done', done: total });
}

/** Ids in the order of their making; where records refer to their own kind, parents come first (P9). */
async function creationWaves(context: SyncContext, module: Module, source: Side, ids: readonly string[]) {
  if (ownKindFields(context, module, source).length === 0) return [ids];
  const records = await context.org.staging.get(module, source, ids);
  return inWaves(
    context,
    module,
    source,
    ids.flatMap((id) => records.get(id) ?? []),
  );
}

async function planCreates(
  context: SyncContext,
  module: Module,
  source: Side,
  ids: readonly string[],
): Promise<RecordPlan[]> {
  context.signal.throwIfAborted();
  const records = await context.org.staging.get(module, source, ids);
  const dirty = await context.org.inbox.waiting(module, source, ids);
  const linked = await context.org.links.byIds(module, source, ids);
  const wanted = [...records.values()].filter((record) => !dirty.has(record.id) && !linked.has(record.id));
  const references = await loadReferences(
    context,
    module,
    wanted.map((record) => ({ side: source, record })),
  );
  return wanted.map((record) => planNewPartner(context, module, source, record, references));
}

/** It refers to a record that a look may bring over first; what is not configured is waited for without one. */
function isWaiting(context: SyncContext, { missing }: RecordPlan): boolean {
  return missing.some(({ module }) => context.modules.has(module));
}

/** What could not be finished goes to the inbox, which is worked off right after the first sync. */
async function carryOut(
  context: SyncContext,
  module: Module,
  plans: readonly RecordPlan[],
  readAt: string | null,
) {
  const again = await executePlans(context, module, plans, readAt);
  const unfinished = plans.filter(
    (plan) => isWaiting(context, plan) || again.has(recordKey(plan.side, plan.id)),
  );
  // Both of a pair: if one is deleted until then, the other still has to be asked what it has to say (S44).
  const rows = unfinished.flatMap((plan) =>
    SIDES.flatMap((side) => {
      const recordId = idsOf(plan)[side];
      return recordId === undefined ? [] : [{ module, side, recordId, reason: 'retry' as const }];
    }),
  );
  if (rows.length > 0) await context.org.inbox.mark(rows, context.clock.now());
}

async function recordRefusals(context: SyncContext, module: Module, match: ModuleMatch): Promise<void> {
  const at = context.clock.now();
  for (const side of SIDES) {
    const refused = match.refused.filter((item) => item.side === side);
    if (refused.length === 0) continue;
    const records = await context.org.staging.get(
      module,
      side,
      refused.map((item) => item.id),
    );
    await context.org.transaction(async (repositories) => {
      await repositories.failures.record(
        refused.map(({ id, error }) => {
          const record = records.get(id);
          const about = { module, side, recordId: id, recordName: recordName(module, side, record) };
          return failureRow({ ...about, modifiedAt: record?.modifiedAt ?? null }, error, at);
        }),
      );
      await repositories.runs.addCounts(context.runId, [
        countRow(module, otherSide(side), 0, 0, refused.length),
      ]);
    });
  }
  context.log.info(
    { module, config: setupOf(context, module).config.version, refused: match.refused.length },
    'matched',
  );
}
