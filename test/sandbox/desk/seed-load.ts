import type { Seed, SeedRecord } from '../kernel/types.ts';
import { buildStaff } from './people.ts';
import type { Portal } from './portal.ts';
import { addTicket } from './tickets.ts';
import type { Module, Row, Value } from './types.ts';
import { MODULES } from './types.ts';
import { parseValue } from './values.ts';

/** Fills a portal with a seed: no calls, no credits, no events, and search knows everything at once. */
export function loadSeed(portal: Portal, seed: Seed): void {
  const { desk } = seed;
  const nextId = (): string => portal.world.nextId();
  portal.staff = buildStaff(portal.orgId, portal.world.people.values(), nextId);
  portal.departments = (desk.departments.length > 0 ? desk.departments : [portal.name]).map(
    (name, index) => ({
      id: nextId(),
      name,
      isDefault: index === 0,
      createdAt: portal.now(),
    }),
  );
  portal.fields = portal.buildFields(desk.customFields, (module, apiName) =>
    textsOf(desk.records[module], apiName),
  );
  portal.mappings.clear();
  portal.webhooks.clear();
  portal.limits.reset();
  portal.tickets.clear();
  portal.productLinks.clear();
  for (const module of MODULES) {
    portal.tables[module].fill(desk.records[module].map((record) => seedRow(portal, module, record)));
    if (module === 'contacts') mapPrimaryAccounts(portal);
    if (module === 'accounts') nameParents(portal, desk.records.accounts);
  }
  for (const ticket of desk.tickets ?? []) seedTicket(portal, ticket);
}

function textsOf(records: readonly SeedRecord[], apiName: string): string[] {
  const texts = records.map((record) => record.values[apiName]);
  return [...new Set(texts.filter((text) => typeof text === 'string' && text !== ''))] as string[];
}

/** Accounts come first, so that a contact's account can be found by name. */
function seedRow(portal: Portal, module: Module, record: SeedRecord): Row {
  const fields = portal.fields[module];
  const values: Record<string, Value> = {};
  const cf: Record<string, Value> = {};
  for (const [name, value] of Object.entries(record.values)) {
    if (value === null || value === undefined || value === '') continue;
    const field = fields.standard.get(name) ?? fields.custom.get(name);
    if (!field) continue;
    // A file may hold what the API would refuse (too long, no option): it is data of the past, and stays.
    (field.custom ? cf : values)[field.apiName] = parseValue(field, value) ?? seedText(value);
  }
  if (module === 'contacts' && record.accountName !== undefined) {
    const account = portal.tables.accounts.live.withValue('accountName', record.accountName)[0];
    if (account) values['accountId'] = account.id;
  }
  const createdAt = Date.parse(record.createdAt);
  const createdBy = portal.administrator()?.id ?? '';
  return {
    id: portal.world.nextId(),
    values,
    cf,
    departmentIds: module === 'products' ? departmentIds(portal, record.departments) : [],
    createdAt,
    modifiedAt: createdAt,
    createdBy,
    modifiedBy: createdBy,
  };
}

function seedText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function departmentIds(portal: Portal, names: readonly string[] | undefined): string[] {
  const found = portal.departments.filter((department) => names?.includes(department.name));
  const first = portal.departments[0];
  return found.length > 0 || !first ? found.map((department) => department.id) : [first.id];
}

function mapPrimaryAccounts(portal: Portal): void {
  for (const contact of portal.tables.contacts.live.byId.values()) {
    const accountId = contact.values['accountId'];
    if (typeof accountId === 'string') portal.mappings.set(contact.id, accountId, { mappingType: 'PRIMARY' });
  }
}

/** Parents may stand anywhere in the file, so they are found when all accounts are there. */
function nameParents(portal: Portal, records: readonly SeedRecord[]): void {
  const field = [...portal.fields.accounts.custom.values()].find(({ lookup }) => lookup === 'accounts');
  const { live } = portal.tables.accounts;
  if (!field || records.every(({ parentName }) => parentName === undefined)) return;
  const rows = [...live.byId.values()];
  portal.tables.accounts.fill(
    rows.map((row, index) => {
      const name = records[index]?.parentName;
      const parent = name === undefined ? undefined : live.withValue('accountName', name)[0];
      return parent ? { ...row, cf: { ...row.cf, [field.apiName]: parent.id } } : row;
    }),
  );
}

/**
 * A seeded ticket: API names of Ticket.json, and references by name: `contactEmail` or `contactName`,
 * `department`, `productName`; `createdAt` places it in time.
 */
function seedTicket(portal: Portal, seeded: Readonly<Record<string, unknown>>): void {
  const { contacts, products } = portal.tables;
  const text = (key: string): string | null => (typeof seeded[key] === 'string' ? seeded[key] : null);
  const email = text('contactEmail') ?? text('email');
  const name = text('contactName');
  const contact =
    (email ? contacts.live.withValue('email', email)[0] : undefined) ??
    (name
      ? (contacts.live.withValue('fullName', name)[0] ?? contacts.live.withValue('lastName', name)[0])
      : undefined);
  const product = text('productName');
  const department = text('department') ?? text('departmentName');
  const wanted =
    portal.departments.find((candidate) => candidate.name === department) ?? portal.departments[0];
  const values: Record<string, Value> = {};
  for (const key of [
    'subject',
    'status',
    'priority',
    'channel',
    'description',
    'dueDate',
    'email',
    'phone',
    'category',
  ]) {
    const value = text(key);
    if (value !== null) values[key] = value;
  }
  values['contactId'] = contact?.id ?? null;
  values['departmentId'] = wanted?.id ?? null;
  values['productId'] = product ? (products.live.withValue('productName', product)[0]?.id ?? null) : null;
  const createdAt = text('createdAt') ?? text('createdTime');
  addTicket(portal, values, createdAt ? Date.parse(createdAt) : portal.now(), null);
}
