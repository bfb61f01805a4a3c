import { isDeepStrictEqual } from 'node:util';
import type { Side } from '../../../server/core/record.ts';
import type { HistoryRow } from '../../../server/ports/store.ts';
import type { Happening } from '../world/product.ts';
import { idOn, type Book } from './book.ts';

const ACTION = { create: 'added', update: 'updated', restore: 'restored' } as const;

/** P22: each mutation has a line of history, and each line a mutation. */
export function checkHistory(book: Book): void {
  const done = new Map<string, number>();
  for (const { side, author, kind, before, after } of book.world.log) {
    if (author !== 'engine' || kind === 'delete' || kind === 'purge') continue;
    // A department only: told by the line of the pairing.
    const isDepartment = before !== null && !isDeepStrictEqual(before.departmentIds, after.departmentIds);
    if (kind === 'update' && isDepartment && isDeepStrictEqual(before.values, after.values)) continue;
    const key = `${side} ${after.module} ${after.id} ${ACTION[kind]}`;
    done.set(key, (done.get(key) ?? 0) + 1);
  }
  const told = new Map<string, number>();
  for (const row of book.tables.history.all()) {
    if (row.action === 'paired' || row.action === 'suppressed') continue;
    if (row.action === 'updated' && row.fields.length === 0) continue;
    const key = `${row.target} ${row.module} ${targetId(row)} ${row.action}`;
    told.set(key, (told.get(key) ?? 0) + 1);
  }
  for (const key of new Set([...done.keys(), ...told.keys()])) {
    const [mutations, lines] = [done.get(key) ?? 0, told.get(key) ?? 0];
    if (mutations === lines || isOrphan(book, key) || isUndecidable(book, key)) continue;
    book.report('P22', `${key}: ${String(mutations)} mutations, ${String(lines)} lines of history`);
  }
}

function targetId(row: HistoryRow): string {
  return idOn(row, row.target);
}

/** A record whose creation was never recognised has no history either; P5 judges it. */
function isOrphan(book: Book, key: string): boolean {
  const [side, , id = ''] = key.split(' ');
  return ![...book.everLinked.values()].some((link) => idOn(link, side as Side) === id);
}

/**
 * An answer was lost, and before that was looked up a person changed the record: nobody can tell whose value it is. Nor
 * what became of a record that was deleted meanwhile and that its product does not show any more.
 * So with a record entered by hand that holds exactly what an unanswered create sent.
 */
function isUndecidable(book: Book, key: string): boolean {
  const [side, , id = '', action] = key.split(' ');
  if (action === 'added' && book.find(side as Side, id)?.madeBy === 'human') return true;
  if (!book.unanswered.has(`${String(side)} ${id}`)) return false;
  return book
    .happeningsOf(side as Side, id)
    .some(
      ({ author, kind }) => author !== 'engine' && (isLoss(side as Side, kind) || isLossOfNew(action, kind)),
    );
}

/** What was created is looked for among the live. */
function isLossOfNew(action: string | undefined, kind: Happening['kind']): boolean {
  return action === 'added' && kind === 'delete';
}

function isLoss(side: Side, kind: Happening['kind']): boolean {
  if (kind === 'update' || kind === 'restore' || kind === 'purge') return true;
  return kind === 'delete' && side === 'crm';
}

/** P3: the engine writes because people do: so much per edit, and no more. */
export function checkBounds(book: Book): void {
  const { log } = book.world;
  const written = new Map<string, number>();
  const edited = new Map<string, number>();
  const count = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const { side, author, after } of log) {
    count(author === 'engine' ? written : edited, `${side} ${after.id}`);
  }
  const changes = [...book.configs.values()].reduce((sum, versions) => sum + versions.length, 0);
  for (const link of book.everLinked.values()) {
    const key = (side: Side) => `${side} ${idOn(link, side)}`;
    const writes = (written.get(key('desk')) ?? 0) + (written.get(key('crm')) ?? 0);
    const edits = (edited.get(key('desk')) ?? 0) + (edited.get(key('crm')) ?? 0);
    // Each edit is carried over once, by a restore and an update at most; a first meeting and a mapping edit add some.
    if (writes > 2 * edits + 2 + 2 * changes)
      book.report('P3', `${key('desk')}, ${key('crm')}: ${String(writes)} writes for ${String(edits)} edits`);
  }
}

/** P16: what a product refuses for good is not offered to it over and over. */
export function checkRefusals(book: Book): void {
  const occasions = book.world.log.length + book.world.trace.lines.length / 10;
  for (const [what, times] of book.refusals) {
    if (times > 10 + occasions) book.report('P16', `${what}: refused ${String(times)} times`);
  }
}
