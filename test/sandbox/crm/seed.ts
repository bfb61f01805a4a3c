import type { Seed, SeedModule, SeedRecord } from '../kernel/types.ts';
import { deriveValues } from './derive.ts';
import { asText, isObject } from './json.ts';
import { customField } from './modules/custom-field.ts';
import type { FieldSpec } from './modules/field.ts';
import type { ModuleName } from './modules/module.ts';
import { isModuleName } from './modules/module.ts';
import type { CrmOrg } from './org.ts';
import type { Row } from './row.ts';
import { wholeSeconds } from './time.ts';

export const SEED_MODULES: Readonly<Record<SeedModule, ModuleName>> = {
  accounts: 'Accounts',
  contacts: 'Contacts',
  products: 'Products',
};
const RELATED = ['Leads', 'Deals', 'Tasks', 'Events', 'Calls', 'Notes'] as const;

/** Replaces everything in the organisation with the seed: no calls, no credits, no callbacks. */
export function loadSeed(org: CrmOrg, seed: Seed): void {
  const customFields = new Map<ModuleName, readonly FieldSpec[]>();
  for (const module of ['accounts', 'contacts', 'products'] as const) {
    customFields.set(SEED_MODULES[module], seed.crm.customFields[module].map(customField));
  }
  org.reset(customFields);
  // Accounts first: contacts name them.
  for (const module of ['accounts', 'products', 'contacts'] as const) {
    fill(org, SEED_MODULES[module], seed.crm.records[module]);
    if (module === 'accounts') nameParents(org, seed.crm.records.accounts);
  }
  for (const module of RELATED) {
    const records = seed.crm.related?.[module] ?? [];
    fill(
      org,
      module,
      records.map((values) => ({ values, createdAt: createdAt(org, values) })),
    );
  }
}

/** Parents may stand anywhere in the file, so they are found when all accounts are there. */
function nameParents(org: CrmOrg, records: readonly SeedRecord[]): void {
  const accounts = org.table('Accounts');
  for (const [index, row] of [...accounts.all()].entries()) {
    const name = records[index]?.parentName;
    const parent = name === undefined ? undefined : accounts.findFirst('Account_Name', name.trim());
    if (!parent) continue;
    const { modifiedMs, modifiedById, writtenMs } = row;
    accounts.change(row, { values: { Parent_Account: parent.id }, modifiedMs, modifiedById, writtenMs });
  }
}

function createdAt(org: CrmOrg, values: Readonly<Record<string, unknown>>): string {
  return asText(values['Created_Time']) ?? asText(values['createdAt']) ?? new Date(org.now).toISOString();
}

function fill(org: CrmOrg, module: ModuleName, records: readonly SeedRecord[]): void {
  const ownerId = org.users.first().id;
  org.table(module).fill(records.map((record) => seedRow(org, module, record, ownerId)));
}

function seedRow(org: CrmOrg, module: ModuleName, record: SeedRecord, ownerId: string): Row {
  const info = org.module(module);
  const values: Record<string, unknown> = {};
  for (const field of info.fields) {
    const raw = record.values[field.apiName];
    if (raw === undefined || raw === null || raw === '' || field.readOnly) continue;
    const value = storedValue(org, field, raw, record.values);
    if (value !== null) values[field.apiName] = value;
  }
  if (record.accountName !== undefined) {
    const account = org.table('Accounts').findFirst('Account_Name', record.accountName.trim());
    if (account) values['Account_Name'] = account.id;
  }
  linkParties(org, module, values, record.values);
  const created = Date.parse(record.createdAt);
  const createdMs = wholeSeconds(Number.isNaN(created) ? org.now : created);
  const nowText = org.formatTime(createdMs);
  return {
    id: org.world.nextId(),
    module,
    createdMs,
    createdById: ownerId,
    values: { ...values, ...deriveValues(module, values, values, nowText) },
    ownerId,
    modifiedMs: modifiedMs(record, createdMs),
    modifiedById: ownerId,
    writtenMs: createdMs,
    deletedMs: null,
    deletedById: null,
    deletedWith: null,
    purgedByHand: false,
  };
}

function modifiedMs(record: SeedRecord, createdMs: number): number {
  const given = Date.parse(asText(record.values['Modified_Time']) ?? '');
  return Number.isNaN(given) ? createdMs : wholeSeconds(Math.max(given, createdMs));
}

/** Values of CSV files are texts; here they get the type of their field. */
function storedValue(
  org: CrmOrg,
  field: FieldSpec,
  raw: unknown,
  record: Readonly<Record<string, unknown>>,
): unknown {
  switch (field.dataType) {
    case 'integer':
    case 'double':
    case 'currency':
    case 'percent': {
      const number = Number(raw);
      return Number.isNaN(number) ? null : number;
    }
    case 'bigint':
      return typeof raw === 'string' ? raw : JSON.stringify(raw);
    case 'boolean':
      return raw === true || raw === 'true';
    case 'datetime': {
      const ms = typeof raw === 'string' ? Date.parse(raw) : Number.NaN;
      return Number.isNaN(ms) ? null : org.formatTime(ms);
    }
    case 'multiselectpicklist':
      return typeof raw === 'string' ? raw.split(';').map((item) => item.trim()) : raw;
    case 'lookup':
      return findByName(org, field.lookupModule, raw);
    case 'multi_module_lookup':
      return findByName(org, asText(record['$se_module']), raw);
    case 'ownerlookup':
      return null;
    default:
      return raw;
  }
}

const PARENT_MODULES = ['Contacts', 'Accounts', 'Deals', 'Leads', 'Products'] as const;

/** The record that a name, an e-mail address or an `{id}` means; any parent module when none is named. */
function findByName(org: CrmOrg, module: string | null, raw: unknown): string | null {
  const name = isObject(raw) ? (asText(raw['id']) ?? asText(raw['name'])) : asText(raw);
  if (name === null) return null;
  const modules: readonly ModuleName[] = isModuleName(module) ? [module] : PARENT_MODULES;
  for (const candidate of modules) {
    const table = org.table(candidate);
    const found =
      table.getLive(name) ??
      table.findFirst('Email', name.trim()) ??
      table.findFirst(org.module(candidate).displayField, name.trim());
    if (found) return found.id;
  }
  return null;
}

/** Activities and notes may name their contact and account as deals do; `$se_module` follows what was found. */
function linkParties(
  org: CrmOrg,
  module: ModuleName,
  values: Record<string, unknown>,
  raw: Readonly<Record<string, unknown>>,
): void {
  if (module === 'Notes') values['Parent_Id'] ??= findByName(org, null, raw['Parent']);
  else if (module === 'Tasks' || module === 'Events' || module === 'Calls') {
    values['Who_Id'] ??= findByName(org, 'Contacts', raw['Contact_Name']);
    values['What_Id'] ??= findByName(org, 'Accounts', raw['Account_Name']);
  } else return;
  const about = asText(values['What_Id'] ?? values['Parent_Id']);
  values['$se_module'] = about === null ? null : (org.findAnywhere(about)?.module ?? null);
}
