import { otherSide, SIDES } from '../record.ts';
import type { Side } from '../record.ts';
import type {
  AlreadyLinkedMatch,
  AmbiguousMatch,
  MatchCandidate,
  MatchInput,
  MatchPlan,
  RecordPair,
  SkippedMatch,
} from './match-plan.ts';

interface Entry {
  readonly id: string;
  readonly key: string | null;
  readonly createdMs: number;
  readonly eligible: boolean;
  /** Id of its partner on the other side. */
  readonly partner: string | undefined;
}
type Group = Readonly<Record<Side, readonly Entry[]>>;
interface Plan {
  readonly pairs: RecordPair[];
  readonly creates: Readonly<Record<Side, Entry[]>>;
  readonly ambiguous: AmbiguousMatch[];
  readonly alreadyLinked: AlreadyLinkedMatch[];
  readonly skipped: SkippedMatch[];
}

/**
 * Joins both sides' records for the first sync: who is whose partner, what must be created where, and what must
 * not be touched. Linear but for one sort; never throws. Source: mission A.5 (S30–S37) and Part C, "Per record".
 *
 * For a key that only one side carries, its oldest eligible record is created and the others are reported as
 * already linked to it (S72): creating each would copy the duplicates to the other side, refusing all of them
 * would keep the customer away from it.
 */
export function matchRecords(input: MatchInput): MatchPlan {
  const partners = partnersOf(input.links);
  const sides = {
    desk: prepare(input.desk, partners.desk, input.cutoff),
    crm: prepare(input.crm, partners.crm, input.cutoff),
  };
  const plan: Plan = {
    pairs: [],
    creates: { desk: [], crm: [] },
    ambiguous: [],
    alreadyLinked: [],
    skipped: [],
  };
  const oneWay = input.syncType === 'crm-to-desk';

  for (const [key, group] of groupsByKey(sides)) {
    const isUnique = group.desk.length === 1 && group.crm.length === 1;
    const paired = isUnique && joinPair(group, plan);
    if (!paired) for (const side of SIDES) settleSide(key, side, group, oneWay, plan);
  }
  for (const side of SIDES) {
    for (const entry of sides[side]) {
      if (entry.key === null && isSource(entry, side, oneWay, plan))
        plan.creates[otherSide(side)].push(entry);
    }
  }
  return inOrder(plan);
}

/** True when the two records became a pair: both are free, and at least one is eligible. */
function joinPair(group: Group, plan: Plan): boolean {
  const [desk] = group.desk;
  const [crm] = group.crm;
  if (desk === undefined || crm === undefined) return false;
  if (desk.partner !== undefined || crm.partner !== undefined) return false;
  if (!desk.eligible && !crm.eligible) return false;
  plan.pairs.push({ deskId: desk.id, crmId: crm.id });
  return true;
}

/** What becomes of one side's free records of a key that made no pair. */
function settleSide(key: string, side: Side, group: Group, oneWay: boolean, plan: Plan): void {
  const sources = group[side].filter((entry) => isSource(entry, side, oneWay, plan));
  const hits = group[otherSide(side)];
  const [hit] = hits;
  if (hit === undefined) {
    createOldest(key, side, group[side], sources, plan);
    return;
  }

  const holder = hits.length === 1 ? hit.partner : undefined;
  if (holder !== undefined) {
    for (const { id } of sources)
      plan.alreadyLinked.push({ side, id, key, targetId: hit.id, linkedTo: holder });
  } else if (sources.length > 0) {
    plan.ambiguous.push({ side, ids: idsOf(sources), key, candidates: idsOf(hits) });
  }
}

