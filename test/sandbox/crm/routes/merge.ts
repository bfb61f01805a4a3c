import { CrmError, errorBody, mandatoryNotFound, requestIdInvalid } from '../errors.ts';
import type { ErrorBody } from '../errors.ts';
import { noContent } from '../call.ts';
import type { Answer, CrmCall } from '../call.ts';
import { asArray, asText, isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { CrmOrg } from '../org.ts';
import type { Row } from '../row.ts';
import { moduleScope } from '../scopes.ts';
import { wholeSeconds } from '../time.ts';
import { deleteRows, purgeRows } from '../trash.ts';
import type { CrmUser } from '../users.ts';
import { announce } from '../watch/announce.ts';
import type { RecordChange } from '../watch/announce.ts';
import type { Mount } from './mount.ts';

const CREDITS = 50;
const MOST_CHILDREN = 2;

/** Find and merge (find_and_merge.json): one or two children go, the master stays and takes what hangs on them. */
export function mountMerge(mount: Mount): void {
  const path = '/crm/v8/:module/:id/actions/merge';
  const scopes = (call: CrmCall) => [moduleScope(call.param('module'), 'CREATE')];
  mount({ method: 'POST', path, scopes, handle: merge });
  // Small merges are done at once, so there is never a job to be asked about.
  mount({ method: 'GET', path, scopes, handle: jobStatus });
}

function jobStatus(call: CrmCall): Answer {
  masterOf(call);
  return noContent;
}

function masterOf(call: CrmCall): Row {
  const row = call.org.table(call.module.apiName).getLive(call.param('id'));
  if (!row) throw requestIdInvalid({ resource_path_index: 1 });
  return row;
}

function merge(call: CrmCall): Answer {
  const { org, user } = call;
  call.charge(CREDITS);
  const master = masterOf(call);
  const order = asArray(call.body['merge'])?.[0];
  if (!isObject(order)) throw new CrmError(400, mandatoryNotFound('merge', '$.merge'));
  const children = readChildren(call, order, master);
  if (!Array.isArray(children)) return { status: 400, body: { merge: [children] } };
  const values: Record<string, unknown> = {};
  for (const { row, fields } of children) for (const name of fields) values[name] = row.values[name] ?? null;
  const losers = children.map(({ row }) => row);
  const moved = moveLookups(org, user, losers, master.id);
  change(org, user, master, values);
  announce(org, user, [{ operation: 'update', row: master, fields: Object.keys(values) }, ...moved], 'write');
  deleteRows(org, user, losers);
  if (org.variants.choice('crm-merged-records') === 'gone') purgeRows(losers);
  call.wrote(losers.length + 1 + moved.length);
  const done = { code: 'SUCCESS', details: { id: master.id }, message: 'merged', status: 'success' };
  return { status: 201, body: { merge: [done] } };
}

interface Child {
  readonly row: Row;
  /** Fields whose value the master takes from this child; the others stay as the master has them. */
  readonly fields: readonly string[];
}

function readChildren({ org, module }: CrmCall, order: JsonObject, master: Row): Child[] | ErrorBody {
  const data = asArray(order['data']) ?? [];
  if (data.length === 0) return mandatoryNotFound('data', '$.merge[0].data');
  if (data.length > MOST_CHILDREN) {
    const details = { json_path: '$.merge[0].data', maximum_length: MOST_CHILDREN };
    return errorBody('LIMIT_EXCEEDED', 'too many records to merge', details);
  }
  const children: Child[] = [];
  for (const [index, item] of data.entries()) {
    const id = isObject(item) ? asText(item['id']) : null;
    const row = id === null ? undefined : org.table(module.apiName).getLive(id);
    if (!isObject(item) || !row || row === master) {
      const details = { api_name: 'id', json_path: `$.merge[0].data[${index}].id` };
      return errorBody('INVALID_DATA', 'the id given seems to be invalid', details);
    }
    const named = (asArray(item['_fields']) ?? []).map((field) =>
      isObject(field) ? (asText(field['api_name']) ?? '') : '',
    );
    const known = new Set(module.fields.filter(({ readOnly }) => !readOnly).map(({ apiName }) => apiName));
    children.push({ row, fields: named.filter((name) => known.has(name)) });
  }
  return children;
}

/** Whatever named a child names the master now: contacts and deals of an account, notes, activities. */
function moveLookups(org: CrmOrg, user: CrmUser, losers: readonly Row[], masterId: string): RecordChange[] {
  const gone = new Set(losers.map(({ id }) => id));
  const moved: RecordChange[] = [];
  for (const name of org.tableNames()) {
    const lookups = org
      .module(name)
      .fields.filter(({ dataType }) => /^(multi_module_)?lookup$/.test(dataType));
    for (const row of [...org.table(name).all()]) {
      if (row.deletedMs !== null || gone.has(row.id)) continue;
      const fields = lookups
        .map(({ apiName }) => apiName)
        .filter((field) => gone.has(String(row.values[field])));
      if (fields.length === 0) continue;
      change(org, user, row, Object.fromEntries(fields.map((field) => [field, masterId])));
      moved.push({ operation: 'update', row, fields });
    }
  }
  return moved;
}

function change(org: CrmOrg, user: CrmUser, row: Row, values: Readonly<Record<string, unknown>>): void {
  org.table(row.module).change(row, {
    values,
    modifiedMs: wholeSeconds(org.now),
    modifiedById: user.id,
    writtenMs: org.now,
  });
}
