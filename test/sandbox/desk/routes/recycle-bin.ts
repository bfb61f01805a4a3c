import { badQuery, forbidden, massError } from '../errors.ts';
import { list, ok, pagePrice } from '../gate.ts';
import type { Answer, Call, Route } from '../gate.ts';
import { readPage } from '../paging.ts';
import type { PageRules } from '../paging.ts';
import type { Portal } from '../portal.ts';
import { fieldValue, textOf } from '../record-view.ts';
import { purgeRecord, restoreRecord } from '../record-writer.ts';
import { isoTime } from '../shapes.ts';
import { isObject, MODULES } from '../types.ts';
import type { BinEntry, Json, Module } from '../types.ts';
import { readObject } from '../validate.ts';
import { variant } from '../variants.ts';
import { perRecord, readIds } from './mass-actions.ts';
import { SETTINGS_READ, SETTINGS_UPDATE } from './scopes.ts';

const RULES: PageRules = { base: 1, maxLimit: 50 };
const TYPES: Readonly<Record<Module, string>> = {
  contacts: 'Contacts',
  accounts: 'Accounts',
  products: 'Products',
};
const NAMES: Readonly<Record<Module, string>> = {
  contacts: 'fullName',
  accounts: 'accountName',
  products: 'productName',
};

/** The recycle bin: 60 days, restored with the same id, purged for good (reference §2.8). */
export const RECYCLE_BIN_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/recycleBin',
    scopes: SETTINGS_READ,
    credits: pagePrice(({ query }) => readPage(query, RULES)),
    handle: listBin,
  },
  {
    method: 'POST',
    path: '/recycleBin/restore',
    scopes: SETTINGS_UPDATE,
    credits: perRecord('ids', 6),
    handle: restore,
  },
  {
    method: 'POST',
    path: '/recycleBin/delete',
    scopes: SETTINGS_UPDATE,
    credits: perRecord('ids', 6),
    handle: purge,
  },
  {
    method: 'POST',
    path: '/recycleBin/restoreAll',
    scopes: SETTINGS_UPDATE,
    credits: () => 50,
    handle: (call) => {
      allowBin(call);
      for (const module of MODULES) {
        for (const entry of [...call.portal.tables[module].bin.values()]) restoreOne(call, module, entry);
      }
      return { status: 202 };
    },
  },
  {
    method: 'POST',
    path: '/recycleBin/deleteAll',
    scopes: SETTINGS_UPDATE,
    credits: () => 50,
    handle: (call) => {
      allowBin(call);
      for (const module of MODULES) {
        for (const id of [...call.portal.tables[module].bin.keys()]) purgeOne(call, module, id);
      }
      return { status: 202 };
    },
  },
];

function allowBin({ agent }: Call): void {
  const setup = agent.profile.permissions['setup'];
  if (!isObject(setup) || setup['recycleBin'] !== true) throw forbidden();
}

/** Newest first. */
function listBin(call: Call): Answer {
  allowBin(call);
  const { portal, query } = call;
  const modules = modulesAsked(portal, query['moduleId']);
  const { departmentId } = query;
  const entries = modules
    .flatMap((module) => [...portal.tables[module].bin.values()].map((entry) => ({ module, entry })))
    .filter(({ entry }) => !departmentId || entry.row.departmentIds.includes(departmentId))
    .sort((a, b) => b.entry.deletedAt - a.entry.deletedAt);
  const { offset, limit } = readPage(query, RULES);
  const include = (query['include'] ?? '').split(',');
  const rows = entries
    .slice(offset, offset + limit)
    .map(({ module, entry }) => binRow(portal, module, entry, include));
  const empty = variant(portal.settings, 'desk.emptyRecycleBin');
  return rows.length === 0 && empty === '200' ? ok({ data: [] }) : list(rows);
}

function modulesAsked(portal: Portal, moduleId: string | undefined): readonly Module[] {
  if (!moduleId) return MODULES;
  const found = MODULES.filter((module) => portal.moduleIds[module] === moduleId);
  if (found.length === 0 && moduleId !== portal.moduleIds.tickets) throw badQuery('moduleId');
  return found;
}

function binRow(portal: Portal, module: Module, entry: BinEntry, include: readonly string[]): Json {
  const departmentId = entry.row.departmentIds[0] ?? null;
  const person = portal.staff.agents.get(entry.deletedBy)?.person;
  const department = departmentId === null ? undefined : portal.department(departmentId);
  return {
    id: entry.row.id,
    displayName: textOf(fieldValue(entry.row, NAMES[module])).slice(0, 100),
    type: TYPES[module],
    departmentId,
    deletedById: entry.deletedBy,
    deletedTime: isoTime(entry.deletedAt),
    ...(include.includes('department') && {
      department: department ? { id: department.id, name: department.name } : null,
    }),
    ...(include.includes('deletedBy') &&
      person && {
        deletedBy: {
          id: entry.deletedBy,
          firstName: person.firstName,
          lastName: person.lastName,
          email: person.email,
          photoURL: null,
        },
      }),
  };
}

/** `isChildNeedToBeRestored` brings an account's trashed contacts back with it. */
function restore(call: Call): Answer {
  allowBin(call);
  const { portal } = call;
  const body = readObject(call.body);
  const withChildren = String(body['isChildNeedToBeRestored']) === 'true';
  const results = readIds(body, 'ids').map((id) => {
    const module = MODULES.find((candidate) => portal.tables[candidate].bin.has(id));
    const entry = module && portal.tables[module].bin.get(id);
    if (!module || !entry) return { id, success: false, errors: massError('UNPROCESSABLE_ENTITY') };
    restoreOne(call, module, entry);
    if (module === 'accounts' && withChildren) {
      for (const child of [...portal.tables.contacts.bin.values()]) {
        if (child.row.values['accountId'] === id) restoreOne(call, 'contacts', child);
      }
    }
    return { id, success: true, errors: null };
  });
  return ok({ results });
}

function purge(call: Call): Answer {
  allowBin(call);
  const { portal } = call;
  const results = readIds(readObject(call.body), 'ids').map((id) => {
    const module = MODULES.find((candidate) => portal.tables[candidate].bin.has(id));
    if (!module) return { id, success: false, errors: massError('UNPROCESSABLE_ENTITY') };
    purgeOne(call, module, id);
    return { id, success: true, errors: null };
  });
  return ok({ results });
}

/** A contact's account comes back with it, so an entry may already be out of the bin. */
function restoreOne(call: Call, module: Module, entry: BinEntry): void {
  if (!call.portal.tables[module].bin.has(entry.row.id)) return;
  call.wrote(restoreRecord(call.portal, module, entry, call.author()));
}

function purgeOne(call: Call, module: Module, id: string): void {
  if (purgeRecord(call.portal, module, id, call.author())) call.wrote(1);
}
