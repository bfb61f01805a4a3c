import type { SyncError } from '../core/errors.ts';
import { matchKey } from '../core/matching/match-key.ts';
import type { Module, Side } from '../core/record.ts';
import { SIDES, otherSide } from '../core/record.ts';
import type { InboxRow, Link } from '../ports/store.ts';
import { failureRow } from './apply-writes.ts';
import { readChangedPairs, refusedRead, suspectsOf, type LinkedRecord } from './changed-pairs.ts';
import type { SyncContext } from './context.ts';
import { guardAgainstMassEmptying } from './emptied-guard.ts';
import { executePlans, recordKey } from './execute-plans.ts';
import { findPartners } from './find-partner.ts';
import { guardAgainstMassLoss, isHeld } from './mass-change-guard.ts';
import { sortByDecision } from './match-decisions.ts';
import { noteAbsence, type Absence } from './note-absence.ts';
import { planExistingPair, planNewPair, planNewPartner, refusal, type RecordPlan } from './record-plan.ts';
import { chooseNewcomers } from './newcomers.ts';
import { planPutBacks } from './put-back.ts';
import { readRecords } from './read-records.ts';
import { deferUnderWay } from './under-way.ts';
import {
  bothSides,
  loadReferences,
  requireReferences,
  verifyLostReferences,
  type SidedRecord,
} from './references.ts';

/** First wait after a transient failure; doubles per attempt, up to an hour (P16). */
const RETRY_BASE_MS = 2_000;
const RETRY_MAX_MS = 3_600_000;
/** What somebody changed between our read and our write is planned again at once, but not for ever (P16). */
const HASTY_ATTEMPTS = 3;
/** A record that can be read but not written as if it did not exist is a failure after so many looks. */
const NOT_FOUND_ATTEMPTS = 5;
const BATCH_SIZE = 100;

/** Works off the inbox, modules in the order in which they refer to each other (S100). */
export async function drainInbox(context: SyncContext): Promise<number> {
  let total = 0;
  for (const module of context.modules.keys()) total += await drainModule(context, module);
  return total;
}

/** Works off one module's due rows. @returns how many rows were looked at */
export async function drainModule(context: SyncContext, module: Module): Promise<number> {
  let total = 0;
  for (;;) {
    context.signal.throwIfAborted();
    if (await isHeld(context.org.cursors, module)) return total;
    const due = await context.org.inbox.due(module, BATCH_SIZE, context.clock.now());
    if (due.length === 0) return total;
    const rows = await deferUnderWay(context, module, due);
    if (rows.length > 0) await syncRecords(context, module, rows);
    total += due.length;
  }
}

/**
 * Brings the named records and their partners to agreement: reads the present state, compares it with the base and
 * writes the difference. What the events said is not looked at, so lost, doubled and reordered ones do no harm
 * (notifications are hints).
 *
 * Settled rows leave the inbox; transient failures stay, due later; permanent ones become a failure entry (S68).
 */
export async function syncRecords(
  context: SyncContext,
  module: Module,
  rows: readonly InboxRow[],
): Promise<void> {
  const seen = await observe(context, module, rows);
  await noteAbsence(context, module, seen.absent);
  if (await looksEmpty(context, module, seen.absent)) return;
  await refreshKeys(context, module, seen.present);
  const linkedPairs = seen.linked.map(({ link, ...present }) => ({ link, present: [present] }));
  for (const touched of await verifyLostReferences(context, module, linkedPairs))
    await drainModule(context, touched);
  const linkedIds = seen.linked.map(({ link }) => link.deskId);
  const openConflicts = await context.org.openConflicts.ofPairs(module, linkedIds);
  const openOf = (deskId: string) => openConflicts.filter((conflict) => conflict.deskId === deskId);
  const { pairs, oneSided, refused } = await readChangedPairs(context, module, seen.linked, rows, openOf);
  // The partners too: their account may have been deleted without anybody telling (S51).
  const partners = pairs.map(({ link, side, records }) => {
    return { link, present: [{ side: otherSide(side), record: records[otherSide(side)] }] };
  });
  for (const touched of await verifyLostReferences(context, module, partners))
    await drainModule(context, touched);
  const lost = oneSided.map(({ side, link }) => ({ side: otherSide(side), link }));
  if (await looksEmpty(context, module, lost)) return;
  const decided = await sortByDecision(context, module, seen.unlinked);
  const newcomers = chooseNewcomers(context, module, decided.open);

  const involved = [
    ...pairs.flatMap((pair) => bothSides(pair.records)),
    ...oneSided,
    ...newcomers.now,
    ...decided.create,
  ];
  for (const required of await requireReferences(context, module, involved))
    await drainModule(context, required);
  const references = await loadReferences(
    context,
    module,
    involved,
    pairs.map((pair) => pair.link),
  );
  const putBack = await planPutBacks(context, module, oneSided);
  // A newcomer may have just taken the place of what its partner lost.
  const settled = new Set(
    putBack.plans.flatMap(({ link }) =>
      link?.isNew === true ? [recordKey('desk', link.value.deskId), recordKey('crm', link.value.crmId)] : [],
    ),
  );

  const plans: RecordPlan[] = [
    ...seen.refused,
    ...refused,
    ...putBack.plans,
    ...pairs.map(({ link, side, records }) =>
      planExistingPair(context, link, side, records, references, { open: openOf(link.deskId) }),
    ),
    ...decided.create.map(({ side, record }) => planNewPartner(context, module, side, record, references)),
  ];
  const awaited = new Map<string, SyncError>();
  for (const side of SIDES) {
    const records = newcomers.now
      .filter((item) => item.side === side && !settled.has(recordKey(side, item.record.id)))
      .map((item) => item.record);
    const partners = await findPartners(context, module, side, records);
    const found = records.flatMap((record) => {
      const partner = partners.get(record.id);
      return partner?.kind === 'found' ? [{ side: otherSide(side), record: partner.record }] : [];
    });
    const theirs = await loadReferences(context, module, [...found, ...newcomers.now]);
    for (const record of records) {
      const partner = partners.get(record.id) ?? { kind: 'none' };
      if (partner.kind === 'awaited') awaited.set(recordKey(side, record.id), partner.error);
      else if (partner.kind === 'refused') plans.push(refusal(module, side, record, partner.error));
      // People said who it is not; nobody said who it is. Neither a pair nor a double is made of it.
      else if (partner.kind === 'parted') continue;
      else if (partner.kind === 'none') plans.push(planNewPartner(context, module, side, record, references));
      else {
        const both =
          side === 'desk' ? { desk: record, crm: partner.record } : { desk: partner.record, crm: record };
        plans.push(planNewPair(context, module, side, both, theirs, partner.replaces));
      }
    }
  }

  if (await guardAgainstMassEmptying(context, module, plans)) return;
  const again = new Map([
    ...putBack.again,
    ...awaited,
    ...(await executePlans(context, module, plans, seen.readAt)),
  ]);
  const later = new Set(newcomers.later.map(({ side, record }) => recordKey(side, record.id)));
  await settleRows(
    context,
    rows.filter((row) => !later.has(recordKey(row.side, row.recordId))),
    again,
  );
}

