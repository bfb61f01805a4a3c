import { SyncError } from '../core/errors.ts';
import type { CompiledMapping } from '../core/mapping/compile-mapping.ts';
import { judgeDeletion, type AbsentState } from '../core/planning/deletion.ts';
import { bringsNothingBack, unpairedReferences } from '../core/planning/unchanged-since-base.ts';
import type { BaseRows } from '../core/planning/plan.ts';
import type { MissingReference } from '../core/planning/references.ts';
import type { Module, RemoteRecord, Side } from '../core/record.ts';
import { otherSide, SIDES } from '../core/record.ts';
import type { Link, OpenConflict } from '../ports/store.ts';
import { isSeen } from './conflict-inbox.ts';
import { applyWrites } from './apply-writes.ts';
import type { SyncContext } from './context.ts';
import { setupOf } from './context.ts';
import { leavesDesk } from './departments.ts';
import { recordKey } from './execute-plans.ts';
import { findPartners, type FoundPartner } from './find-partner.ts';
import { noteAbsence } from './note-absence.ts';
import {
  aboutOf,
  planExistingPair,
  planNewPair,
  planNewPartner,
  refusal,
  type RecordPlan,
} from './record-plan.ts';
import { recordName } from './record-name.ts';
import { readRecords } from './read-records.ts';
import { bothSides, loadReferences } from './references.ts';
import type { RestoreTask } from './write-task.ts';

/** A pair of which only `side`'s record is there. */
export interface OneSidedPair {
  /** Side that lives. */
  readonly side: Side;
  readonly record: RemoteRecord;
  readonly link: Link;
  /** Whether the other record was seen in the recycle bin. */
  readonly partnerInBin: boolean;
  /** An administrator asked for the record to be made again, whatever the tombstone says (S46). */
  readonly sendAgain: boolean;
  /** Its conflicts that wait for a decision. */
  readonly open: readonly OpenConflict[];
}

export interface PutBackResult {
  readonly plans: readonly RecordPlan[];
  /** Records to be looked at again, with the reason. */
  readonly again: ReadonlyMap<string, SyncError>;
}

/** CRM lists permanent deletions for 120 days, the bins keep theirs for 60 (zoho-crm-api §2.3, zoho-desk-api §2.8). */
const LISTED_MS = 121 * 86_400_000;

/**
 * Decides about pairs whose one record was deleted and whose other one may have changed since (S40–S52). What was
 * changed comes back: first by pairing a live record of the same match key (what a merge left, or what somebody
 * entered again), else out of the recycle bin under its old id, else as a new record. Never two live copies.
 *
 * Restores happen here; what the restored record still needs is planned like any other pair.
 */
export async function planPutBacks(
  context: SyncContext,
  module: Module,
  oneSided: readonly OneSidedPair[],
): Promise<PutBackResult> {
  const plans: RecordPlan[] = [];
  const again = new Map<string, SyncError>();
  for (const side of SIDES) {
    const ofSide = oneSided.filter((pair) => pair.side === side);
    const { judged, quiet } = await judgeAll(context, module, side, ofSide);
    plans.push(...quiet);
    await noteAbsence(
      context,
      module,
      judged.map(({ pair, state }) => ({ ...absenceOf(pair), state })),
    );
    const wanted = judged.filter(({ verdict }) => verdict === 'put-back' || verdict === 'suppress');
    const records = wanted.map(({ pair }) => pair.record);
    const partners = await findPartners(context, module, side, records);
    const restorable: OneSidedPair[] = [];
    for (const { pair, verdict, state } of wanted) {
      const partner = partners.get(pair.record.id) ?? { kind: 'none' };
      if (partner.kind === 'awaited') again.set(recordKey(side, pair.record.id), partner.error);
      else if (partner.kind === 'found') {
        plans.push(await planReplacement(context, module, pair, partner));
      } else if (verdict === 'suppress') {
        plans.push(planSuppression(pair, state));
      } else if (partner.kind === 'refused') {
        plans.push(refusal(module, side, pair.record, partner.error));
      } else restorable.push(pair);
    }
    const restored = await restoreAll(context, module, side, restorable);
    plans.push(...restored.plans);
    for (const [key, error] of restored.again) again.set(key, error);
  }
  return { plans, again };
}

