import type { CrmOrg } from './org.ts';
import { stateOf } from './row.ts';
import type { Row } from './row.ts';
import { wholeSeconds } from './time.ts';
import type { CrmUser } from './users.ts';
import { announce } from './watch/announce.ts';

/** Notes of a record go to the bin with it and come back with it (§2.3). */
function notesOf(org: CrmOrg, parent: Row): Row[] {
  return [...org.table('Notes').find('Parent_Id', parent.id)];
}

/** Moves live rows to the recycle bin and tells the channels. */
export function deleteRows(org: CrmOrg, user: CrmUser, rows: readonly Row[]): void {
  const at = wholeSeconds(org.now);
  for (const row of rows) {
    for (const note of notesOf(org, row)) org.table('Notes').remove(note, at, user.id, row.id);
    org.table(row.module).remove(row, at, user.id, null);
  }
  announce(
    org,
    user,
    rows.map((row) => ({ operation: 'delete', row, fields: [] })),
    'write',
  );
}

/** Brings rows back from the bin under their old ids. Callbacks and Modified_Time: see the switches. */
export function restoreRows(org: CrmOrg, user: CrmUser, rows: readonly Row[]): void {
  for (const row of rows) {
    const children = [...org.table('Notes').deleted()].filter((note) => note.deletedWith === row.id);
    for (const child of [row, ...children]) org.table(child.module).restore(child);
    if (org.variants.choice('crm-restore-modified-time') === 'touch') {
      org.table(row.module).change(row, {
        modifiedMs: wholeSeconds(org.now),
        modifiedById: user.id,
        writtenMs: org.now,
      });
    }
  }
  if (org.variants.choice('crm-restore-callback') === 'none') return;
  announce(
    org,
    user,
    rows.map((row) => ({ operation: 'insert', row, fields: [] })),
    'write',
  );
}

/** Empties rows out of the bin for good. */
export function purgeRows(rows: readonly Row[]): void {
  for (const row of rows) row.purgedByHand = true;
}

/** Rows in the recycle bin, latest deletion first; children of deleted records are not listed. */
export function binnedRows(org: CrmOrg): Row[] {
  const now = org.now;
  return deletedRows(org).filter((row) => stateOf(row, now) === 'bin');
}

function deletedRows(org: CrmOrg): Row[] {
  const rows = org.tableNames().flatMap((name) => [...org.table(name).deleted()]);
  return rows
    .filter((row) => row.deletedWith === null)
    .sort((a, b) => (b.deletedMs ?? 0) - (a.deletedMs ?? 0) || (a.id < b.id ? 1 : -1));
}

/** The row of that id if it lies in the bin. */
export function findBinned(org: CrmOrg, id: string): Row | undefined {
  for (const name of org.tableNames()) {
    const row = org.table(name).get(id);
    if (row) return stateOf(row, org.now) === 'bin' && row.deletedWith === null ? row : undefined;
  }
  return undefined;
}
