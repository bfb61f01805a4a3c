import { isDeepStrictEqual } from 'node:util';
import type { Side } from '../../../server/core/record.ts';
import type { HistoryRow } from '../../../server/ports/store.ts';
import { REFERENCE } from '../world/fields.ts';
import { BIN_MS, type Happening } from '../world/product.ts';
import { idOn, type Book, type Doubt } from './book.ts';

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
    if (mutations === lines || isOrphan(book, key) || isUndecidable(book, key, Math.abs(mutations - lines)))
      continue;
    book.report('P22', `${key}: ${String(mutations)} mutations, ${String(lines)} lines of history`);
  }
}

function actionOf({ kind }: Happening): string | undefined {
  return kind === 'delete' || kind === 'purge' ? undefined : ACTION[kind];
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
 * Known limits, in each of which nobody can tell what became of a write whose answer was lost: before it was looked up,
 * a person changed the record, or it was deleted and its product does not show it any more, or the account that it named
 * was, which empties the field. Each excuses one line.
 * And one: a person entered by hand what an unanswered create sent, which arrived or did not, and that one was taken for
 * ours.
 */
function isUndecidable(book: Book, key: string, difference: number): boolean {
  const [side = '', , id = '', action] = key.split(' ');
  if (action === 'added' && book.find(side as Side, id)?.madeBy === 'human') return true;
  const excused = book
    .doubtsOf(side as Side, id)
    .filter((doubt) => actionOf(doubt.write) === action && isBlurred(book, doubt));
  return excused.length >= difference;
}

/** Whether something happened between a write and the look at it that hides what became of it. */
function isBlurred(book: Book, { write, until }: Doubt): boolean {
  const { log, scheduler } = book.world;
  const { side, after: written } = write;
  const between = log.slice(write.seq + 1, until?.seq ?? log.length);
  const account = written.values[REFERENCE[side]];
  const endedAt = until?.at ?? scheduler.now;
  return between.some(({ side: where, author, kind, after, at }) => {
    if (where !== side || author === 'engine') return false;
    if (after.id === written.id) {
      if (kind === 'update' || kind === 'restore' || kind === 'purge') return true;
      // Desk shows what is in its bin, but what was just created is looked for among the live, and what was just restored
      // looks as if it never had been.
      return kind === 'delete' && (side === 'crm' || write.kind !== 'update' || endedAt - at >= BIN_MS);
    }
    if (written.module !== 'contacts' || after.id !== account) return false;
    return kind === 'purge' || (kind === 'delete' && (side === 'crm' || endedAt - at >= BIN_MS));
  });
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