interface Judged {
  readonly pair: OneSidedPair;
  readonly state: AbsentState;
  readonly verdict: ReturnType<typeof judgeDeletion>;
}

async function judgeAll(
  context: SyncContext,
  module: Module,
  side: Side,
  pairs: readonly OneSidedPair[],
): Promise<{ readonly judged: readonly Judged[]; readonly quiet: readonly RecordPlan[] }> {
  if (pairs.length === 0) return { judged: [], quiet: [] };
  const { config, mapping } = setupOf(context, module);
  const target = otherSide(side);
  const references = await loadReferences(
    context,
    module,
    pairs,
    pairs.map((pair) => pair.link),
  );
  const cases = pairs.map((pair) => ({
    pair,
    counterpart: bringsNothingBack(mapping, side, pair.record, knownOf(mapping, pair), references)
      ? ('unchanged' as const)
      : ('changed' as const),
    mayWrite: target === 'desk' || leavesDesk(config, pair.record),
  }));
  const unsure = cases.filter(
    ({ pair, counterpart, mayWrite }) =>
      (counterpart === 'changed' || pair.sendAgain) &&
      mayWrite &&
      !pair.partnerInBin &&
      pair.link.presence[target] !== 'purged',
  );
  const listed = await listedDeletions(context, module, target, unsure.length > 0);
  const judged: Judged[] = [];
  const quiet: RecordPlan[] = [];
  for (const { pair, counterpart, mayWrite } of cases) {
    // A read by id that finds nothing, and nothing in the bin: gone for good unless the listing knows better (P10).
    const state = pair.partnerInBin ? 'bin' : (listed.get(partnerId(pair)) ?? 'purged');
    const verdict = judgeDeletion({ state, counterpart, mayWrite, sendAgain: pair.sendAgain });
    if (verdict !== 'nothing') judged.push({ pair, state, verdict });
    else
      quiet.push(
        nothingToDo(pair, unpairedReferences(mapping, side, pair.record, pair.link.base, references)),
      );
  }
  return { judged, quiet };
}

/**
 * What the pair last agreed on, or is known to disagree on: a conflict that nobody has decided for this side is no news
 * when the other record is deleted, whoever looks again (S48).
 */
function knownOf(mapping: CompiledMapping, { side, record, link, open }: OneSidedPair): BaseRows {
  const seen = open.filter((conflict) => conflict.choice !== side && isSeen(mapping, side, record, conflict));
  return { ...link.base, ...Object.fromEntries(seen.map(({ key, desk, crm }) => [key, { desk, crm }])) };
}

async function listedDeletions(
  context: SyncContext,
  module: Module,
  side: Side,
  isNeeded: boolean,
): Promise<ReadonlyMap<string, AbsentState>> {
  if (!isNeeded) return new Map();
  const since = new Date(Date.parse(context.clock.now()) - LISTED_MS).toISOString();
  const deleted = await context.gateways[side].readDeletedSince(module, since, context.signal);
  return new Map(deleted.map(({ id, state }) => [id, state]));
}

/** The pair moves on to another record of the side that lost its own: a merge's survivor, or a copy made by hand. */
async function planReplacement(
  context: SyncContext,
  module: Module,
  { side, record, link }: OneSidedPair,
  { record: found, replaces = [] }: FoundPartner,
): Promise<RecordPlan> {
  const records = side === 'desk' ? { desk: record, crm: found } : { desk: found, crm: record };
  const references = await loadReferences(context, module, bothSides(records));
  return planNewPair(context, module, side, records, references, [link, ...replaces]);
}

