import { compileMapping } from '../core/mapping/compile-mapping.ts';
import type { CompiledRow } from '../core/mapping/compile-mapping.ts';
import type { Module, RemoteRecord, Side } from '../core/record.ts';
import { otherSide } from '../core/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { OpenOrg, OrgConnections } from '../ports/org-connections.ts';
import type { FailureRow, OrgStore, Store } from '../ports/store.ts';
import { recordName } from './record-name.ts';
import { Refusal } from './refusal.ts';
import { AMBIGUOUS_CODES } from './status-problems.ts';

export interface AmbiguousInboxDeps {
  readonly store: Store;
  readonly openOrg: OpenOrg;
  readonly clock: Clock;
}

/** Names one record: `<module>.<side>.<id>`. */
export interface RecordRef {
  readonly module: Module;
  readonly side: Side;
  readonly recordId: string;
}

const PER_PAGE = 50;
const SHOWN = 20;
const DECISIONS_SHOWN_MS = 30 * 24 * 3_600_000;

export function readRef(id: string): RecordRef {
  const [module, side, recordId = ''] = id.split('.');
  return { module: module as Module, side: side as Side, recordId };
}
export function refOf({ module, side, recordId }: RecordRef): string {
  return `${module}.${side}.${recordId}`;
}

/** Records whose partner is not clear, for people to decide (S33, S34, S72). */
export function createAmbiguousInbox({ store, openOrg, clock }: AmbiguousInboxDeps) {
  /** One page, by id, with the ids of the candidates; and what was decided in the last 30 days. */
  async function list(orgKey: string, after: string | null) {
    const org = store.forOrg(orgKey);
    const all = (await ambiguousOf(org)).sort((a, b) => compare(refOf(a), refOf(b)));
    const rest = after === null ? all : all.filter((row) => compare(refOf(row), after) > 0);
    const page = rest.slice(0, PER_PAGE);
    const entries = [];
    for (const row of page) entries.push(await entryOf(org, row));
    const since = new Date(Date.parse(clock.now()) - DECISIONS_SHOWN_MS).toISOString();
    const decisions = [];
    for (const decision of await org.matchDecisions.list(since)) {
      const { choice, candidateId, at } = decision;
      const link = await linkOf(org, decision);
      const undoable = choice === 'create' ? link === undefined : true;
      decisions.push({ id: refOf(decision), choice, candidateId, at, undoable });
    }
    const last = page.at(-1);
    const next = rest.length > PER_PAGE && last ? refOf(last) : null;
    return { total: all.length, entries, next, decisions };
  }

  /**
   * The record, its candidates and its rivals side by side, as the products show them now.
   * @throws Refusal `ambiguous-unknown`, `module-not-configured`, `record-unknown`
   */
  async function describe(orgKey: string, id: string) {
    const org = store.forOrg(orgKey);
    const ref = readRef(id);
    const entry = await entryOf(org, await ambiguousOne(org, ref));
    const connections = await openOrg(orgKey);
    const rows = await rowsOf(org, connections, ref.module);
    const other = otherSide(ref.side);
    const rivalIds = (await sameKey(org, ref, ref.side)).filter((rival) => rival !== ref.recordId);
    const [record] = await shown(org, connections, rows, ref.module, ref.side, [ref.recordId]);
    if (!record)
      throw new Refusal('record-unknown', 'The record was deleted meanwhile', { recordId: ref.recordId });
    return {
      entry,
      rows: rows.map(({ key, desk, crm }) => ({ key, deskLabel: desk.label, crmLabel: crm.label })),
      record,
      candidates: await shown(org, connections, rows, ref.module, other, entry.candidateIds.slice(0, SHOWN)),
      rivals: await shown(org, connections, rows, ref.module, ref.side, rivalIds.slice(0, SHOWN)),
    };
  }

  return { list, describe };
}
export type AmbiguousInbox = ReturnType<typeof createAmbiguousInbox>;

async function ambiguousOf(org: OrgStore): Promise<FailureRow[]> {
  return (await org.failures.list()).filter(({ code }) => AMBIGUOUS_CODES.has(code));
}

/** @throws Refusal `ambiguous-unknown` */
export async function ambiguousOne(
  org: Pick<OrgStore, 'failures'>,
  { module, side, recordId }: RecordRef,
): Promise<FailureRow> {
  const rows = (await org.failures.list(module)).filter(({ code }) => AMBIGUOUS_CODES.has(code));
  const found = rows.find((row) => row.side === side && row.recordId === recordId);
  if (found) return found;
  throw new Refusal('ambiguous-unknown', 'This record is not (any longer) waiting for a decision');
}

/** Ids of `side`'s known records that carry the match key of the record. */
export async function sameKey(
  org: Pick<OrgStore, 'keys'>,
  { module, side: own, recordId }: RecordRef,
  side: Side,
): Promise<readonly string[]> {
  const key = (await org.keys.ofRecords(module, own, [recordId])).get(recordId) ?? null;
  if (key === null) return [];
  return (await org.keys.find(module, side, [key])).map((row) => row.recordId).sort(compare);
}

export async function linkOf(org: Pick<OrgStore, 'links'>, { module, side, recordId }: RecordRef) {
  return (await org.links.byIds(module, side, [recordId])).get(recordId);
}

async function entryOf(org: OrgStore, row: FailureRow) {
  const { module, side, recordId, recordName: name, code, failedAt: since } = row;
  return {
    id: refOf(row),
    module,
    side,
    recordId,
    recordName: name,
    code: code as 'ambiguous-match' | 'already-linked',
    candidateIds: await sameKey(org, row, otherSide(side)),
    since,
  };
}

async function rowsOf(
  org: OrgStore,
  connections: OrgConnections,
  module: Module,
): Promise<readonly CompiledRow[]> {
  const config = await org.configs.current(module);
  if (!config) throw new Refusal('module-not-configured', `Set up ${module} first`, { module });
  return compileMapping(config, await connections.fields(module)).rows;
}

async function shown(
  org: OrgStore,
  connections: OrgConnections,
  rows: readonly CompiledRow[],
  module: Module,
  side: Side,
  ids: readonly string[],
) {
  if (ids.length === 0) return [];
  const fields = [...new Set(rows.map((row) => row[side].apiName))];
  const records = await connections.browse[side].getMany(module, ids, { fields });
  const links = await org.links.byIds(module, side, ids);
  return ids.flatMap((id) => {
    const record = records.get(id);
    if (!record || record.inRecycleBin === true) return [];
    const link = links.get(id);
    return [
      {
        id,
        name: recordName(module, side, record),
        createdAt: record.createdAt,
        modifiedAt: record.modifiedAt,
        linkedTo: (side === 'desk' ? link?.crmId : link?.deskId) ?? null,
        values: valuesOf(rows, side, record),
      },
    ];
  });
}

function valuesOf(rows: readonly CompiledRow[], side: Side, record: RemoteRecord) {
  return Object.fromEntries(rows.map((row) => [row.key, record.values[row[side].apiName] ?? null]));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
