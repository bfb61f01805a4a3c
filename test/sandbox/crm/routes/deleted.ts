import { invalidData } from '../errors.ts';
import { noContent, notModified, ok } from '../call.ts';
import type { Answer, CrmCall } from '../call.ts';
import { positiveNumber } from '../listing.ts';
import { displayName, renderUserName } from '../render.ts';
import { PERMANENT_LISTING_DAYS, stateOf } from '../row.ts';
import { moduleScope } from '../scopes.ts';
import { DAY_MS } from '../time.ts';
import { modifiedSince } from './record-reads.ts';
import type { Mount } from './mount.ts';

const MAX_PER_PAGE = 200;

export function mountDeleted(mount: Mount): void {
  mount({
    method: 'GET',
    path: '/crm/v8/:module/deleted',
    scopes: (call) => [moduleScope(call.param('module'), 'READ')],
    handle: listDeleted,
  });
}

/** Deleted rows, latest first: in the bin for 60 days, permanently deleted ones for 120 days (§2.3). */
function listDeleted(call: CrmCall): Answer {
  const { org, module } = call;
  const type = call.query['type'] ?? 'all';
  if (type !== 'all' && type !== 'recycle' && type !== 'permanent') {
    throw invalidData({ param_name: 'type', supported_values: ['all', 'recycle', 'permanent'] });
  }
  const { now } = org;
  const since = modifiedSince(call) ?? Number.NEGATIVE_INFINITY;
  const rows = [...org.table(module.apiName).deleted()].reverse().filter((row) => {
    const deletedMs = row.deletedMs ?? 0;
    const isPermanent = stateOf(row, now) === 'purged';
    if (type === (isPermanent ? 'recycle' : 'permanent') || deletedMs < since) return false;
    return now - deletedMs < PERMANENT_LISTING_DAYS * DAY_MS;
  });
  if (rows.length === 0) return since > 0 ? notModified : noContent;
  const page = positiveNumber(call, 'page', 1);
  const perPage = positiveNumber(call, 'per_page', MAX_PER_PAGE, MAX_PER_PAGE);
  const shown = rows.slice((page - 1) * perPage, page * perPage);
  if (shown.length === 0) return noContent;
  return ok({
    data: shown.map((row) => {
      const isPermanent = stateOf(row, now) === 'purged';
      return {
        deleted_by: isPermanent ? null : renderUserName(org, row.deletedById ?? ''),
        id: row.id,
        display_name: isPermanent ? null : displayName(org, row),
        type: isPermanent ? 'permanent' : 'recycle',
        created_by: isPermanent ? null : renderUserName(org, row.createdById),
        deleted_time: org.formatTime(row.deletedMs ?? 0),
      };
    }),
    info: { per_page: perPage, count: shown.length, page, more_records: rows.length > page * perPage },
  });
}
