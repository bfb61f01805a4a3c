import type { SyncError } from '../core/errors.ts';
import { unchangedSinceBase } from '../core/planning/unchanged-since-base.ts';
import type { Module, RemoteRecord, Side } from '../core/record.ts';
import { SIDES, otherSide } from '../core/record.ts';
import type { InboxRow, Link, OpenConflict } from '../ports/store.ts';
import type { SyncContext } from './context.ts';
import { setupOf } from './context.ts';
import { recordKey } from './execute-plans.ts';
import { noteAbsence, type Absence } from './note-absence.ts';
import type { OneSidedPair } from './put-back.ts';
import { readRecords } from './read-records.ts';
import { aboutOf, type RecordPlan } from './record-plan.ts';
import type { SidedRecord } from './references.ts';

export interface LinkedRecord extends SidedRecord {
  readonly link: Link;
}
interface ChangedPair {
  readonly link: Link;
  readonly side: Side;
  readonly records: Readonly<Record<Side, RemoteRecord>>;
}

/**
 * Pairs with a mapped field that moved away from the base, each once, with both sides' present state; those whose
 * partner is gone; and the records whose partner the product refuses to show.
 */
export async function readChangedPairs(
  context: SyncContext,
  module: Module,
  linked: readonly LinkedRecord[],
  rows: readonly InboxRow[],
  openOf: (deskId: string) => readonly OpenConflict[],
): Promise<{
  readonly pairs: readonly ChangedPair[];
  readonly oneSided: readonly OneSidedPair[];
  readonly refused: readonly RecordPlan[];
}> {
  const { mapping } = setupOf(context, module);
  const isChanged = ({ side, record, link }: LinkedRecord): boolean => {
    const echo = unchangedSinceBase(mapping, side, record, link.base);
    return (
      !echo || openOf(link.deskId).length > 0 || link.presence.desk !== 'live' || link.presence.crm !== 'live'
    );
  };
  const changed = linked.filter(isChanged);
  for (const side of SIDES) {
    const quiet = linked.filter((item) => item.side === side && !isChanged(item));
    const ids = quiet.map(({ record }) => record.id);
    // A reference that was taken back waits for nothing any more, and what has nothing to bring fails at nothing.
    await context.org.waitingReferences.clear(module, side, ids);
    await context.org.failures.clear(module, side, ids);
  }
  const urgent = new Set(
    rows.filter((row) => row.reason === 'send-again').map((row) => recordKey(row.side, row.recordId)),
  );
  const pairs = new Map<string, ChangedPair>();
  const oneSided: OneSidedPair[] = [];
  const refused: RecordPlan[] = [];
  for (const side of SIDES) {
    const other = otherSide(side);
    const idOnOther = (link: Link) => (other === 'desk' ? link.deskId : link.crmId);
    const mine = changed.filter((item) => item.side === side && !pairs.has(item.link.deskId));
    const suspects = suspectsOf(rows, side);
    const doubted = mine.filter(({ record }) => suspects.has(record.id));
    const { records: partners, unreadable } = await readRecords(
      context,
      module,
      other,
      mine.map(({ link }) => idOnOther(link)),
      new Set(doubted.map(({ link }) => idOnOther(link))),
    );
    const gone: Absence[] = [];
    for (const { record, link } of mine) {
      const error = unreadable.get(idOnOther(link));
      if (error) {
        refused.push(refusedRead(aboutOf(module, side, record), error));
        continue;
      }
      const partner = partners.get(idOnOther(link));
      if (!partner || partner.inRecycleBin === true) {
        const sendAgain = urgent.has(recordKey(side, record.id));
        const inRecycleBin = partner?.inRecycleBin === true;
        // This one was read just now, whatever was believed of it before (S49).
        const seen = { ...link, presence: { ...link.presence, [side]: 'live' as const } };
        const open = openOf(link.deskId);
        oneSided.push({ side, record, link: seen, partnerInBin: inRecycleBin, sendAgain, open });
        gone.push({ side: other, id: idOnOther(link), inRecycleBin, link: seen });
        continue;
      }
      const records = side === 'desk' ? { desk: record, crm: partner } : { desk: partner, crm: record };
      pairs.set(link.deskId, { link, side, records });
    }
    await noteAbsence(context, module, gone);
  }
  return { pairs: [...pairs.values()], oneSided, refused };
}

/** Records that had to be looked at again. What stopped them may stop them still, so nobody is read with them. */
export function suspectsOf(rows: readonly InboxRow[], side: Side): ReadonlySet<string> {
  const deferred = rows.filter((row) => row.side === side && row.attempts > 0);
  return new Set(deferred.map(({ recordId }) => recordId));
}

export function refusedRead(
  about: Pick<RecordPlan, 'side' | 'id' | 'name' | 'modifiedAt'>,
  failure: SyncError,
): RecordPlan {
  return { ...about, tasks: [], conflicts: [], failure, missing: [] };
}