/** Only this side carries the key. A record that is linked already, or else the oldest source, has the place. */
function createOldest(
  key: string,
  side: Side,
  all: readonly Entry[],
  sources: readonly Entry[],
  plan: Plan,
): void {
  const linked = all.find(({ partner }) => partner !== undefined);
  const [first] = sources;
  if (linked === undefined && first !== undefined) plan.creates[otherSide(side)].push(first);
  const holder = linked ?? first;
  if (holder === undefined) return;
  for (const { id } of sources) {
    if (id === holder.id) continue;
    plan.alreadyLinked.push({ side, id, key, targetId: linked?.partner ?? null, linkedTo: holder.id });
  }
}

/** Whether a record may travel to the other side; a free record that may not is noted as skipped. */
function isSource(entry: Entry, side: Side, oneWay: boolean, plan: Plan): boolean {
  if (entry.partner !== undefined) return false;
  const reason = !entry.eligible ? 'too-old' : oneWay && side === 'desk' ? 'one-way' : undefined;
  if (reason === undefined) return true;
  plan.skipped.push({ side, id: entry.id, reason });
  return false;
}

function partnersOf(links: readonly RecordPair[]): Readonly<Record<Side, ReadonlyMap<string, string>>> {
  return {
    desk: new Map(links.map(({ deskId, crmId }) => [deskId, crmId])),
    crm: new Map(links.map(({ deskId, crmId }) => [crmId, deskId])),
  };
}

/** Oldest first, each id once: a bulk read may deliver a record twice. */
function prepare(
  candidates: readonly MatchCandidate[],
  partners: ReadonlyMap<string, string>,
  cutoff: string,
): readonly Entry[] {
  const cutoffMs = Date.parse(cutoff);
  const needed = new Set(candidates.filter((candidate) => candidate.needed).map(({ id }) => id));
  const entries = candidates.map(({ id, key, createdAt }): Entry => {
    const createdMs = createdAt === null ? Number.NaN : Date.parse(createdAt);
    const eligible = createdMs >= cutoffMs || needed.has(id);
    return { id, key, createdMs, eligible, partner: partners.get(id) };
  });
  const once = new Map<string, Entry>();
  for (const entry of entries.sort(byAge)) if (!once.has(entry.id)) once.set(entry.id, entry);
  return [...once.values()];
}

/** Records without a creation time come last. Ids are digit strings: the shorter is the smaller. */
function byAge(a: Entry, b: Entry): number {
  const age = ageOf(a) - ageOf(b);
  if (age !== 0 && !Number.isNaN(age)) return age;
  return byId(a.id, b.id) || compare(a.key ?? '', b.key ?? '');
}

function ageOf(entry: Entry): number {
  return Number.isNaN(entry.createdMs) ? Number.POSITIVE_INFINITY : entry.createdMs;
}

function byId(a: string, b: string): number {
  return a.length - b.length || compare(a, b);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function groupsByKey(sides: Group): ReadonlyMap<string, Group> {
  const groups = new Map<string, Record<Side, Entry[]>>();
  for (const side of SIDES) {
    for (const entry of sides[side]) {
      if (entry.key === null) continue;
      const group = groups.get(entry.key) ?? { desk: [], crm: [] };
      groups.set(entry.key, group);
      group[side].push(entry);
    }
  }
  return groups;
}

/** The same plan for the same records, whatever order they came in. */
function inOrder(plan: Plan): MatchPlan {
  const bySideAndId = (a: { side: Side; id: string }, b: { side: Side; id: string }): number =>
    compare(a.side, b.side) || byId(a.id, b.id);
  return {
    pairs: plan.pairs.sort((a, b) => byId(a.deskId, b.deskId)),
    creates: { desk: idsOf(plan.creates.desk.sort(byAge)), crm: idsOf(plan.creates.crm.sort(byAge)) },
    ambiguous: plan.ambiguous.sort((a, b) => compare(a.key, b.key) || compare(a.side, b.side)),
    alreadyLinked: plan.alreadyLinked.sort(bySideAndId),
    skipped: plan.skipped.sort(bySideAndId),
  };
}

function idsOf(entries: readonly Entry[]): readonly string[] {
  return entries.map(({ id }) => id);
}
