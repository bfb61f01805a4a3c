import { oneYearBefore } from '../core/matching/one-year-before.ts';
import type { Module, Side } from '../core/record.ts';
import { SIDES, otherSide } from '../core/record.ts';
import type { FailureRow, Link, OrgRepositories } from '../ports/store.ts';

/** Match keys of records that are gone now, by id. */
type GoneKeys = Readonly<Record<Side, ReadonlyMap<string, string>>>;

/**
 * Has those looked at for whom a record that is gone now stood in the way, without anybody asking (S33, S36): a merge
 * or a deletion took it away. Call before its match key is forgotten, in the same transaction.
 */
export async function wakeRivals(
  repositories: OrgRepositories,
  module: Module,
  absences: readonly { readonly side: Side; readonly id: string; readonly link: Link | undefined }[],
  at: string,
): Promise<void> {
  const { keys, failures, inbox } = repositories;
  const gone = { desk: new Map<string, string>(), crm: new Map<string, string>() };
  for (const side of SIDES) {
    const ids = absences.filter((absence) => absence.side === side).map(({ id }) => id);
    if (ids.length > 0) gone[side] = new Map(await keys.ofRecords(module, side, ids));
  }
  const freed = await freedKeys(repositories, module, gone, absences);
  if (freed.size === 0) return;
  const failed = await failures.list(module);
  for (const side of SIDES) {
    const ids = new Set([
      ...(await refusedForIt(repositories, module, side, freed, failed)),
      ...(await leftAlone(repositories, module, side, gone, failed, at)),
      ...(await heirs(repositories, module, side, gone)),
    ]);
    const rows = [...ids]
      .filter((id) => !gone[side].has(id))
      .map((recordId) => {
        return { module, side, recordId, reason: 'dependency' as const };
      });
    if (rows.length > 0) await inbox.mark(rows, at);
  }
}

/** Match keys under which somebody may be paired now: of what is gone, and of the partners it leaves behind. */
async function freedKeys(
  { keys }: OrgRepositories,
  module: Module,
  gone: GoneKeys,
  absences: readonly { readonly side: Side; readonly link: Link | undefined }[],
): Promise<ReadonlySet<string>> {
  const freed = new Set(SIDES.flatMap((side) => [...gone[side].values()]));
  for (const side of SIDES) {
    // Once, when it becomes known: whoever is woken looks at the same pair.
    const links = absences.flatMap(({ side: lost, link }) =>
      lost === otherSide(side) && link?.presence[lost] === 'live' ? [link] : [],
    );
    const left = links.map(({ deskId, crmId }) => (side === 'desk' ? deskId : crmId));
    if (left.length === 0) continue;
    for (const key of (await keys.ofRecords(module, side, left)).values()) freed.add(key);
  }
  return freed;
}

/** Records that failed because one with their match key was there twice, or had a partner. */
async function refusedForIt(
  { keys }: OrgRepositories,
  module: Module,
  side: Side,
  freed: ReadonlySet<string>,
  failed: readonly FailureRow[],
): Promise<readonly string[]> {
  const ids = failed
    .filter((row) => row.side === side && (row.code === 'already-linked' || row.code === 'ambiguous-match'))
    .map(({ recordId }) => recordId);
  const keyOf = await keys.ofRecords(module, side, ids);
  return ids.filter((id) => freed.has(keyOf.get(id) ?? ''));
}

/**
 * Records of the other side that the one that is gone could not be paired with: its own entry in the Failure Log spoke
 * for both. Old ones stay alone until somebody changes them (S30).
 */
async function leftAlone(
  { keys }: OrgRepositories,
  module: Module,
  side: Side,
  gone: GoneKeys,
  failed: readonly FailureRow[],
  at: string,
): Promise<readonly string[]> {
  const other = otherSide(side);
  const theirs = failed.flatMap((row) => (row.side === other ? (gone[other].get(row.recordId) ?? []) : []));
  const cutoff = Date.parse(oneYearBefore(at));
  return (await keys.find(module, side, theirs))
    .filter(({ createdAt }) => createdAt === null || Date.parse(createdAt) >= cutoff)
    .map(({ recordId }) => recordId);
}

/** Records of the same key whose own partner is gone: they take its place in its pair. */
async function heirs({ keys, links }: OrgRepositories, module: Module, side: Side, gone: GoneKeys) {
  const ids = (await keys.find(module, side, [...gone[side].values()])).map(({ recordId }) => recordId);
  const pairs = await links.byIds(module, side, ids);
  return ids.filter((id) => (pairs.get(id)?.presence[otherSide(side)] ?? 'live') !== 'live');
}
