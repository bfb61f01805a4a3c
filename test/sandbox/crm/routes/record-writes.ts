import { CrmError, errorBody, invalidData, requestIdInvalid } from '../errors.ts';
import type { Answer, CrmCall } from '../call.ts';
import { asArray, asText, commaList } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { CrmOrg } from '../org.ts';
import { renderUserName } from '../render.ts';
import { moduleScope } from '../scopes.ts';
import { parseHeaderTime } from '../time.ts';
import { deleteRows } from '../trash.ts';
import { dataItems, idOf, Writer } from '../write.ts';
import type { RecordOutcome } from '../write.ts';
import type { Mount } from './mount.ts';

/** Upserts say what they did and why; notes and mass updates know no approval. */
export type ResultStyle = 'write' | 'upsert' | 'bare';

export const MAX_ROWS = 100;
const ROWS_PER_CREDIT = 10;
const TRIGGERS: readonly unknown[] = ['workflow', 'approval', 'blueprint', 'pathfinder', 'orchestration'];

export function mountRecordWrites(mount: Mount): void {
  const isHeavy = (call: CrmCall) => (asArray(call.body['data'])?.length ?? 0) > ROWS_PER_CREDIT;
  const scopes = (operation: 'CREATE' | 'UPDATE' | 'DELETE') => (call: CrmCall) => [
    moduleScope(call.param('module'), operation),
  ];
  mount({ method: 'POST', path: '/crm/v8/:module', scopes: scopes('CREATE'), isHeavy, handle: insert });
  mount({ method: 'PUT', path: '/crm/v8/:module', scopes: scopes('UPDATE'), isHeavy, handle: update });
  mount({ method: 'PUT', path: '/crm/v8/:module/:id', scopes: scopes('UPDATE'), handle: update });
  mount({
    method: 'POST',
    path: '/crm/v8/:module/upsert',
    scopes: scopes('CREATE'),
    isHeavy,
    handle: upsert,
  });
  mount({ method: 'DELETE', path: '/crm/v8/:module', scopes: scopes('DELETE'), handle: removeMany });
  mount({ method: 'DELETE', path: '/crm/v8/:module/:id', scopes: scopes('DELETE'), handle: removeOne });
}

/** `data[]` of a write body; charges a credit per ten rows. */
export function dataOf(call: CrmCall, most = MAX_ROWS): readonly unknown[] {
  const { body } = call;
  if (body['data'] === undefined) {
    throw new CrmError(
      400,
      errorBody('MANDATORY_NOT_FOUND', 'required field not found', { api_name: 'data', json_path: '$.data' }),
    );
  }
  const data = asArray(body['data']);
  const where = { api_name: 'data', json_path: '$.data' };
  if (!data) throw invalidData({ ...where, expected_data_type: 'jsonarray' });
  if (data.length === 0) throw invalidData({ ...where, minimum_length: 1 });
  if (data.length > most) throw invalidData({ ...where, maximum_length: most });
  const triggers = body['trigger'] === undefined ? [] : asArray(body['trigger']);
  if (!triggers?.every((trigger) => TRIGGERS.includes(trigger))) {
    throw invalidData({ api_name: 'trigger', json_path: '$.trigger', supported_values: TRIGGERS });
  }
  call.charge(Math.ceil(data.length / ROWS_PER_CREDIT));
  return data;
}

function insert(call: CrmCall): Answer {
  const writer = new Writer(call.org, call.user);
  for (const [item, path] of dataItems(dataOf(call))) writer.insert(call.module, item, path);
  return finish(call, writer, 201, call.module.apiName === 'Notes' ? 'bare' : 'write');
}

function update(call: CrmCall): Answer {
  const { module } = call;
  const pathId = call.params['id'];
  const data = dataOf(call, pathId === undefined ? MAX_ROWS : 1);
  const since = unmodifiedSince(call);
  const writer = new Writer(call.org, call.user);
  for (const [item, path] of dataItems(data)) writer.update(module, pathId ?? idOf(item), item, path, since);
  return finish(call, writer, 200);
}

