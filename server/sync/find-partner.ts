import { SyncError } from '../core/errors.ts';
import { matchKey } from '../core/matching/match-key.ts';
import type { Module, RemoteRecord, Side } from '../core/record.ts';
import { otherSide } from '../core/record.ts';
import type { Link } from '../ports/store.ts';
import type { SyncContext } from './context.ts';
import { setupOf } from './context.ts';
import { guardAgainstMassLoss } from './mass-change-guard.ts';
import { noteAbsence } from './note-absence.ts';
import { readParted } from './parted-pairs.ts';
import { readRecords } from './read-records.ts';
import { beforeIndexed } from './index-lag.ts';
import { recordsUnderWay } from './under-way.ts';

export interface FoundPartner {
  readonly kind: 'found';
  readonly record: RemoteRecord;
  /** Its pair so far, of which the other record is gone: a merge left this one in its place. */
  readonly replaces?: readonly Link[];
}
const NONE = { kind: 'none' } as const;
/** A write to the match has no answer yet: nobody knows whether it is free, or what it holds (P4, P5, P22). */
export interface AwaitedPartner {
  readonly kind: 'awaited';
  readonly error: SyncError;
}
export type Partner =
  | typeof NONE
  | AwaitedPartner
  /** Only records that a person took it apart from carry its key. */
  | { readonly kind: 'parted' }
  | FoundPartner
  | { readonly kind: 'refused'; readonly error: SyncError };

/**
 * Looks for the partners of unpaired records by match key (S33–S35): in our own key index, which knows own creates
 * and normalised spellings at once, and at the product itself, which knows what no event told us yet.
 * Candidates are read before they are believed.
 *
 * One call per batch and source, never one per record.
 *
 * @returns by record id: no partner, the one free partner, or why there may be none (S72, ambiguous, parted by hand)
 */
export async function findPartners(
  context: SyncContext,
  module: Module,
  side: Side,
  records: readonly RemoteRecord[],
): Promise<ReadonlyMap<string, Partner>> {
  const { mapping } = setupOf(context, module);
  const target = otherSide(side);
  const keyOf = (record: RemoteRecord) => matchKey(module, record.values, side);
  const keys = [...new Set(records.map(keyOf).filter((key) => key !== null))];
  const read = { fields: mapping.fieldsToRead(target), signal: context.signal };

  if (keys.length > 0 && target === 'desk') await indexNewDeskRecords(context, module);
  const remote = keys.length > 0 ? await context.gateways[target].findByKey(module, keys, read) : [];
  const known = await context.org.keys.find(module, target, keys);
  const unseen = known.map((row) => row.recordId).filter((id) => !remote.some((record) => record.id === id));
  const { records: reread, unreadable } = await readRecords(context, module, target, unseen);
  const candidates = [...remote, ...reread.values()].filter((record) => record.inRecycleBin !== true);

  const byKey = Map.groupBy(candidates, (record) => matchKey(module, record.values, target));
  const links = await context.org.links.byIds(
    module,
    target,
    candidates.map((record) => record.id),
  );
  const isParted = await readParted(
    context.org,
    module,
    side,
    records.map(({ id }) => id),
    candidates.map(({ id }) => id),
  );
  const rivals = await rivalsByKey(context, module, side, keys);
  const vacant = await vacantPairs(context, module, side, candidates, links);
  const alone = records.filter((record) => (byKey.get(keyOf(record)) ?? []).length === 0);
  const originals = await originalsOf(context, module, side, alone);

  const isUnderWay = await recordsUnderWay(context, module);
  const result = new Map<string, Partner>();
  for (const record of records) {
    const key = keyOf(record);
    const all = key === null ? [] : (byKey.get(key) ?? []);
    const hits = all.filter(({ id }) => !isParted(record.id, id));
    const hidden = known.find((row) => row.key === key && unreadable.has(row.recordId));
    const error = hidden && unreadable.get(hidden.recordId);
    const awaited = hits.find(({ id }) => isUnderWay(target, id, links.has(id)));
    // Nobody knows whether that is the partner: better a failure than a duplicate.
    if (error) result.set(record.id, { kind: 'refused', error });
    else if (awaited) result.set(record.id, waitFor(awaited.id));
    else if (originals.has(record.id)) result.set(record.id, originals.get(record.id) ?? NONE);
    else if (all.length > 0 && hits.length === 0) result.set(record.id, { kind: 'parted' });
    else result.set(record.id, judge(record, key, hits, { links, vacant, rivals }));
  }
  return result;
}

/**
 * Desk's search shows a new record only after its index lag, and the event that told of it may be lost: before
 * anything is created in Desk, the list (which does not lag) says what people created there meanwhile. Costs one
 * call per batch, and one per record that is really new.
 */
async function indexNewDeskRecords(context: SyncContext, module: Module): Promise<void> {
  const since = beforeIndexed(context);
  const records = await context.gateways.desk.readCreatedSince(module, since, {
    fields: setupOf(context, module).mapping.fieldsToRead('desk'),
    known: (ids) => context.org.keys.known(module, 'desk', ids),
    signal: context.signal,
  });
  await context.org.keys.upsertMany(
    records.map((record) => {
      const key = matchKey(module, record.values, 'desk');
      return { module, side: 'desk', recordId: record.id, key, createdAt: record.createdAt };
    }),
  );
}