/** Asks the guard only when a pair that was whole has just lost a record (P17). */
async function looksEmpty(
  context: SyncContext,
  module: Module,
  absent: readonly { readonly side: Side; readonly link: Link | undefined }[],
): Promise<boolean> {
  for (const side of SIDES) {
    const isNew = absent.some((item) => item.side === side && item.link?.presence[side] === 'live');
    if (isNew && (await guardAgainstMassLoss(context, module, side))) return true;
  }
  return false;
}

interface Observation {
  readonly present: readonly SidedRecord[];
  readonly linked: readonly LinkedRecord[];
  readonly unlinked: readonly SidedRecord[];
  readonly absent: readonly Absence[];
  /** Records that the product refuses to show. */
  readonly refused: readonly RecordPlan[];
  /** CRM's clock when CRM was read; null when it was not. */
  readonly readAt: string | null;
}

async function observe(
  context: SyncContext,
  module: Module,
  rows: readonly InboxRow[],
): Promise<Observation> {
  const linked: LinkedRecord[] = [];
  const unlinked: SidedRecord[] = [];
  const absent: Absence[] = [];
  const refused: RecordPlan[] = [];
  for (const side of SIDES) {
    const ids = [...new Set(rows.filter((row) => row.side === side).map((row) => row.recordId))];
    if (ids.length === 0) continue;
    const links = await context.org.links.byIds(module, side, ids);
    const suspects = suspectsOf(rows, side);
    const { records, unreadable } = await readRecords(context, module, side, ids, suspects);
    for (const id of ids) {
      const error = unreadable.get(id);
      if (error) {
        refused.push(refusedRead({ side, id, name: null, modifiedAt: null }, error));
        continue;
      }
      const link = links.get(id);
      const record = records.get(id);
      if (!record || record.inRecycleBin === true) {
        absent.push({ side, id, inRecycleBin: record?.inRecycleBin === true, link });
      } else if (link) linked.push({ side, record, link });
      else unlinked.push({ side, record });
    }
  }
  return {
    present: [...linked, ...unlinked],
    linked,
    unlinked,
    absent,
    refused,
    readAt: context.gateways.crm.serverTime(),
  };
}

async function refreshKeys(
  context: SyncContext,
  module: Module,
  records: readonly SidedRecord[],
): Promise<void> {
  await context.org.keys.upsertMany(
    records.map(({ side, record }) => {
      const key = matchKey(module, record.values, side);
      return { module, side, recordId: record.id, key, createdAt: record.createdAt };
    }),
  );
}

async function settleRows(
  context: SyncContext,
  rows: readonly InboxRow[],
  again: ReadonlyMap<string, SyncError>,
): Promise<void> {
  const done: InboxRow[] = [];
  for (const row of rows) {
    const key = recordKey(row.side, row.recordId);
    const error = again.get(key);
    if (error?.code === 'not-found' && row.attempts >= NOT_FOUND_ATTEMPTS) {
      const at = context.clock.now();
      const { module, side, recordId } = row;
      const about = { module, side, recordId, recordName: null, modifiedAt: null };
      await context.org.failures.record([failureRow(about, error, at)]);
      done.push(row);
      continue;
    }
    if (!error) {
      done.push(row);
      continue;
    }
    const backoff = Math.min(RETRY_BASE_MS * 2 ** row.attempts, RETRY_MAX_MS);
    const isAtOnce = error.code === 'changed-meanwhile' && row.attempts < HASTY_ATTEMPTS;
    const wait = Math.max(isAtOnce ? 0 : backoff, error.retryAfterMs ?? 0);
    await context.org.inbox.defer([row], new Date(Date.parse(context.clock.now()) + wait).toISOString());
  }
  await context.org.inbox.settle(done);
}
