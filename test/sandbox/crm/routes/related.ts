import { CrmError, errorBody, invalidData, requestIdInvalid, scopeMismatch } from '../errors.ts';
import { noContent, notModified, ok } from '../call.ts';
import type { Answer, CrmCall } from '../call.ts';
import { commaList, isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { readPage, requiredFields, sortedSource, sorting } from '../listing.ts';
import { relatedLists, relatedRows } from '../related-lists.ts';
import { renderListRow } from '../render.ts';
import type { Row } from '../row.ts';
import { isAllowed, moduleScope } from '../scopes.ts';
import { dataItems, Writer } from '../write.ts';
import { modifiedSince } from './record-reads.ts';
import { dataOf, finish } from './record-writes.ts';
import type { Mount } from './mount.ts';

export function mountRelated(mount: Mount): void {
  const parentScope = (call: CrmCall) => moduleScope(call.param('module'), 'READ');
  mount({
    method: 'GET',
    path: '/crm/v8/:module/:id/:list',
    scopes: (call) => [parentScope(call)],
    handle: listRelated,
  });
  mount({
    method: 'POST',
    path: '/crm/v8/:module/:id/Notes',
    scopes: (call) => [parentScope(call), moduleScope('notes', 'CREATE')],
    handle: addNotes,
  });
}

function parentOf(call: CrmCall): Row {
  const row = call.org.table(call.module.apiName).getLive(call.param('id'));
  if (!row) throw requestIdInvalid({ id: call.param('id'), resource_path_index: 1 });
  return row;
}

function listRelated(call: CrmCall): Answer {
  const { org, module } = call;
  const list = relatedLists(module.apiName).find((known) => known.apiName === call.param('list'));
  if (!list) {
    throw new CrmError(
      400,
      errorBody('INVALID_DATA', 'the relation name given seems to be invalid', { resource_path_index: 2 }),
    );
  }
  const { grant } = call.request.sandbox;
  const needed = list.modules.map((name) => moduleScope(name, 'READ'));
  if (!grant || !isAllowed(grant, needed)) throw scopeMismatch();
  const fields = requiredFields(call);
  const parent = parentOf(call);
  const since = modifiedSince(call);
  const ids = new Set(commaList(call.query['ids'] ?? ''));
  const { sortBy } = sorting(call);
  const source = sortedSource(relatedRows(org, list, parent), (row) =>
    org.table(row.module).index(sortBy).positionOf(row),
  );
  const { rows, info } = readPage(
    call,
    source,
    (row) => (since === null || row.modifiedMs >= since) && (ids.size === 0 || ids.has(row.id)),
  );
  if (rows.length === 0) return since === null ? noContent : notModified;
  const isMixed = list.modules.length > 1;
  return ok({
    data: rows.map((row) => ({
      ...renderListRow(org, org.module(row.module), row, fields),
      ...(isMixed ? { $module: row.module } : {}),
    })),
    info: relatedInfo(info),
  });
}

/** Related lists tell less about the page than module lists do. */
function relatedInfo({ call: _call, email: _email, sort_by: _by, sort_order: _order, ...info }: JsonObject) {
  return info;
}

/** `POST /Contacts/{id}/Notes`: the path names the parent. */
function addNotes(call: CrmCall): Answer {
  const parent = parentOf(call);
  const writer = new Writer(call.org, call.user);
  for (const [item, path] of dataItems(dataOf(call))) {
    if (!isObject(item)) throw invalidData({ expected_data_type: 'jsonobject', json_path: path });
    const Parent_Id = { id: parent.id, module: { api_name: parent.module } };
    writer.insert(call.org.module('Notes'), { ...item, Parent_Id }, path);
  }
  return finish(call, writer, 201, 'bare');
}
