import { notFound, unprocessable } from './errors.ts';
import type { Portal } from './portal.ts';
import { fullRecord } from './shapes.ts';
import type { Author, BinEntry, Json, Module, Row } from './types.ts';
import { MODULES } from './types.ts';
import type { Draft } from './validate.ts';
import { variant } from './variants.ts';
import { EVENT_ENTITY } from './webhook-events.ts';

/** Zoho keeps deleted records for 60 days (reference §2.8). */
export const BIN_LIFE_MS = 60 * 86_400_000;

export function createRecord(portal: Portal, module: Module, draft: Draft, author: Author): Row {
  const row: Row = {
    id: portal.world.nextId(),
    values: draft.values,
    cf: draft.cf,
    departmentIds: draft.departmentIds ?? [],
    createdAt: author.at,
    modifiedAt: author.at,
    createdBy: author.agentId,
    modifiedBy: author.agentId,
  };
  followPrimaryAccount(portal, module, row);
  portal.tables[module].put(row, author.at);
  emit(portal, module, 'Add', row, null, author);
  return row;
}

/** Writes what differs. Returns the row and whether anything was stored (equal values: see `desk.bumpOnEqual`). */
export function updateRecord(
  portal: Portal,
  module: Module,
  old: Row,
  draft: Draft,
  author: Author,
): { readonly row: Row; readonly stored: boolean } {
  const changed = changedFields(old, draft);
  if (changed.length === 0 && variant(portal.settings, 'desk.bumpOnEqual') === 'no') {
    return { row: old, stored: false };
  }
  const before = prevState(portal, module, old);
  const row: Row = {
    ...old,
    values: { ...old.values, ...draft.values },
    cf: { ...old.cf, ...draft.cf },
    departmentIds: draft.departmentIds ?? old.departmentIds,
    modifiedAt: author.at,
    modifiedBy: author.agentId,
  };
  if (changed.includes('accountId')) followPrimaryAccount(portal, module, row);
  portal.tables[module].put(row, author.at);
  emit(portal, module, 'Update', row, before, author);
  return { row, stored: true };
}

function changedFields(old: Row, draft: Draft): string[] {
  const changed = Object.keys(draft.values).filter((key) => (old.values[key] ?? null) !== draft.values[key]);
  changed.push(...Object.keys(draft.cf).filter((key) => (old.cf[key] ?? null) !== draft.cf[key]));
  const { departmentIds } = draft;
  if (departmentIds && departmentIds.toSorted().join() !== old.departmentIds.toSorted().join()) {
    changed.push('departmentIds');
  }
  return changed;
}

function followPrimaryAccount(portal: Portal, module: Module, row: Row): void {
  if (module !== 'contacts') return;
  const accountId = row.values['accountId'];
  const former = variant(portal.settings, 'desk.formerPrimary');
  portal.mappings.setPrimary(row.id, typeof accountId === 'string' ? accountId : null, former);
}

export function trashRecord(portal: Portal, module: Module, row: Row, author: Author): void {
  portal.tables[module].trash(row, author);
  if (variant(portal.settings, 'desk.deleteEvent') === 'trash') emitDelete(portal, module, row, author);
}

/** Brings a record back with its id; its account comes back too when it lies in the bin (reference §2.8). */
export function restoreRecord(portal: Portal, module: Module, entry: BinEntry, author: Author): number {
  const table = portal.tables[module];
  const { row } = entry;
  table.bin.delete(row.id);
  let restored = 1;
  const parent =
    module === 'contacts' ? portal.tables.accounts.bin.get(String(row.values['accountId'])) : undefined;
  if (parent) restored += restoreRecord(portal, 'accounts', parent, author);
  const bump = variant(portal.settings, 'desk.restoreBumps') === 'yes';
  const kept = withoutLostAccount(portal, row);
  const back: Row = bump ? { ...kept, modifiedAt: author.at, modifiedBy: author.agentId } : kept;
  table.put(back, author.at);
  const event = variant(portal.settings, 'desk.restoreEvent');
  if (event !== 'none') emit(portal, module, event, back, prevState(portal, module, row), author);
  return restored;
}

/** "Replaced lookups are not restored": an account purged meanwhile is not brought back. */
function withoutLostAccount(portal: Portal, row: Row): Row {
  const { accountId = null } = row.values;
  if (accountId === null || !portal.tables.accounts.purged.has(String(accountId))) return row;
  return { ...row, values: { ...row.values, accountId: null } };
}

