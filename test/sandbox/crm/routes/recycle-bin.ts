import { errorBody, invalidData, paramMissing, requestIdInvalid } from '../errors.ts';
import { noContent, ok } from '../call.ts';
import type { Answer, CrmCall } from '../call.ts';
import { asArray, asText, commaList, isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { positiveNumber } from '../listing.ts';
import type { CrmOrg } from '../org.ts';
import { displayName, renderUserName } from '../render.ts';
import type { Row } from '../row.ts';
import type { Operation } from '../scopes.ts';
import { binnedRows, findBinned, purgeRows, restoreRows } from '../trash.ts';
import type { Mount, Route } from './mount.ts';

const MAX_IDS = 200;
const BASE = '/crm/v8/settings/recycle_bin';
/** From this many rows on, and for every filter, the work is scheduled (§2.3). */
const SCHEDULED_FROM = 1_000;

export function mountRecycleBin(mount: Mount): void {
  const add = (method: Route['method'], path: string, operation: Operation, handle: Route['handle']) =>
    mount({ method, path: BASE + path, scopes: () => [`ZohoCRM.settings.recycle_bin.${operation}`], handle });
  add('GET', '', 'READ', list);
  add('GET', '/actions/count', 'READ', (call) => ok({ count: wanted(call).length }));
  add('GET', '/:id', 'READ', readEntry);
  add('DELETE', '', 'DELETE', purgeMany);
  add('DELETE', '/:id', 'DELETE', (call) => purge(call, [entry(call)], []));
  add('POST', '/actions/empty', 'UPDATE', empty);
  add('POST', '/actions/restore', 'UPDATE', restoreMany);
  add('POST', '/:id/actions/restore', 'UPDATE', (call) => restore(call, [entry(call)], []));
}

function list(call: CrmCall): Answer {
  const rows = wanted(call);
  const page = positiveNumber(call, 'page', 1);
  const perPage = positiveNumber(call, 'per_page', MAX_IDS, MAX_IDS);
  const shown = rows.slice((page - 1) * perPage, page * perPage);
  if (shown.length === 0) return noContent;
  return ok({
    recycle_bin: shown.map((row) => renderEntry(call.org, row)),
    info: { per_page: perPage, count: shown.length, page, more_records: rows.length > page * perPage },
  });
}

function renderEntry(org: CrmOrg, row: Row): JsonObject {
  return {
    display_name: displayName(org, row) ?? '',
    deleted_time: org.formatTime(row.deletedMs ?? 0),
    owner: renderUserName(org, row.ownerId),
    module: row.module,
    deleted_by: renderUserName(org, row.deletedById ?? ''),
    id: row.id,
  };
}

/** One entry names its module by id as well, unlike the list. */
function readEntry(call: CrmCall): Answer {
  const { org } = call;
  const row = entry(call);
  const module = { api_name: row.module, id: org.idOf(`module:${row.module}`) };
  return ok({
    recycle_bin: [{ ...renderEntry(org, row), module }],
    info: { per_page: 1, count: 1, page: 1, more_records: false },
  });
}

function entry(call: CrmCall): Row {
  const row = findBinned(call.org, call.param('id'));
  if (!row) throw requestIdInvalid({ id: call.param('id'), resource_path_index: 2 });
  return row;
}

/** Entries that `ids` or `filters` of the query name; all without them. */
function wanted(call: CrmCall): Row[] {
  const rows = binnedRows(call.org);
  const ids = new Set(commaList(call.query['ids'] ?? ''));
  const filter = parseFilters(call.query['filters']);
  return rows.filter((row) => (ids.size === 0 || ids.has(row.id)) && matches(call.org, row, filter));
}

function parseFilters(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw invalidData({ param_name: 'filters', expected_data_type: 'jsonobject' });
  }
}