function upsert(call: CrmCall): Answer {
  const { module } = call;
  const data = dataOf(call);
  const unique = module.fields.filter((field) => field.unique).map((field) => field.apiName);
  const system = module.duplicateField === null ? [] : [module.duplicateField];
  const allowed = new Set([...system, ...unique]);
  const sent = call.body['duplicate_check_fields'];
  const names = sent === undefined ? [] : asArray(sent);
  if (!names?.every((name) => typeof name === 'string' && allowed.has(name))) {
    throw invalidData({
      api_name: 'duplicate_check_fields',
      json_path: '$.duplicate_check_fields',
      supported_values: [...allowed],
    });
  }
  const listed = names.filter((name) => typeof name === 'string');
  // Without a list: the system's own field, then the unique ones; with one: its order, then the unique ones.
  const checkFields = [...new Set([...(sent === undefined ? system : listed), ...unique])];
  const writer = new Writer(call.org, call.user);
  for (const [item, path] of dataItems(data)) writer.upsert(module, item, path, checkFields);
  return finish(call, writer, 200, 'upsert');
}

function unmodifiedSince(call: CrmCall): number | null {
  const header = call.header('if-unmodified-since');
  if (header === undefined) return null;
  const ms = parseHeaderTime(header);
  if (ms === null) throw invalidData({ header: 'If-Unmodified-Since', expected_data_type: 'datetime' });
  return ms;
}

/** Announces what was written and answers one result per input, in input order. */
export function finish(
  call: CrmCall,
  writer: Writer,
  allOk: 200 | 201,
  style: ResultStyle = 'write',
): Answer {
  writer.finish();
  call.wrote(writer.mutations);
  const { outcomes } = writer;
  const data = outcomes.map((outcome) => renderOutcome(call.org, outcome, style));
  return { status: statusOf(call.org, outcomes, allOk), body: { data } };
}

function statusOf(org: CrmOrg, outcomes: readonly RecordOutcome[], allOk: number): number {
  const failed = outcomes.filter((outcome) => !outcome.ok);
  if (failed.length === 0) return allOk;
  const isStale = failed.some((outcome) => outcome.error.code === 'ALREADY_MODIFIED');
  if (isStale) return outcomes.length === 1 ? 412 : 207;
  if (failed.length < outcomes.length) return 207;
  return Number(org.variants.choice('crm-all-failed-status'));
}

/** `SUCCESS` with the times and users of the record, or the record's error. */
export function renderOutcome(org: CrmOrg, outcome: RecordOutcome, style: ResultStyle): JsonObject {
  if (!outcome.ok) return { ...outcome.error };
  const { row, action } = outcome;
  return {
    code: 'SUCCESS',
    ...(style === 'upsert' ? { duplicate_field: outcome.duplicateField, action } : {}),
    details: {
      Modified_Time: org.formatTime(row.modifiedMs),
      Modified_By: renderUserName(org, row.modifiedById),
      Created_Time: org.formatTime(row.createdMs),
      id: row.id,
      Created_By: renderUserName(org, row.createdById),
      ...(style === 'bare' ? {} : { $approval_state: 'approved' }),
    },
    message: action === 'insert' ? 'record added' : 'record updated',
    status: 'success',
  };
}

/** One record by its path: a failure is the call's, not the record's. */
function removeOne(call: CrmCall): Answer {
  const id = call.param('id');
  if (!call.org.table(call.module.apiName).getLive(id))
    throw requestIdInvalid({ id, resource_path_index: 1 });
  return remove(call, [id]);
}

function removeMany(call: CrmCall): Answer {
  const ids = commaList(asText(call.query['ids']) ?? '');
  if (ids.length === 0) {
    throw new CrmError(
      400,
      errorBody('REQUIRED_PARAM_MISSING', 'One of the expected parameter is missing', { param: 'ids' }),
    );
  }
  if (ids.length > MAX_ROWS) throw invalidData({ param_name: 'ids', maximum_length: MAX_ROWS });
  return remove(call, ids);
}

function remove(call: CrmCall, ids: readonly string[]): Answer {
  const { org, module, user } = call;
  const table = org.table(module.apiName);
  const rows = [...new Set(ids)].map((id) => table.getLive(id)).filter((row) => row !== undefined);
  deleteRows(org, user, rows);
  call.wrote(rows.length);
  const deleted = new Set(rows.map((row) => row.id));
  const data = ids.map((id) =>
    deleted.has(id)
      ? { code: 'SUCCESS', details: { id }, message: 'record deleted', status: 'success' }
      : errorBody('INVALID_DATA', 'the id given seems to be invalid', { id }),
  );
  return { status: ids.every((id) => deleted.has(id)) ? 200 : 207, body: { data } };
}
