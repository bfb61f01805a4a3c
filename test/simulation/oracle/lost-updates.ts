import type { CompiledRow } from '../../../server/core/mapping/compile-mapping.ts';
import { sameValue } from '../../../server/core/mapping/same-value.ts';
import type { FieldValue, Side } from '../../../server/core/record.ts';
import { SIDES, otherSide } from '../../../server/core/record.ts';
import type { Link } from '../../../server/ports/store.ts';
import type { Happening } from '../world/product.ts';
import { idOn, nameOf, type Book } from './book.ts';
import { isHeld } from './convergence.ts';

/**
 * P4: what somebody entered is still there, or was overtaken by a later edit: on the same side, on the other side by
 * somebody who already had it before him, or in a conflict that keeps both values.
 */
export function checkLostUpdates(book: Book): void {
  for (const link of book.links()) {
    if (isHeld(book, link.module)) continue;
    const isWhole = SIDES.every((side) => book.find(side, idOn(link, side))?.state === 'live');
    const hasFailed = SIDES.some((side) => book.hasFailure(link.module, side, idOn(link, side)));
    if (!isWhole || hasFailed) continue;
    for (const row of book.alwaysTwoWay(link.module)) {
      if (row.kind === 'reference') continue;
      for (const side of SIDES) checkEdits(book, link, row, side);
    }
  }
}

interface Edit {
  readonly happening: Happening;
  readonly value: FieldValue;
}

function changesOf(book: Book, row: CompiledRow, side: Side, id: string): readonly Edit[] {
  return book.happeningsOf(side, id).flatMap((happening) => {
    const { before, after } = happening;
    const value = row.decode(side, after.values[row[side].apiName] ?? null);
    const previous = before ? row.decode(side, before.values[row[side].apiName] ?? null) : null;
    return sameValue(previous, value) ? [] : [{ happening, value }];
  });
}

function checkEdits(book: Book, link: Link, row: CompiledRow, side: Side): void {
  const mine = changesOf(book, row, side, idOn(link, side));
  const lastOfPeople = mine.findLast(({ happening }) => happening.author !== 'engine');
  if (!lastOfPeople) return;
  const { happening, value } = lastOfPeople;
  const record = book.find(side, idOn(link, side));
  if (!record || sameValue(book.value(row, side, record), value)) return;
  // Cleared before the two sides ever agreed on it: filled beats empty then (S21).
  if (value === null && !book.baseBefore(link, happening.seq)[row.key]) return;
  const agreed = book.agreedBefore(link, happening.seq)[row.key];
  const other = otherSide(side);
  const partners = [...book.everLinked.values()].filter(
    (pair) => pair.module === link.module && idOn(pair, side) === idOn(link, side),
  );
  const theirs = partners.flatMap((pair) => changesOf(book, row, other, idOn(pair, other)));
  // The other side had it: who changed it there afterwards, changed it knowingly.
  const before = theirs.findLast((edit) => edit.happening.seq < happening.seq)?.value ?? null;
  const heldThere = [
    before,
    ...theirs.filter((edit) => edit.happening.seq > happening.seq).map((edit) => edit.value),
  ];
  if (heldThere.some((held) => book.isSame(row, side, value, held))) return;
  if (isInConflict(book, link, row, side, value)) return;
  // Changed and changed back since both sides agreed: nothing to be seen.
  if (agreed && sameValue(agreed[side], value)) return;
  const overwriting = mine.find((edit) => edit.happening.seq > happening.seq);
  if (overwriting && isInTheMoment(book, side, happening, overwriting.happening)) return;
  const what = `${nameOf(link)}: ${side} ${row[side].apiName} := ${JSON.stringify(value)} (edit ${String(happening.seq)})`;
  book.report('P4', `${what} is lost; there is ${JSON.stringify(book.value(row, side, record))}`);
}

function isInConflict(book: Book, link: Link, row: CompiledRow, side: Side, value: FieldValue): boolean {
  const isOpen = book.tables.openConflicts
    .all()
    .some((open) => open.module === link.module && open.key === row.key && sameValue(open[side], value));
  return (
    isOpen ||
    book.tables.conflicts
      .all()
      .some(
        (conflict) =>
          conflict.module === link.module &&
          conflict.field === row.desk.apiName &&
          idOn(conflict, side) === idOn(link, side) &&
          sameValue(conflict[side], value),
      )
  );
}

/** Between the engine's read and its write: some requests of at most half a second each, one after the other. */
const MOMENT_MS = 5_000;

/**
 * The known limit (docs/decisions.md, "Conditional writes only where they exist"): Desk has no conditional write, CRM's
 * counts whole seconds; an edit between the engine's read and its write is written over. A first session goes by what it
 * read of Desk for as long as Desk's index may be behind (`plan-matches.ts`), unless an event tells of an edit since.
 */
function isInTheMoment(book: Book, side: Side, edit: Happening, write: Happening): boolean {
  const read = book.readBefore(side, write.after.id, write.seq);
  if (!read || read.seq > edit.seq) return false;
  if (side === 'crm') return Math.floor(edit.at / 1000) <= Math.floor(read.at / 1000);
  const { profile, toldAt } = book.world;
  const isUntold = (toldAt.get(edit.seq) ?? Number.POSITIVE_INFINITY) > write.at - MOMENT_MS;
  const isSession = book.wasInSession(write.at) && write.after.module !== 'products';
  const trust = isSession && isUntold ? profile.settings.deskIndexLagMs : 0;
  return write.at - read.at <= trust + MOMENT_MS;
}