/** `{group_operator, group:[…]}` or one `{field:{api_name}, comparator, value}` on the entry's own columns. */
function matches(org: CrmOrg, row: Row, filter: unknown): boolean {
  if (filter === undefined) return true;
  if (!isObject(filter)) throw invalidData({ param_name: 'filters', expected_data_type: 'jsonobject' });
  const group = asArray(filter['group']);
  if (group) {
    const isOr = asText(filter['group_operator'])?.toLowerCase() === 'or';
    return isOr
      ? group.some((part) => matches(org, row, part))
      : group.every((part) => matches(org, row, part));
  }
  const field = isObject(filter['field']) ? asText(filter['field']['api_name']) : null;
  const columns: Readonly<Record<string, string>> = {
    module: row.module,
    id: row.id,
    display_name: displayName(org, row) ?? '',
    deleted_by: row.deletedById ?? '',
    owner: row.ownerId,
  };
  const actual = field === null ? undefined : columns[field];
  if (actual === undefined) throw invalidData({ param_name: 'filters', api_name: field });
  const given = filter['value'];
  const values = (asArray(given) ?? [given]).map((value) =>
    String(isObject(value) ? (value['api_name'] ?? value['id']) : value).toLowerCase(),
  );
  const isThere = values.includes(actual.toLowerCase());
  return filter['comparator'] === 'not_equal' ? !isThere : isThere;
}

function restoreMany(call: CrmCall): Answer {
  const { body } = call;
  if (body['restore_all_records'] === true) return schedule(call, binnedRows(call.org));
  if (body['filters'] !== undefined) {
    return schedule(
      call,
      binnedRows(call.org).filter((row) => matches(call.org, row, body['filters'])),
    );
  }
  const ids = asArray(body['ids']);
  if (!ids) throw paramMissing('ids');
  if (ids.length > MAX_IDS)
    throw invalidData({ api_name: 'ids', json_path: '$.ids', maximum_length: MAX_IDS });
  const { found, missing } = lookUp(call.org, ids.map(String));
  return restore(call, found, missing);
}

function lookUp(org: CrmOrg, ids: readonly string[]): { found: Row[]; missing: string[] } {
  const rows = ids.map((id) => findBinned(org, id));
  return {
    found: [...new Set(rows.filter((row) => row !== undefined))],
    missing: ids.filter((_, index) => !rows[index]),
  };
}

/** Filters and "everything" are answered before the work counts as done; here it is done at once. */
function schedule(call: CrmCall, rows: readonly Row[]): Answer {
  restoreRows(call.org, call.user, rows);
  call.wrote(rows.length);
  const details = { job_id: call.org.world.nextId() };
  return {
    status: rows.length > SCHEDULED_FROM ? 202 : 200,
    body: {
      recycle_bin: [{ status: 'success', code: 'SCHEDULED', message: 'records will be restored', details }],
    },
  };
}

function restore(call: CrmCall, rows: readonly Row[], missing: readonly string[]): Answer {
  restoreRows(call.org, call.user, rows);
  call.wrote(rows.length);
  return results(rows, missing, 'record restored successfully');
}

function purgeMany(call: CrmCall): Answer {
  if (call.query['ids'] === undefined && call.query['filters'] === undefined) throw paramMissing('filters');
  const rows = wanted(call);
  const found = new Set(rows.map((row) => row.id));
  return purge(
    call,
    rows,
    commaList(call.query['ids'] ?? '').filter((id) => !found.has(id)),
  );
}

function purge(call: CrmCall, rows: readonly Row[], missing: readonly string[]): Answer {
  purgeRows(rows);
  call.wrote(rows.length);
  return results(rows, missing, 'record deleted permanently');
}

function empty(call: CrmCall): Answer {
  const rows = binnedRows(call.org);
  purgeRows(rows);
  call.wrote(rows.length);
  return ok({ code: 'SUCCESS', details: {}, message: 'recycle bin emptied', status: 'success' });
}

function results(rows: readonly Row[], missing: readonly string[], message: string): Answer {
  const done = rows.map(({ id }) => ({ id, status: 'success', code: 'SUCCESS', message, details: { id } }));
  const failed = missing.map((id) => ({
    id,
    ...errorBody('INVALID_DATA', 'the id given seems to be invalid', { id }),
  }));
  if (done.length === 0)
    return {
      status: 400,
      body: errorBody('INVALID_DATA', 'the id given seems to be invalid', { ids: missing }),
    };
  // Only mixed answers carry the id beside the details.
  const isMixed = failed.length > 0;
  const shown = isMixed ? [...done, ...failed] : done.map(({ id: _id, ...rest }) => rest);
  return { status: isMixed ? 207 : 200, body: { recycle_bin: shown } };
}
