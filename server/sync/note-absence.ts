import { oneYearBefore } from '../core/matching/one-year-before.ts';
import type { Module, Side } from '../core/record.ts';
import { SIDES, otherSide } from '../core/record.ts';
import type { FailureRow, Link, OrgRepositories, Presence } from '../ports/store.ts';
import type { SyncContext } from './context.ts';

/** A record that an event or a pair named, and that is not there (any more). */
export interface Absence {
  readonly side: Side;
  readonly id: string;
  readonly inRecycleBin: boolean;
  readonly link: Link | undefined;
  /** What was found out about it beyond the read, when anything was. */
  readonly state?: 'bin' | 'purged';
}

/**
 * Remembers that records are gone. Deletions are never propagated (S40–S43): the pair only notes the state of that
 * side. `missing` is a suspicion until a deleted listing confirms it (P10).
 */
export async function noteAbsence(
  context: SyncContext,
  module: Module,
  absences: readonly Absence[],
): Promise<void> {
  if (absences.length === 0) return;
  const links = absences.flatMap(({ side, inRecycleBin, link, state }) => {
    if (!link) return [];
    const presence: Presence =
      state ?? (inRecycleBin ? 'bin' : link.presence[side] === 'purged' ? 'purged' : 'missing');
    return [{ ...link, presence: { ...link.presence, [side]: presence } }];
  });
  await context.org.transaction(async (repositories) => {
    await wakeRivals(repositories, module, absences, context.clock.now());
    if (links.length > 0) await repositories.links.updateMany(links, context.clock.now());
    for (const side of ['desk', 'crm'] as const) {
      const ids = absences.filter((absence) => absence.side === side).map((absence) => absence.id);
      if (ids.length === 0) continue;
      await repositories.keys.delete(module, side, ids);
      await repositories.failures.clear(module, side, ids);
      await repositories.waitingReferences.clear(module, side, ids);
    }
  });
}

/**
 * Has those looked at for whom a record that is gone now stood in the way, without anybody asking: records that failed
 * because of it as a duplicate, and those that it should have been paired with, of which its own entry in the Failure
 * Log told.
 */
async function wakeRivals(
  { keys, failures, inbox }: OrgRepositories,
  module: Module,
  absences: readonly Absence[],
  at: string,
): Promise<void> {
  const gone: Record<Side, ReadonlyMap<string, string>> = { desk: new Map(), crm: new Map() };
  for (const side of SIDES) {
    const ids = absences.filter((absence) => absence.side === side).map(({ id }) => id);
    if (ids.length > 0) gone[side] = await keys.ofRecords(module, side, ids);
  }
  const goneKeys = new Set(SIDES.flatMap((side) => [...gone[side].values()]));
  if (goneKeys.size === 0) return;
  const failed = await failures.list(module);
  for (const side of SIDES) {
    const ids = failed.filter((row) => row.side === side && !gone[side].has(row.recordId) && isRivalry(row));
    const keyOf = await keys.ofRecords(
      module,
      side,
      ids.map(({ recordId }) => recordId),
    );
    const freed = ids.filter(({ recordId }) => goneKeys.has(keyOf.get(recordId) ?? ''));
    const other = otherSide(side);
    const failedKeys = failed.flatMap((row) =>
      row.side === other ? (gone[other].get(row.recordId) ?? []) : [],
    );
    const left = await keys.find(module, side, failedKeys);
    const young = left.filter(({ createdAt }) => createdAt === null || createdAt >= oneYearBefore(at));
    const rows = [...freed, ...young].map(({ recordId }) => {
      return { module, side, recordId, reason: 'dependency' as const };
    });
    await inbox.mark(rows, at);
  }
}

function isRivalry({ code }: FailureRow): boolean {
  return code === 'already-linked' || code === 'ambiguous-match';
}
