import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SandboxError } from '../../kernel/sandbox-error.ts';
import type { Seed, SeedField, SeedModule, SeedRecord, SideSeed } from '../../kernel/types.ts';
import { customColumns, PARENT_COLUMN, toRecords } from './csv-records.ts';
import { readCsvTable } from './csv-table.ts';
import type { CsvTable } from './csv-table.ts';
import { customApiName, fieldKey, guessKind, labelOf } from './custom-kind.ts';
import { NAME_COLUMN } from './standard-columns.ts';
import type { SeedSide } from './standard-columns.ts';

const SIDES: readonly SeedSide[] = ['desk', 'crm'];
const MODULES: readonly SeedModule[] = ['accounts', 'contacts', 'products'];
const DEFAULT_DEPARTMENT = 'Support';

type Tables = Readonly<Record<SeedSide, Readonly<Partial<Record<SeedModule, CsvTable>>>>>;

/**
 * Reads `{desk,crm}-{accounts,contacts,products}.csv` of a folder; any of them may be missing.
 *
 * @param nowMs rows are as many days old as `Created_Days_Ago` says, counted from here
 * @throws SandboxError naming file, line and remedy
 */
export async function loadCsvFolder(folder: string, nowMs: number): Promise<Seed> {
  await checkFolder(folder);
  const tables: Record<SeedSide, Partial<Record<SeedModule, CsvTable>>> = { desk: {}, crm: {} };
  for (const side of SIDES) {
    for (const module of MODULES) {
      const file = `${side}-${module}.csv`;
      const table = await readCsvTable(join(folder, file), file);
      if (table) tables[side][module] = table;
    }
  }
  if (SIDES.every((side) => Object.keys(tables[side]).length === 0)) {
    throw new SandboxError(
      `${folder} holds no seed; put files such as crm-contacts.csv or desk-accounts.csv there.`,
    );
  }
  const desk = loadSide('desk', tables, nowMs);
  const named = desk.records.products.flatMap(({ departments }) => departments ?? []);
  const departments = named.length > 0 ? [...new Set(named)] : [DEFAULT_DEPARTMENT];
  return {
    desk: { ...inSomeDepartment(desk, departments), departments },
    crm: loadSide('crm', tables, nowMs),
  };
}

async function checkFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory()) return;
  throw new SandboxError(
    `${folder} is no seed; take small, medium, a number of contacts, or a folder of CSV files.`,
  );
}

function loadSide(side: SeedSide, tables: Tables, nowMs: number): SideSeed {
  const load = (module: SeedModule): { fields: SeedField[]; records: SeedRecord[] } => {
    const table = tables[side][module];
    if (!table) return { fields: [], records: [] };
    const columns = customColumns(side, module, table.columns);
    const kinds = new Map(columns.map((column) => [column, kindOnBothSides(column, module, tables)]));
    const fields = columns.map((column): SeedField => ({
      apiName: customApiName(side, column),
      label: labelOf(column),
      kind: kinds.get(column) ?? 'text',
    }));
    if (side === 'desk' && module === 'accounts' && table.columns.includes(PARENT_COLUMN)) {
      fields.push({ apiName: 'cf_parent_account', label: 'Parent Account', kind: 'account' });
    }
    return { fields, records: toRecords(table, side, module, kinds, nowMs) };
  };
  const accounts = load('accounts');
  const contacts = load('contacts');
  const products = load('products');
  const linked = linkAccounts(side, accounts.records, contacts.records);
  return {
    customFields: { accounts: accounts.fields, contacts: contacts.fields, products: products.fields },
    records: { ...linked, products: products.records },
  };
}

/** A field that both sides have gets the one kind that fits all of its values. */
function kindOnBothSides(column: string, module: SeedModule, tables: Tables): SeedField['kind'] {
  const key = fieldKey(column);
  const values = SIDES.flatMap((side) => {
    const table = tables[side][module];
    const same = customColumns(side, module, table?.columns ?? []).filter((name) => fieldKey(name) === key);
    return (table?.rows ?? []).flatMap((row) => same.map((name) => row.values[name] ?? ''));
  });
  return guessKind(values);
}

/**
 * Gives every contact's account the spelling of the accounts file (names are compared trimmed).
 * An account that only a contact names is created, as old as the contact: no reference may dangle.
 */
function linkAccounts(
  side: SeedSide,
  accounts: readonly SeedRecord[],
  contacts: readonly SeedRecord[],
): { accounts: readonly SeedRecord[]; contacts: readonly SeedRecord[] } {
  const nameColumn = NAME_COLUMN[side].accounts;
  const all = [...accounts];
  const spelling = new Map<string, string>();
  for (const { values } of accounts) {
    const name = String(values[nameColumn]);
    if (!spelling.has(name.trim())) spelling.set(name.trim(), name);
  }
  const linked = contacts.map((contact) => {
    if (contact.accountName === undefined) return contact;
    const key = contact.accountName.trim();
    const known = spelling.get(key);
    if (known !== undefined) return { ...contact, accountName: known };
    spelling.set(key, contact.accountName);
    all.push({ values: { [nameColumn]: contact.accountName }, createdAt: contact.createdAt });
    return contact;
  });
  return { accounts: all, contacts: linked };
}

/** A Desk product cannot be without a department; the first one takes those whose row names none. */
function inSomeDepartment(desk: SideSeed, departments: readonly string[]): SideSeed {
  const [first = DEFAULT_DEPARTMENT] = departments;
  const products = desk.records.products.map((product) =>
    product.departments && product.departments.length > 0 ? product : { ...product, departments: [first] },
  );
  return { ...desk, records: { ...desk.records, products } };
}
