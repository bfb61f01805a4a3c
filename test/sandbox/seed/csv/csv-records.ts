import { SandboxError } from '../../kernel/sandbox-error.ts';
import type { SeedField, SeedModule, SeedRecord } from '../../kernel/types.ts';
import type { CsvRow, CsvTable } from './csv-table.ts';
import { customApiName, isIsoDate } from './custom-kind.ts';
import { NAME_COLUMN, standardKind } from './standard-columns.ts';
import type { ColumnKind, SeedSide } from './standard-columns.ts';

const DAY_MS = 86_400_000;
const AGE_COLUMNS = ['Created_Days_Ago', 'createdDaysAgo'];
/** Desk has no parent account of its own: the column makes a custom lookup. */
export const PARENT_COLUMN = 'parentAccount';
const CREATED_COLUMNS = ['Created_Time', 'createdTime'];

/** Columns that say something about the record instead of holding a field. */
export function isDirective(module: SeedModule, column: string): boolean {
  if (AGE_COLUMNS.includes(column)) return true;
  if (module === 'contacts') return column === 'Account_Name' || column === 'accountName';
  if (module === 'accounts') return column === 'Parent_Account' || column === PARENT_COLUMN;
  return column === 'department';
}

/** Columns that become custom fields. */
export function customColumns(side: SeedSide, module: SeedModule, columns: readonly string[]): string[] {
  return columns.filter(
    (name) => !isDirective(module, name) && standardKind(side, module, name) === undefined,
  );
}

/**
 * The records of one file.
 *
 * @param kinds kind of each custom column
 * @throws SandboxError for a row without a name or with a value its field cannot hold
 */
export function toRecords(
  table: CsvTable,
  side: SeedSide,
  module: SeedModule,
  kinds: ReadonlyMap<string, SeedField['kind']>,
  nowMs: number,
): SeedRecord[] {
  const nameColumn = NAME_COLUMN[side][module];
  if (!table.columns.includes(nameColumn)) {
    throw new SandboxError(
      `${table.file} line 1: no column ${nameColumn}; the first row must name the API fields, ${nameColumn} among them.`,
    );
  }
  return table.rows.map((row) => {
    if ((row.values[nameColumn] ?? '').trim() === '') {
      throw new SandboxError(
        `${table.file} line ${row.line}: ${nameColumn} is empty; fill it or remove the row.`,
      );
    }
    return toRecord(table, row, side, module, kinds, nowMs);
  });
}

function toRecord(
  table: CsvTable,
  row: CsvRow,
  side: SeedSide,
  module: SeedModule,
  kinds: ReadonlyMap<string, SeedField['kind']>,
  nowMs: number,
): SeedRecord {
  const values: Record<string, unknown> = {};
  for (const column of table.columns) {
    const text = row.values[column] ?? '';
    if (isDirective(module, column) || text.trim() === '') continue;
    const standard = standardKind(side, module, column);
    if (standard === 'ignored') continue;
    const value = toValue(standard ?? plainKind(kinds.get(column)), text);
    if (value === undefined) {
      throw new SandboxError(
        `${table.file} line ${row.line}: ${column} is "${text}", which is no ${standard ?? 'value'}.`,
      );
    }
    values[standard === undefined ? customApiName(side, column) : column] = value;
  }
  const account = row.values['Account_Name'] ?? row.values['accountName'] ?? '';
  const parent = row.values['Parent_Account'] ?? row.values[PARENT_COLUMN] ?? '';
  const departments = (row.values['department'] ?? '').split(';').map((name) => name.trim());
  return {
    values,
    createdAt: new Date(nowMs - ageMs(table, row, nowMs)).toISOString(),
    ...(module === 'contacts' && account.trim() !== '' ? { accountName: account } : {}),
    ...(module === 'accounts' && parent.trim() !== '' ? { parentName: parent } : {}),
    ...(module === 'products' && side === 'desk'
      ? { departments: departments.filter((name) => name !== '') }
      : {}),
  };
}

function plainKind(kind: SeedField['kind'] | undefined): ColumnKind {
  if (kind === 'integer' || kind === 'boolean' || kind === 'date') return kind;
  return kind === 'decimal' ? 'number' : 'text';
}

function toValue(kind: ColumnKind, text: string): string | number | boolean | undefined {
  const trimmed = text.trim();
  switch (kind) {
    case 'text':
      return text;
    case 'integer':
      return /^-?\d{1,15}$/.test(trimmed) ? Number(trimmed) : undefined;
    case 'number':
      return /^-?\d{1,15}(\.\d+)?$/.test(trimmed) ? Number(trimmed) : undefined;
    case 'boolean':
      return /^(true|false)$/i.test(trimmed) ? trimmed.toLowerCase() === 'true' : undefined;
    case 'date':
      return isIsoDate(trimmed) ? trimmed : undefined;
  }
}

function ageMs(table: CsvTable, row: CsvRow, nowMs: number): number {
  const column = AGE_COLUMNS.find((name) => (row.values[name] ?? '').trim() !== '');
  if (column !== undefined) {
    const text = (row.values[column] ?? '').trim();
    if (/^\d{1,5}(\.\d+)?$/.test(text)) return Number(text) * DAY_MS;
    throw new SandboxError(
      `${table.file} line ${row.line}: ${column} is "${text}"; write a number of days such as 30.`,
    );
  }
  const created = CREATED_COLUMNS.map((name) => Date.parse(row.values[name] ?? '')).find((ms) => ms <= nowMs);
  return created === undefined ? 0 : nowMs - created;
}
