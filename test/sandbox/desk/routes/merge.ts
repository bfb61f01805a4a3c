import { invalidField } from '../errors.ts';
import { ok } from '../gate.ts';
import type { Answer, Call, Route } from '../gate.ts';
import { mergeRecords } from '../merge-records.ts';
import { liveRecord } from '../record-writer.ts';
import { fullRecord } from '../shapes.ts';
import type { Json, Row } from '../types.ts';
import { isObject } from '../types.ts';
import { readObject } from '../validate.ts';
import { parseId } from '../values.ts';
import { readIds } from './mass-actions.ts';
import { allow } from './records.ts';
import { recordScopes } from './scopes.ts';

/** The user interface merges three at once (reference §2.2). */
const MOST = 3;

/** `POST /contacts|accounts/{id}/merge {ids, source}` (Contact.json, Account.json): the path names the survivor. */
export function mergeRoute(module: 'contacts' | 'accounts'): Route {
  return {
    method: 'POST',
    path: `/${module}/:id/merge`,
    scopes: recordScopes('contacts', 'UPDATE'),
    handle: (call) => merge(call, module),
  };
}

function merge(call: Call, module: 'contacts' | 'accounts'): Answer {
  allow(call, module, 'edit');
  allow(call, module, 'delete');
  const { portal } = call;
  const survivor = liveRecord(portal, module, call.params['id'] ?? '');
  const body = readObject(call.body);
  const others = readIds(body, 'ids', MOST).filter((id) => id !== survivor.id);
  if (others.length === 0) throw invalidField('/ids');
  const losers = others.map((id) => {
    const row = portal.tables[module].live.byId.get(id);
    if (!row) throw invalidField('/ids');
    return row;
  });
  const sent = body['source'] ?? {};
  if (!isObject(sent)) throw invalidField('/source');
  const { cf = {}, customFields: _labels, ...standard } = sent;
  const rows = [survivor, ...losers];
  const { fields } = portal;
  const source = {
    values: winners(standard, rows, (name) => fields[module].standard.has(name)),
    cf: winners(isObject(cf) ? cf : {}, rows, (name) => fields[module].custom.has(name)),
  };
  const row = mergeRecords(portal, module, survivor, losers, source, call.author());
  call.wrote(rows.length);
  return ok(fullRecord(portal, module, row));
}

/** @throws DeskError INVALID_DATA for a field the module lacks, and for a record that is not merged */
function winners(
  sent: Json,
  rows: readonly Row[],
  isField: (name: string) => boolean,
): ReadonlyMap<string, Row> {
  const found = new Map<string, Row>();
  for (const [name, value] of Object.entries(sent)) {
    if (value === null) continue;
    const id = parseId(value);
    const row = rows.find((candidate) => candidate.id === id);
    if (!row || !isField(name)) throw invalidField(`/source/${name}`);
    found.set(name, row);
  }
  return found;
}
