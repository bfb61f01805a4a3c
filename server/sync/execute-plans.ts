import { SyncError } from '../core/errors.ts';
import type { Module, Side } from '../core/record.ts';
import { SIDES, otherSide } from '../core/record.ts';
import type { ConflictRow, HistoryRow, Link, OrgRepositories } from '../ports/store.ts';
import { applyWrites, countRow, failureRow } from './apply-writes.ts';
import { reconcileConflicts } from './conflict-inbox.ts';
import type { SyncContext } from './context.ts';
import type { RecordPlan } from './record-plan.ts';
import { noteWaiting, wakeWaiting } from './waiting-references.ts';
import { sourceIdOf, targetIdOf } from './write-task.ts';

/** Names one record in maps. */
export function recordKey(side: Side, id: string): string {
  return `${side} ${id}`;
}

function pairKey({ deskId, crmId }: Pick<Link, 'deskId' | 'crmId'>): string {
  return `${deskId} ${crmId}`;
}

/**
 * Carries out plans of one module: first the pairs and agreed bases, conflicts and refusals in one commit, then the
 * writes. One record's failure holds back no other (S78).
 *
 * @param readAt CRM's clock when the records were read (see `applyWrites`)
 * @returns records that must be looked at again, with the reason
 */
export async function executePlans(
  context: SyncContext,
  module: Module,
  plans: readonly RecordPlan[],
  readAt: string | null,
): Promise<ReadonlyMap<string, SyncError>> {
  const inserted = await savePlans(context, module, plans);
  const tasks = plans
    .filter((plan) => plan.link?.isNew !== true || inserted.has(pairKey(plan.link.value)))
    .flatMap((plan) => plan.tasks);
  const applied = await applyWrites(context, tasks, readAt);

  const again = new Map<string, SyncError>();
  // A record that could not even be read: the entry says so, and it is tried again all the same (P16).
  for (const { side, id, failure } of plans) {
    if (failure?.retryable === true) again.set(recordKey(side, id), failure);
  }
  // Another record of the same key was quicker: what that means for this one, the next look tells (S72).
  for (const { side, id, link } of plans) {
    if (link?.isNew !== true || inserted.has(pairKey(link.value))) continue;
    again.set(recordKey(side, id), new SyncError('changed-meanwhile', `the place of ${id} is taken`));
  }
  for (const { task, error } of applied.retry) {
    again.set(recordKey(otherSide(task.target), sourceIdOf(task)), error);
    const targetId = targetIdOf(task);
    if (targetId !== null) again.set(recordKey(task.target, targetId), error);
  }
  const failed = new Set(
    applied.failed.map(({ task }) => recordKey(otherSide(task.target), sourceIdOf(task))),
  );
  const hasSucceeded = (plan: RecordPlan) =>
    !plan.failure && recordsOf(plan).every((key) => !again.has(key) && !failed.has(key));
  await clearFailures(context, module, plans.filter(hasSucceeded));
  return again;
}

