import type { MappingRow, ModuleMapping } from '../../../server/contract/mapping.ts';

/** A row in the editor; a field that is not chosen yet is an empty name. */
export interface EditedRow {
  /** Of this page alone: rows have no name of their own, and their fields change. */
  readonly id: number;
  readonly row: MappingRow;
}
/** A mapping as it stands in the editor. Every change makes a new one; rows that did not change stay the same. */
export interface EditedMapping {
  readonly syncType: ModuleMapping['syncType'];
  readonly rows: readonly EditedRow[];
  readonly departmentIds: readonly string[];
}
/** What is sent, as it is stored. */
export interface MappingContent {
  readonly syncType: ModuleMapping['syncType'];
  readonly mappings: MappingRow[];
  readonly departmentIds: string[];
}

/** The connector takes no more. */
export const MOST_ROWS = 300;

let lastId = 0;
function numbered(row: MappingRow): EditedRow {
  lastId += 1;
  return { id: lastId, row };
}

export function editedFrom({ syncType, mappings, departmentIds }: MappingContent): EditedMapping {
  return { syncType, rows: mappings.map(numbered), departmentIds };
}
export function contentOf({ syncType, rows, departmentIds }: EditedMapping): MappingContent {
  return { syncType, mappings: rows.map(({ row }) => row), departmentIds: [...departmentIds] };
}

/** Both ways as far as the sync type lets it, the newest edit wins, CRM wins the first meeting (S21). */
export function addRow(mapping: EditedMapping, desk = '', crm = ''): EditedMapping {
  const row: MappingRow = { desk, crm, direction: 'both', conflict: 'newest', initialWinner: 'crm' };
  return { ...mapping, rows: [...mapping.rows, numbered(row)] };
}
export function removeRow(mapping: EditedMapping, id: number): EditedMapping {
  return { ...mapping, rows: mapping.rows.filter((each) => each.id !== id) };
}
/** Another field makes the value map meaningless: it names the old one's options. */
export function changeRow(mapping: EditedMapping, id: number, change: Partial<MappingRow>): EditedMapping {
  const isOtherField = change.desk !== undefined || change.crm !== undefined;
  const changed = ({ valueMap, ...row }: MappingRow): MappingRow => ({
    ...row,
    ...(isOtherField || valueMap === undefined ? {} : { valueMap }),
    ...change,
  });
  const rows = mapping.rows.map((each) => (each.id === id ? { id, row: changed(each.row) } : each));
  return { ...mapping, rows };
}

export function isComplete({ row }: EditedRow): boolean {
  return row.desk !== '' && row.crm !== '';
}

/** Whether saving one would store what the other holds. */
export function sameContent(a: MappingContent, b: MappingContent): boolean {
  return spelled(a) === spelled(b);
}
function spelled({ syncType, mappings, departmentIds }: MappingContent): string {
  return JSON.stringify([syncType, mappings.map(spelledRow), departmentIds.toSorted()]);
}
/** An empty value map is none. */
export function spelledRow({
  desk,
  crm,
  direction,
  conflict,
  initialWinner,
  valueMap = [],
}: MappingRow): string {
  const pairs = valueMap.map((pair) => [pair.desk, pair.crm]);
  return JSON.stringify([desk, crm, direction, conflict, initialWinner, pairs]);
}

/** Which rows two administrators see differently. */
export interface MappingDifference {
  readonly onlyMine: readonly MappingRow[];
  readonly onlyTheirs: readonly MappingRow[];
  /** Same fields, other settings. */
  readonly settings: readonly MappingRow[];
  readonly syncType: boolean;
  readonly departments: boolean;
}
export function differenceOf(mine: MappingContent, theirs: MappingContent): MappingDifference {
  const key = ({ desk, crm }: MappingRow) => JSON.stringify([desk, crm]);
  const byKey = ({ mappings }: MappingContent) => new Map(mappings.map((row) => [key(row), row]));
  const [own, other] = [byKey(mine), byKey(theirs)];
  return {
    onlyMine: mine.mappings.filter((row) => !other.has(key(row))),
    onlyTheirs: theirs.mappings.filter((row) => !own.has(key(row))),
    settings: mine.mappings.filter((row) => {
      const their = other.get(key(row));
      return their !== undefined && spelledRow(their) !== spelledRow(row);
    }),
    syncType: mine.syncType !== theirs.syncType,
    departments: String(mine.departmentIds.toSorted()) !== String(theirs.departmentIds.toSorted()),
  };
}
