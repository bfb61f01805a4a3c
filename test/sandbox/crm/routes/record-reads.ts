import { ambiguity, invalidData, requestIdInvalid, CrmError, errorBody } from '../errors.ts';
import { noContent, notModified, ok } from '../call.ts';
import type { Answer, CrmCall } from '../call.ts';
import { findCustomView } from '../custom-views.ts';
import { commaList } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { arraySource, readPage, requiredFields, sorting, tableSource } from '../listing.ts';
import type { RowSource } from '../listing.ts';
import { renderFull, renderListRow } from '../render.ts';
import type { Row } from '../row.ts';
import { moduleScope } from '../scopes.ts';
import { parseHeaderTime } from '../time.ts';
import type { Mount } from './mount.ts';

/** `ids` may have this many characters, about 50 ids (§2.1). */
const MAX_IDS_LENGTH = 1_024;

export function mountRecordReads(mount: Mount): void {
  const scopes = (call: CrmCall) => [moduleScope(call.param('module'), 'READ')];
  mount({
    method: 'GET',
    path: '/crm/v8/:module',
    scopes,
    isHeavy: ({ query }) => query['cvid'] !== undefined || query['sort_by'] !== undefined,
    handle: listRecords,
  });
  mount({ method: 'GET', path: '/crm/v8/:module/:id', scopes, handle: getRecord });
}

function listRecords(call: CrmCall): Answer {
  const { org, module, user } = call;
  const fields = requiredFields(call);
  if (module.apiName === 'Notes' && user.profile !== 'Administrator') {
    throw new CrmError(403, errorBody('NOT_SUPPORTED', 'only administrators may list all notes'));
  }
  const filters: ((row: Row) => boolean)[] = [];
  const { cvid } = call.query;
  if (cvid !== undefined) {
    call.charge(3);
    if (call.query['sort_by'] !== undefined) {
      throw ambiguity({ ambiguity_due_to: [{ param_name: 'cvid' }, { param_name: 'sort_by' }] });
    }
    const view = findCustomView(org, module, cvid);
    if (!view) throw invalidData({ param_name: 'cvid' });
    filters.push((row) => view.holds(row, user, org.now));
  }
  if (module.apiName === 'Leads') filters.push(convertedFilter(call.query['converted'] ?? 'false'));
  const since = modifiedSince(call);
  if (since !== null) filters.push((row) => row.modifiedMs >= since);
  const source = sourceOf(call, since);
  const { rows, info } = readPage(call, source, (row) => filters.every((holds) => holds(row)));
  if (rows.length === 0) return since === null ? noContent : notModified;
  const data = rows.map((row) => renderListRow(org, module, row, fields));
  return ok({ data, info: module.apiName === 'Notes' ? noteInfo(info) : info });
}

/** Notes can be neither called nor mailed, and their lists do not say so. */
function noteInfo({ call: _call, email: _email, ...info }: JsonObject): JsonObject {
  return info;
}

function sourceOf(call: CrmCall, since: number | null): RowSource {
  const { org, module } = call;
  const table = org.table(module.apiName);
  const { sortBy } = sorting(call);
  const { ids } = call.query;
  if (ids !== undefined) {
    if (ids.length > MAX_IDS_LENGTH) throw invalidData({ param_name: 'ids', maximum_length: MAX_IDS_LENGTH });
    const rows = commaList(ids).map((id) => table.getLive(id));
    return arraySource([...new Set(rows.filter((row) => row !== undefined))], table, sortBy);
  }
  // Few changes are sorted apart; many are found faster by walking the wanted order.
  const changed = table.index('Modified_Time');
  if (since !== null && sortBy !== 'Modified_Time' && changed.countFrom(since) < table.liveCount / 4) {
    return arraySource([...changed.scanFrom(since)], table, sortBy);
  }
  return tableSource(table, sortBy);
}

/** First instant that counts as modified, by the switch `crm-if-modified-since`. */
export function modifiedSince(call: CrmCall): number | null {
  const header = call.header('if-modified-since');
  if (header === undefined) return null;
  const ms = parseHeaderTime(header);
  if (ms === null) throw invalidData({ header: 'If-Modified-Since', expected_data_type: 'datetime' });
  return call.org.variants.choice('crm-if-modified-since') === 'inclusive' ? ms : ms + 1;
}

/** Converted leads are hidden unless asked for. */
export function convertedFilter(converted: string): (row: Row) => boolean {
  if (converted === 'both') return () => true;
  const wanted = converted === 'true';
  return (row) => (row.values['Converted__s'] === true) === wanted;
}

function getRecord(call: CrmCall): Answer {
  const { org, module } = call;
  const row = org.table(module.apiName).getLive(call.param('id'));
  if (row) {
    const fields = commaList(call.query['fields'] ?? '');
    return ok({ data: [fields.length > 0 ? renderListRow(org, module, row, fields) : renderFull(org, row)] });
  }
  if (org.variants.choice('crm-missing-record') === 'invalid-data') {
    throw requestIdInvalid({ resource_path_index: 1, id: call.param('id') });
  }
  return noContent;
}