function judge(
  record: RemoteRecord,
  key: string | null,
  hits: readonly RemoteRecord[],
  known: {
    readonly links: ReadonlyMap<string, Link>;
    readonly vacant: ReadonlySet<Link>;
    readonly rivals: ReadonlyMap<string, readonly string[]>;
  },
): Partner {
  const [hit, ...more] = hits;
  if (!hit || key === null) return NONE;
  if (more.length > 0) {
    return refused(
      'ambiguous-match',
      `${hits.length} records of the other side carry the match key of ${record.id}`,
      hit.id,
    );
  }
  const link = known.links.get(hit.id);
  if (link && !known.vacant.has(link)) {
    return refused('already-linked', `${hit.id} is already linked to another record`, hit.id);
  }
  const others = (known.rivals.get(key) ?? []).filter((id) => id !== record.id);
  if (others.length > 0) {
    return refused(
      'ambiguous-match',
      `${others.length + 1} records of one side carry the match key of ${hit.id}`,
      hit.id,
    );
  }
  return { kind: 'found', record: hit, ...(link ? { replaces: [link] } : {}) };
}

/**
 * Pairs of the candidates that lost their record on `side`. Looked up before a newcomer is refused for their sake: a
 * merge deletes the record that was paired and keeps its duplicate, and whichever is told of first, the survivor
 * takes the place in the pair (S33, P11). A side that loses much at once is not believed (P17).
 */
async function vacantPairs(
  context: SyncContext,
  module: Module,
  side: Side,
  candidates: readonly RemoteRecord[],
  links: ReadonlyMap<string, Link>,
): Promise<ReadonlySet<Link>> {
  const taken = candidates.flatMap(({ id }) => links.get(id) ?? []);
  const idOn = (link: Link) => (side === 'desk' ? link.deskId : link.crmId);
  const { records, unreadable } = await readRecords(context, module, side, taken.map(idOn));
  const gone = taken.filter((link) => {
    const record = records.get(idOn(link));
    return !unreadable.has(idOn(link)) && (!record || record.inRecycleBin === true);
  });
  await noteAbsence(
    context,
    module,
    gone.map((link) => ({ side, id: idOn(link), inRecycleBin: records.has(idOn(link)), link })),
  );
  const isNews = gone.some((link) => link.presence[side] === 'live');
  if (isNews && (await guardAgainstMassLoss(context, module, side))) return new Set();
  return new Set(gone);
}

/**
 * Newcomers that are duplicates of a record of their own side whose partner was deleted. The deletion holds for them as
 * well: else what somebody deleted would be back at once, made from the duplicate (S45, S48), and once more when the
 * original is edited (S72). The originals are read before they are believed.
 *
 * @param records without a match on the other side
 * @returns by record id why there may be no partner
 */
async function originalsOf(
  context: SyncContext,
  module: Module,
  side: Side,
  records: readonly RemoteRecord[],
): Promise<ReadonlyMap<string, Partner>> {
  const keyOf = ({ values }: RemoteRecord) => matchKey(module, values, side);
  const keys = [...new Set(records.map(keyOf).filter((key) => key !== null))];
  const rows = await context.org.keys.find(module, side, keys);
  const ids = rows.map(({ recordId }) => recordId);
  const links = await context.org.links.byIds(module, side, ids);
  const suspected = ids.filter((id) => {
    const link = links.get(id);
    return link?.presence[side] === 'live' && link.presence[otherSide(side)] !== 'live';
  });
  const { records: originals } = await readRecords(context, module, side, suspected);
  const live = [...originals.values()].filter((original) => original.inRecycleBin !== true);
  const result = new Map<string, Partner>();
  for (const record of records) {
    if (links.has(record.id)) continue;
    const original = live.find((item) => item.id !== record.id && keyOf(item) === keyOf(record));
    if (original === undefined || keyOf(record) === null) continue;
    const why = `it is a duplicate of ${original.id}, whose partner was deleted`;
    result.set(record.id, refused('already-linked', why, original.id));
  }
  return result;
}

/** Unpaired live records of the same side that carry the same key: with them a single hit is not unambiguous. */
async function rivalsByKey(context: SyncContext, module: Module, side: Side, keys: readonly string[]) {
  const rows = await context.org.keys.find(module, side, keys);
  const links = await context.org.links.byIds(
    module,
    side,
    rows.map((row) => row.recordId),
  );
  const rivals = new Map<string, string[]>();
  for (const row of rows) {
    if (row.key === null || links.has(row.recordId)) continue;
    rivals.set(row.key, [...(rivals.get(row.key) ?? []), row.recordId]);
  }
  return rivals;
}

function waitFor(recordId: string): AwaitedPartner {
  const message = `a write to ${recordId} has no answer yet`;
  return { kind: 'awaited', error: new SyncError('unknown-outcome', message, { recordId }) };
}

function refused(code: 'already-linked' | 'ambiguous-match', message: string, recordId: string): Partner {
  return { kind: 'refused', error: new SyncError(code, message, { recordId }) };
}