/** Removes a record from the bin for good; contacts lose their link to a purged account. */
export function purgeRecord(portal: Portal, module: Module, id: string, author: Author): boolean {
  const row = portal.tables[module].purge(id);
  if (!row) return false;
  if (module === 'accounts') {
    unlinkContacts(portal, id, author);
    unlinkChildren(portal, id, author);
  }
  if (module === 'contacts')
    for (const mapping of portal.mappings.ofContact(id)) portal.mappings.remove(mapping);
  if (variant(portal.settings, 'desk.deleteEvent') === 'purge') emitDelete(portal, module, row, author);
  return true;
}

function unlinkContacts(portal: Portal, accountId: string, author: Author): void {
  for (const mapping of portal.mappings.ofAccount(accountId)) {
    portal.mappings.remove(mapping);
    const contact = portal.tables.contacts.live.byId.get(mapping.contactId);
    if (contact?.values['accountId'] !== accountId) continue;
    portal.tables.contacts.put({ ...contact, values: { ...contact.values, accountId: null } }, author.at);
  }
}

/** A custom lookup is emptied when what it names is gone for good (Field.json, `onDelete` SET_NULL). */
function unlinkChildren(portal: Portal, accountId: string, author: Author): void {
  const lookups = [...portal.fields.accounts.custom.values()].filter(({ lookup }) => lookup === 'accounts');
  if (lookups.length === 0) return;
  for (const child of [...portal.tables.accounts.live.byId.values()]) {
    const named = lookups.filter(({ apiName }) => child.cf[apiName] === accountId);
    if (named.length === 0) continue;
    const emptied = Object.fromEntries(named.map(({ apiName }) => [apiName, null]));
    portal.tables.accounts.put({ ...child, cf: { ...child.cf, ...emptied } }, author.at);
  }
}

/** Purges what has lain in the bin for 60 days; bins are in order of deletion. */
export function sweepBins(portal: Portal): void {
  const now = portal.now();
  for (const module of MODULES) {
    for (const [id, entry] of portal.tables[module].bin) {
      if (now - entry.deletedAt < BIN_LIFE_MS) break;
      purgeRecord(portal, module, id, { agentId: entry.deletedBy, at: now, sourceId: null });
    }
  }
}

/** A live record, or the error a write to a trashed, purged or unknown one gets. */
export function liveRecord(portal: Portal, module: Module, id: string): Row {
  const row = portal.tables[module].live.byId.get(id);
  if (row) return row;
  const trashed = portal.tables[module].bin.has(id);
  if (trashed && variant(portal.settings, 'desk.writeTrashed') === 'rejected') {
    throw unprocessable('The record is in the recycle bin.');
  }
  throw unknownRecord(portal, module, id);
}

export function unknownRecord(portal: Portal, module: Module, id: string): Error {
  const purged = portal.tables[module].purged.has(id);
  if (purged && variant(portal.settings, 'desk.purgedStatus') === '422') {
    return unprocessable('The record does not exist.');
  }
  return notFound();
}

function prevState(portal: Portal, module: Module, old: Row): Json | null {
  const entity = EVENT_ENTITY[module];
  return entity && portal.webhooks.wants(`${entity}_Update`) ? fullRecord(portal, module, old) : null;
}

function emit(
  portal: Portal,
  module: Module,
  change: 'Add' | 'Update',
  row: Row,
  before: Json | null,
  author: Author,
): void {
  const entity = EVENT_ENTITY[module];
  if (!entity) return;
  portal.emit(`${entity}_${change}`, () => ({
    payload: fullRecord(portal, module, row),
    prevState: change === 'Update' ? before : null,
    sourceId: author.sourceId,
    departmentId: null,
    changed: null,
  }));
}

function emitDelete(portal: Portal, module: Module, row: Row, author: Author): void {
  const entity = EVENT_ENTITY[module];
  if (!entity) return;
  const whole = variant(portal.settings, 'desk.deletePayload') === 'record';
  portal.emit(`${entity}_Delete`, () => ({
    payload: whole ? fullRecord(portal, module, row, { inBin: true }) : { id: row.id },
    prevState: null,
    sourceId: author.sourceId,
    departmentId: null,
    changed: null,
  }));
}