/** @returns the new pairs that could be stored, by their key; another pair may hold a side already (P11) */
async function savePlans(
  context: SyncContext,
  module: Module,
  plans: readonly RecordPlan[],
): Promise<ReadonlySet<string>> {
  const at = context.clock.now();
  const links = plans.flatMap((plan) => (plan.link ? [plan.link] : []));
  const fresh = links.filter((link) => link.isNew).map((link) => link.value);
  const advanced = links.filter((link) => !link.isNew).map((link) => link.value);
  // Of one moment with the open ones, by whose beginning a recorded decision is found again.
  const conflicts = plans.flatMap((plan) => plan.conflicts.map((conflict) => ({ ...conflict, at })));
  const refused = plans.filter((plan) => plan.failure !== undefined);
  const suppressed = plans.flatMap(({ side, link, suppressed: isSuppressed }): HistoryRow[] => {
    if (isSuppressed !== true || !link) return [];
    const { deskId, crmId } = link.value;
    const target = otherSide(side);
    return [{ runId: context.runId, module, target, action: 'suppressed', deskId, crmId, fields: [], at }];
  });
  return await context.org.transaction(async (repositories) => {
    const replaced = links.flatMap(({ replaces = [] }) => replaces);
    for (const { deskId, crmId } of replaced) await repositories.links.delete(module, deskId, crmId);
    const inserted = await repositories.links.insertMany(fresh, at);
    const made = new Set(inserted.map(pairKey));
    // Whoever came too late leaves the pair that it was to replace as it is: a tombstone outlives everything (P10).
    const kept = links.flatMap(({ value, replaces = [] }) => (made.has(pairKey(value)) ? [] : replaces));
    if (kept.length > 0) await repositories.links.insertMany(kept, at);
    if (advanced.length > 0) await repositories.links.updateMany(advanced, at);
    await noteWaiting(repositories, module, plans);
    await wakeWaiting(repositories, [...inserted, ...advanced], at);
    const unheard = await unrecorded(repositories, module, conflicts);
    if (unheard.length > 0) await repositories.history.appendConflicts(unheard);
    const compared = plans.flatMap((plan) => plan.compared ?? []);
    await reconcileConflicts(
      repositories.openConflicts,
      module,
      [...compared, ...replaced].map(({ deskId }) => deskId),
      compared.flatMap(({ open }) => open),
      at,
    );
    if (inserted.length > 0) {
      // Why either had no partner is over, whatever becomes of the first write (S68).
      for (const side of SIDES) {
        const ids = inserted.map(({ deskId, crmId }) => (side === 'desk' ? deskId : crmId));
        await repositories.failures.clear(module, side, ids);
      }
      await repositories.history.append(
        inserted.map(({ deskId, crmId }) => {
          return {
            runId: context.runId,
            module,
            target: 'desk',
            action: 'paired',
            deskId,
            crmId,
            fields: [],
            at,
          };
        }),
      );
    }
    if (suppressed.length > 0) await repositories.history.append(suppressed);
    if (refused.length > 0) {
      await repositories.failures.record(
        refused.flatMap(({ side, id, name, modifiedAt, failure }) =>
          failure
            ? [failureRow({ module, side, recordId: id, recordName: name, modifiedAt }, failure, at)]
            : [],
        ),
      );
      for (const side of SIDES) {
        const count = refused.filter((plan) => plan.side === side).length;
        if (count > 0)
          await repositories.runs.addCounts(context.runId, [countRow(module, otherSide(side), 0, 0, count)]);
      }
    }
    return new Set(inserted.map(pairKey));
  });
}

/** A decision that is still to be written was recorded when it was made: once, however often it is planned again. */
async function unrecorded(
  { openConflicts, history }: OrgRepositories,
  module: Module,
  conflicts: readonly ConflictRow[],
): Promise<readonly ConflictRow[]> {
  if (conflicts.length === 0) return [];
  const open = await openConflicts.ofPairs(
    module,
    conflicts.map(({ deskId }) => deskId),
  );
  const fresh: ConflictRow[] = [];
  for (const conflict of conflicts) {
    const waiting = open.find(
      ({ deskId, key }) => deskId === conflict.deskId && key.startsWith(`${conflict.field}=`),
    );
    if (!waiting || !(await history.hasConflict(conflict, waiting.since))) fresh.push(conflict);
  }
  return fresh;
}

/** An entry disappears by itself when a later sync of that record succeeds; of a pair, both records did. */
async function clearFailures(
  context: SyncContext,
  module: Module,
  plans: readonly RecordPlan[],
): Promise<void> {
  for (const side of SIDES) {
    const ids = plans.flatMap((plan) => idsOf(plan)[side] ?? []);
    if (ids.length > 0) await context.org.failures.clear(module, side, ids);
  }
}

function recordsOf(plan: RecordPlan): readonly string[] {
  const ids = idsOf(plan);
  return SIDES.flatMap((side) => (ids[side] === undefined ? [] : [recordKey(side, ids[side])]));
}

/** The record that asked, and the other of the pair that was compared for it. */
export function idsOf({ side, id, compared }: RecordPlan): Readonly<Partial<Record<Side, string>>> {
  const pair = compared ? { desk: compared.deskId, crm: compared.crmId } : {};
  return { ...pair, [side]: id };
}
