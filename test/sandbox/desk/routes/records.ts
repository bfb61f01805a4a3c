import { badQuery, forbidden } from '../errors.ts';
import { list, ok, pagePrice } from '../gate.ts';
import type { Call, Route } from '../gate.ts';
import { comparator, listRules, readPage, readSort, slicePage } from '../paging.ts';
import { createRecord, liveRecord, unknownRecord, updateRecord } from '../record-writer.ts';
import { readSearchPage, searchRecords } from '../search.ts';
import { accountShape, fullRecord, listRow, ownerShape, searchRow } from '../shapes.ts';
import { isObject } from '../types.ts';
import type { Json, Module, Row } from '../types.ts';
import { readDraft } from '../validate.ts';
import { variant } from '../variants.ts';
import { extraFields } from './list-fields.ts';
import { recordScopes, searchScopes } from './scopes.ts';

const LIST_SORTS: Readonly<Record<Module, readonly string[]>> = {
  contacts: ['firstName', 'lastName', 'phone', 'email', 'account', 'createdTime', 'modifiedTime'],
  accounts: ['website', 'email', 'phone', 'accountName', 'createdTime', 'modifiedTime'],
  products: ['productName', 'productCode', 'unitPrice', 'createdTime', 'modifiedTime'],
};

/** List, search, get, create and update: the same five calls for each module (reference §2.2). */
export function recordRoutes(module: Module): Route[] {
  return [
    {
      method: 'GET',
      path: `/${module}`,
      scopes: recordScopes(module, 'READ'),
      credits: pagePrice((call) => readPage(call.query, listRules(call.portal, module))),
      handle: (call) => listRecords(call, module),
    },
    {
      method: 'GET',
      path: `/${module}/search`,
      scopes: searchScopes(module),
      credits: pagePrice((call) => readSearchPage(call.query)),
      handle: (call) => {
        allow(call, module, 'view');
        const { rows, count } = searchRecords(call.portal, module, call.query);
        return list(
          rows.map((row) => searchRow(call.portal, module, row)),
          { count },
        );
      },
    },
    {
      method: 'GET',
      path: `/${module}/:id`,
      scopes: recordScopes(module, 'READ'),
      handle: (call) => getRecord(call, module),
    },
    {
      method: 'POST',
      path: `/${module}`,
      scopes: recordScopes(module, 'CREATE'),
      handle: (call) => {
        allow(call, module, 'create');
        const draft = readDraft(call.portal, module, call.body, null);
        const row = createRecord(call.portal, module, draft, call.author());
        call.wrote(1);
        const status = Number(variant(call.portal.settings, 'desk.createStatus'));
        return { status, body: fullRecord(call.portal, module, row) };
      },
    },
    {
      method: 'PATCH',
      path: `/${module}/:id`,
      scopes: recordScopes(module, 'UPDATE'),
      handle: (call) => {
        allow(call, module, 'edit');
        const old = liveRecord(call.portal, module, call.params['id'] ?? '');
        const draft = readDraft(call.portal, module, call.body, old);
        const { row, stored } = updateRecord(call.portal, module, old, draft, call.author());
        call.wrote(stored ? 1 : 0);
        return ok(fullRecord(call.portal, module, row));
      },
    },
  ];
}

/** @throws DeskError 403 FORBIDDEN when the agent's profile does not allow it */
export function allow(
  call: Call,
  module: Module | 'tickets',
  action: 'view' | 'create' | 'edit' | 'delete',
): void {
  const block = call.agent.profile.permissions[module];
  if (!isObject(block) || block[action] !== true) throw forbidden();
}

function listRecords(call: Call, module: Module) {
  allow(call, module, 'view');
  const { portal, query } = call;
  const page = readPage(query, listRules(portal, module));
  const sort = readSort(query, LIST_SORTS[module], { key: 'createdTime', descending: false });
  const extra = extraFields(portal, module, query);
  const { live } = portal.tables[module];
  const all =
    sort.key === 'createdTime'
      ? live.byCreated.rows
      : sort.key === 'modifiedTime'
        ? live.byModified.rows
        : live.sortedBy(sort.key, comparator(portal, sort.key));
  const rows = module === 'products' ? filterProducts(call, all) : all;
  const include = includes(query['include']);
  const found = slicePage(rows, 0, rows.length, page, sort.descending);
  return list(
    found.map((row) => ({
      ...listRow(portal, module, row),
      ...extra(row),
      ...included(call, module, row, include),
    })),
  );
}

/** `departmentId` (0 = all permitted ones) and `ownerId` of the product list. */
function filterProducts({ query }: Call, rows: readonly Row[]): readonly Row[] {
  const { departmentId, ownerId } = query;
  for (const [name, id] of Object.entries({ departmentId, ownerId })) {
    if (id !== undefined && !/^\d{1,19}$/.test(id)) throw badQuery(name);
  }
  const anyDepartment = departmentId === undefined || departmentId === '0';
  if (anyDepartment && ownerId === undefined) return rows;
  return rows.filter(
    (row) =>
      (anyDepartment || row.departmentIds.includes(departmentId)) &&
      (ownerId === undefined || row.values['ownerId'] === ownerId),
  );
}

/** A trashed record is still shown, marked as such; a purged one is gone (reference §2.8). */
function getRecord(call: Call, module: Module) {
  allow(call, module, 'view');
  const { portal } = call;
  const id = call.params['id'] ?? '';
  const table = portal.tables[module];
  const live = table.live.byId.get(id);
  const row = live ?? table.bin.get(id)?.row;
  if (!row) throw unknownRecord(portal, module, id);
  const include = includes(call.query['include']);
  return ok({
    ...fullRecord(portal, module, row, { inBin: live === undefined }),
    ...included(call, module, row, include),
  });
}

function includes(text: string | undefined): ReadonlySet<string> {
  return new Set((text ?? '').split(',').map((part) => part.trim()));
}

function included({ portal }: Call, module: Module, row: Row, include: ReadonlySet<string>): Json {
  return {
    ...(include.has('owner') && { owner: ownerShape(portal, row) }),
    ...(module === 'contacts' && include.has('accounts') && { account: accountShape(portal, row) }),
    ...(module === 'products' &&
      include.has('departments') && {
        departments: row.departmentIds.flatMap((id) => {
          const department = portal.department(id);
          return department ? [{ id: department.id, name: department.name }] : [];
        }),
      }),
  };
}