/** It has nothing to bring to a record that is gone, or not yet, so nothing of it fails (any more). */
function nothingToDo({ side, record, link }: OneSidedPair, missing: readonly MissingReference[]): RecordPlan {
  return { ...aboutOf(link.module, side, record), tasks: [], conflicts: [], missing };
}

/** Remembers which state of the record was suppressed, so that one change makes one line of history. */
function planSuppression(pair: OneSidedPair, state: AbsentState): RecordPlan {
  const { side, record, link } = pair;
  const isNews = record.modifiedAt === null || record.modifiedAt !== link.modifiedAt[side];
  const value: Link = {
    ...link,
    presence: { ...link.presence, [otherSide(side)]: state },
    modifiedAt: { ...link.modifiedAt, [side]: record.modifiedAt },
  };
  return {
    ...aboutOf(link.module, side, record),
    link: { value, isNew: false },
    tasks: [],
    conflicts: [],
    missing: [],
    ...(isNews ? { suppressed: true } : {}),
  };
}

async function restoreAll(
  context: SyncContext,
  module: Module,
  side: Side,
  pairs: readonly OneSidedPair[],
): Promise<PutBackResult> {
  const again = new Map<string, SyncError>();
  if (pairs.length === 0) return { plans: [], again };
  const target = otherSide(side);
  const tasks = pairs.map(({ record, link }): RestoreTask => {
    const binned = { ...link, presence: { ...link.presence, [target]: 'bin' as const } };
    return { kind: 'restore', module, target, link: binned, name: recordName(module, side, record) };
  });
  const applied = await applyWrites(context, tasks, null);
  const waiting = new Set(applied.retry.map(({ task }) => task));
  for (const [index, pair] of pairs.entries()) {
    const task = tasks[index];
    const error = applied.retry.find((entry) => entry.task === task)?.error;
    if (error) again.set(recordKey(side, pair.record.id), error);
  }

  const rest = pairs.filter((_, index) => {
    const task = tasks[index];
    return task !== undefined && !waiting.has(task);
  });
  const { records } = await readRecords(context, module, target, rest.map(partnerId));
  // Restoring took its time, and Desk has no conditional write: whoever edited there meanwhile is not written over (P4).
  const sources = await readRecords(
    context,
    module,
    side,
    side === 'desk' ? rest.map(({ record }) => record.id) : [],
  );
  const refused = new Set(applied.failed.map(({ task }) => task));
  const live = rest.flatMap((pair) => {
    const partner = records.get(partnerId(pair));
    return partner && partner.inRecycleBin !== true ? [{ side: target, record: partner }] : [];
  });
  const present = rest.map((pair) => ({
    ...pair,
    record: sources.records.get(pair.record.id) ?? pair.record,
  }));
  const references = await loadReferences(
    context,
    module,
    [...present, ...live],
    rest.map((pair) => pair.link),
  );
  const plans = present.map((pair): RecordPlan => {
    const { record, link } = pair;
    const partner = records.get(partnerId(pair));
    const isGone = side === 'desk' && !sources.records.has(record.id);
    if (partner && partner.inRecycleBin !== true && record.inRecycleBin !== true && !isGone) {
      const both = side === 'desk' ? { desk: record, crm: partner } : { desk: partner, crm: record };
      return planExistingPair(context, link, side, both, references, { newer: side });
    }
    const isRefused = tasks.some((task) => task.link.deskId === link.deskId && refused.has(task));
    if (!isRefused) {
      again.set(
        recordKey(side, record.id),
        new SyncError('changed-meanwhile', `${record.id} or ${partnerId(pair)} was deleted again`),
      );
      return { ...aboutOf(module, side, record), tasks: [], conflicts: [], missing: [] };
    }
    return planNewPartner(context, module, side, record, references, link);
  });
  return { plans, again };
}

function partnerId({ side, link }: OneSidedPair): string {
  return side === 'desk' ? link.crmId : link.deskId;
}

function absenceOf(pair: OneSidedPair) {
  const side = otherSide(pair.side);
  return { side, id: partnerId(pair), inRecycleBin: pair.partnerInBin, link: pair.link };
}
