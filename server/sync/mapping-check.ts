import { rowCodec } from '../core/mapping/codec.ts';
import { compileMapping } from '../core/mapping/compile-mapping.ts';
import type { CompiledRow } from '../core/mapping/compile-mapping.ts';
import type { FieldMapping, SyncType } from '../core/mapping/field-mapping.ts';
import { fieldVerdict } from '../core/mapping/field-verdict.ts';
import { roundTrip, sampleRow } from '../core/mapping/sample-row.ts';
import type { RowSample } from '../core/mapping/sample-row.ts';
import { kindOf } from '../core/mapping/type-table.ts';
import type { Verdict } from '../core/mapping/type-table.ts';
import type { FieldMeta, Module, RawValue, RemoteRecord, Side } from '../core/record.ts';
import { otherSide } from '../core/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { OpenOrg, OrgConnections } from '../ports/org-connections.ts';
import type { FoundRecord } from '../ports/record-browser.ts';
import type { OrgStore, Store } from '../ports/store.ts';
import { recordName } from './record-name.ts';
import { Refusal } from './refusal.ts';

export interface MappingCheckDeps {
  readonly store: Store;
  readonly openOrg: OpenOrg;
  readonly clock: Clock;
}

/** A mapping as it stands in the editor. */
export interface EditedMapping {
  readonly syncType: SyncType;
  readonly mappings: readonly FieldMapping[];
}
export interface RowVerdict {
  readonly desk: string;
  readonly crm: string;
  readonly verdict: Verdict | null;
  readonly reason: string | null;
  readonly samples: readonly RowSample[];
}

const SAMPLE = 20;
const SHOWN = 20;
/** The editor asks after every change; the records need not be read every time. */
const FRESH_MS = 5 * 60_000;
const NAME_FIELDS: Readonly<Record<Side, readonly string[]>> = {
  desk: ['firstName', 'lastName', 'accountName', 'productName'],
  crm: ['First_Name', 'Last_Name', 'Account_Name', 'Product_Name'],
};

/** What the mapping editor shows before anything is saved (S19). Reads records; writes nothing anywhere. */
export function createMappingCheck({ store, openOrg, clock }: MappingCheckDeps) {
  const kept = new Map<string, { at: number; fields: Set<string>; records: readonly RemoteRecord[] }>();

  /** Per row: whether values of these types convert, and how many of the newest records' own values do. */
  async function verdicts(orgKey: string, module: Module, { syncType, mappings }: EditedMapping) {
    const connections = await openOrg(orgKey);
    const fields = await connections.fields(module);
    const { problems } = compileMapping(
      { module, version: 0, syncType, mappings, departmentIds: [] },
      fields,
    );
    const known = mappings.map((row) => ({ row, ...metasOf(fields, row) }));
    const records = {
      desk: await sample('desk'),
      crm: await sample('crm'),
    };
    const rows = known.map(({ row, desk, crm }): RowVerdict => {
      const names = { desk: row.desk, crm: row.crm };
      if (!desk || !crm) return { ...names, verdict: null, reason: 'unknown-field', samples: [] };
      const isBoth = syncType === 'two-way' && row.direction === 'both' && crm.writable;
      const direction = isBoth ? 'both' : 'crm-to-desk';
      const { verdict, reason = null } = fieldVerdict(desk, crm, direction, row.valueMap);
      const kind = kindOf(desk.type, crm.type);
      if (kind === null || kind === 'reference') return { ...names, verdict, reason, samples: [] };
      const codec = rowCodec({ desk, crm }, kind, row.valueMap);
      const toDesk = sampleRow(codec, 'crm', crm.apiName, records.crm);
      const samples = isBoth ? [sampleRow(codec, 'desk', desk.apiName, records.desk), toDesk] : [toDesk];
      return { ...names, verdict, reason, samples };
    });
    return { rows, problems };

    async function sample(side: Side): Promise<readonly RemoteRecord[]> {
      const wanted = known.flatMap((row) => row[side]?.apiName ?? []);
      return await newest(connections, `${orgKey} ${module} ${side}`, side, module, wanted);
    }
  }

  async function newest(
    connections: OrgConnections,
    key: string,
    side: Side,
    module: Module,
    wanted: readonly string[],
  ): Promise<readonly RemoteRecord[]> {
    const now = Date.parse(clock.now());
    const known = kept.get(key);
    if (known && now - known.at < FRESH_MS && wanted.every((field) => known.fields.has(field)))
      return known.records;
    const fields = new Set([...(known?.fields ?? []), ...wanted]);
    const ids = (await connections.browse[side].find(module, null, SAMPLE)).map(({ id }) => id);
    const found = await connections.browse[side].getMany(module, ids, { fields: [...fields] });
    const records = [...found.values()].filter(({ inRecycleBin }) => inRecycleBin !== true);
    kept.set(key, { at: now, fields, records });
    return records;
  }

  /** Records to choose one from. */
  async function find(orgKey: string, module: Module, side: Side, search: string | null) {
    const records = await (await openOrg(orgKey)).browse[side].find(module, search, SHOWN);
    return { side, records };
  }

  /**
   * One record through the mapping: what its partner would get, and what would come back from that.
   * @throws Refusal `record-unknown`
   */
  async function preview(
    orgKey: string,
    module: Module,
    { syncType, mappings }: EditedMapping,
    { side, recordId }: { readonly side: Side; readonly recordId: string },
  ) {
    const connections = await openOrg(orgKey);
    const org = store.forOrg(orgKey);
    const fields = await connections.fields(module);
    const { rows } = compileMapping({ module, version: 0, syncType, mappings, departmentIds: [] }, fields);
    const record = await read(connections, module, side, recordId, rows);
    if (!record) throw new Refusal('record-unknown', 'There is no such record (any more)', { recordId });
    const other = otherSide(side);
    const link = (await org.links.byIds(module, side, [recordId])).get(recordId);
    const partnerId = side === 'desk' ? link?.crmId : link?.deskId;
    const partner = partnerId === undefined ? null : await read(connections, module, other, partnerId, rows);
    const shown = [];
    for (const row of rows) shown.push(await previewRow(org, row, side, record, partner));
    return {
      module,
      side,
      record: asFound(module, side, record),
      partner: partner ? asFound(module, other, partner) : null,
      fields: shown,
    };
  }

  return { verdicts, find, preview };
}
export type MappingCheck = ReturnType<typeof createMappingCheck>;

