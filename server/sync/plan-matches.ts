import { matchKey } from '../core/matching/match-key.ts';
import type { RecordPair } from '../core/matching/match-plan.ts';
import { unchangedSinceBase } from '../core/planning/unchanged-since-base.ts';
import type { Module, RemoteRecord, Side } from '../core/record.ts';
import { SIDES } from '../core/record.ts';
import type { Link } from '../ports/store.ts';
import type { SyncContext } from './context.ts';
import { setupOf } from './context.ts';
import { readAtCursor } from './read-module.ts';
import { readRecords } from './read-records.ts';
import { planExistingPair, planNewPair, type RecordPlan } from './record-plan.ts';
import { bothSides, loadReferences } from './references.ts';

/**
 * Plans the pairs that the first session found, from what the bulk read saw. What may be out of date by now is read
 * again by id: at once where a Desk record is to be written, else from the inbox, after the session.
 */
export async function planMatches(
  context: SyncContext,
  module: Module,
  pairs: readonly RecordPair[],
): Promise<RecordPlan[]> {
  context.signal.throwIfAborted();
  const desk = await context.org.staging.get(
    module,
    'desk',
    pairs.map((pair) => pair.deskId),
  );
  const crm = await context.org.staging.get(
    module,
    'crm',
    pairs.map((pair) => pair.crmId),
  );
  const links = await context.org.links.byIds(
    module,
    'desk',
    pairs.map((pair) => pair.deskId),
  );
  const dirty = {
    desk: await context.org.inbox.waiting(
      module,
      'desk',
      pairs.map((pair) => pair.deskId),
    ),
    crm: await context.org.inbox.waiting(
      module,
      'crm',
      pairs.map((pair) => pair.crmId),
    ),
  };
  const { mapping } = setupOf(context, module);
  // Edited since it was read: the inbox brings it with fresh values. Its match too, for the two may be none any more:
  // one may have been deleted or renamed, and then nobody else would ask after the other.
  const isDirty = ({ deskId, crmId }: RecordPair) => dirty.desk.has(deskId) || dirty.crm.has(crmId);
  await lookAgain(context, module, pairs.filter(isDirty));
  const found = pairs.flatMap((pair) => {
    const { deskId, crmId } = pair;
    const [ofDesk, ofCrm] = [desk.get(deskId), crm.get(crmId)];
    if (!ofDesk || !ofCrm || isDirty(pair)) return [];
    const link = links.get(deskId);
    const isQuiet =
      link &&
      unchangedSinceBase(mapping, 'desk', ofDesk, link.base) &&
      unchangedSinceBase(mapping, 'crm', ofCrm, link.base);
    return isQuiet ? [] : [{ link, records: { desk: ofDesk, crm: ofCrm } }];
  });
  const references = await loadReferences(
    context,
    module,
    found.flatMap(({ records }) => bothSides(records)),
    found.flatMap(({ link }) => link ?? []),
  );
  const plans: RecordPlan[] = [];
  const doubtful: Link[] = [];
  const stale: RecordPair[] = [];
  const isTrusted = await isFresh(context, module);
  for (const { link, records } of found) {
    if (!link) {
      const plan = planNewPair(context, module, 'crm', records, references);
      const writesDesk = plan.tasks.some(({ target }) => target === 'desk');
      if (writesDesk && !isTrusted) stale.push(pairOf(records));
      else plans.push(plan);
    } else {
      const plan = planExistingPair(context, link, 'crm', records, references);
      const isAgreement =
        !isOutdated(link, records) &&
        plan.tasks.length + plan.conflicts.length === 0 &&
        !plan.failure &&
        plan.missing.length === 0;
      if (isAgreement) plans.push(plan);
      else doubtful.push(link);
    }
  }
  // Desk's search may show a pair as it was before our last write (index lag); taking that for an edit would undo
  // the write. So a pair that seems to differ is read again, by id, before anything is done about it. A row that
  // is new and equal on both sides needs no such care: its base is noted, and nothing is written.
  await lookAgain(context, module, doubtful);
  plans.push(...(await planFromFreshDesk(context, module, stale, { desk, crm })));
  return plans;
}

/** Seen in an older state than we wrote or read last: Desk's index lag. Agreement on that would be a wrong base (P13). */
function isOutdated({ modifiedAt }: Link, records: Readonly<Record<Side, RemoteRecord>>): boolean {
  return SIDES.some((side) => {
    const [known, seen] = [modifiedAt[side], records[side].modifiedAt];
    return known !== null && seen !== null && Date.parse(seen) < Date.parse(known);
  });
}

/**
 * Whether what the bulk read saw of Desk may still be written over: it is no older than what search shows anyway, and
 * events tell of edits since. Of products no event tells.
 */
async function isFresh(context: SyncContext, module: Module): Promise<boolean> {
  const readAt = await context.org.cursors.get(readAtCursor(module, 'desk'));
  if (module === 'products' || readAt === null) return false;
  return Date.parse(context.clock.now()) - Date.parse(readAt) <= context.settings.deskIndexLagMs;
}

/**
 * Plans new pairs of which the Desk record is to be written, from that record as it is now: the bulk read may be hours
 * old, and Desk has no conditional write (P4). Costs a read per such write.
 */
async function planFromFreshDesk(
  context: SyncContext,
  module: Module,
  pairs: readonly RecordPair[],
  staged: Readonly<Record<Side, ReadonlyMap<string, RemoteRecord>>>,
): Promise<readonly RecordPlan[]> {
  const ids = pairs.map(({ deskId }) => deskId);
  const { records: fresh } = await readRecords(context, module, 'desk', ids);
  const found: Readonly<Record<Side, RemoteRecord>>[] = [];
  const doubtful: RecordPair[] = [];
  for (const pair of pairs) {
    const [desk, before] = [fresh.get(pair.deskId), staged.desk.get(pair.deskId)];
    const crm = staged.crm.get(pair.crmId);
    const isStillMatch =
      desk !== undefined &&
      desk.inRecycleBin !== true &&
      matchKey(module, desk.values, 'desk') === matchKey(module, before?.values ?? {}, 'desk');
    if (isStillMatch && crm) found.push({ desk, crm });
    else doubtful.push(pair);
  }
  await lookAgain(context, module, doubtful);
  const references = await loadReferences(context, module, found.flatMap(bothSides));
  return found.map((records) => planNewPair(context, module, 'crm', records, references));
}

function pairOf({ desk, crm }: Readonly<Record<Side, RemoteRecord>>): RecordPair {
  return { deskId: desk.id, crmId: crm.id };
}

/** Has both records of each pair read again, by id, once the first session is over. */
async function lookAgain(context: SyncContext, module: Module, pairs: readonly RecordPair[]): Promise<void> {
  const rows = pairs.flatMap(({ deskId, crmId }) => [
    { module, side: 'desk' as const, recordId: deskId, reason: 'reconcile' as const },
    { module, side: 'crm' as const, recordId: crmId, reason: 'reconcile' as const },
  ]);
  if (rows.length > 0) await context.org.inbox.mark(rows, context.clock.now());
}