function metasOf(fields: Readonly<Record<Side, readonly FieldMeta[]>>, row: FieldMapping) {
  const of = (side: Side) => fields[side].find(({ apiName }) => apiName === row[side]);
  return { desk: of('desk'), crm: of('crm') };
}

async function read(
  connections: OrgConnections,
  module: Module,
  side: Side,
  id: string,
  rows: readonly CompiledRow[],
): Promise<RemoteRecord | null> {
  const fields = [...new Set([...rows.map((row) => row[side].apiName), ...NAME_FIELDS[side]])];
  const record = (await connections.browse[side].getMany(module, [id], { fields })).get(id);
  return record && record.inRecycleBin !== true ? record : null;
}

function asFound(module: Module, side: Side, record: RemoteRecord): FoundRecord {
  return { id: record.id, name: recordName(module, side, record), hint: null };
}

async function previewRow(
  org: OrgStore,
  row: CompiledRow,
  side: Side,
  record: RemoteRecord,
  partner: RemoteRecord | null,
) {
  const raw = record.values[row[side].apiName] ?? null;
  const oneWay = row.direction === 'crm-to-desk';
  const trip =
    row.kind === 'reference' ? await referenceTrip(org, row, side, raw) : roundTrip(row, side, raw);
  const isMissing = trip.there === null && trip.problem === null && row[otherSide(side)].mandatory;
  const stays = oneWay && side === 'desk';
  return {
    desk: row.desk.apiName,
    crm: row.crm.apiName,
    value: raw,
    there: stays ? null : trip.there,
    back: oneWay ? null : trip.back,
    oneWay,
    partnerValue: partner?.values[row[otherSide(side)].apiName] ?? null,
    problem: stays ? null : isMissing ? 'mandatory-missing' : trip.problem,
  };
}

/** A reference goes as the id that the other side knows the same record by (S99); unpaired, it waits (P9). */
async function referenceTrip(org: OrgStore, row: CompiledRow, side: Side, raw: RawValue) {
  const to = row.desk.referenceTo ?? row.crm.referenceTo;
  if (typeof raw !== 'string' || raw === '' || to === null) return { there: null, back: null, problem: null };
  const link = (await org.links.byIds(to, side, [raw])).get(raw);
  if (!link) return { there: null, back: null, problem: 'not-paired-yet' };
  return { there: side === 'desk' ? link.crmId : link.deskId, back: raw, problem: null };
}
