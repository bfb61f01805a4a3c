import { sameValue } from '../../../server/core/mapping/same-value.ts';
import type { Side } from '../../../server/core/record.ts';
import { MODULES, SIDES, otherSide } from '../../../server/core/record.ts';
import type { Link } from '../../../server/ports/store.ts';
import type { Stored } from '../world/product.ts';
import { idOn, nameOf, type Book, type LinkSeen } from './book.ts';
import { isHeld } from './convergence.ts';

/** Between the engine's look into the bin and its restore, somebody may empty the bin. */
const MOMENT_MS = 60_000;

/** P10, S40–S52: deletions never travel, what changed comes back from the bin, what was purged stays away. */
export function checkDeletions(book: Book): void {
  for (const { side, author, kind, after } of book.world.log) {
    if (author === 'engine' && (kind === 'delete' || kind === 'purge'))
      book.report('S40', `the engine deleted ${side} ${after.module} ${after.id}`);
  }
  for (const module of MODULES) {
    if (isHeld(book, module)) continue;
    for (const link of book.links(module)) {
      for (const gone of SIDES) checkPutBack(book, link, gone);
    }
  }
  for (const link of book.everLinked.values()) checkTombstone(book, link);
  for (const link of book.everLinked.values()) checkPurged(book, link);
}

/** S44: the counterpart changed while the record lay in the bin. */
function checkPutBack(book: Book, link: Link, gone: Side): void {
  const alive = otherSide(gone);
  const [lost, counterpart] = [book.find(gone, idOn(link, gone)), book.find(alive, idOn(link, alive))];
  if (lost?.state !== 'bin' || counterpart?.state !== 'live') return;
  const config = book.config(link.module);
  if (gone === 'crm') {
    if (config?.syncType !== 'two-way') return;
    const departments = config.departmentIds;
    if (link.module === 'products' && !counterpart.departmentIds.some((id) => departments.includes(id)))
      return;
  }
  if (book.hasFailure(link.module, alive, counterpart.id)) return;
  const changed = book.mapping(link.module).rows.filter((row) => {
    if (row.kind === 'reference' || (row.direction === 'crm-to-desk' && alive === 'desk')) return false;
    const base = link.base[row.key];
    const value = book.value(row, alive, counterpart);
    return base !== undefined && !sameValue(base[alive], value) && !book.isUndecided(link, row, alive, value);
  });
  if (changed.length === 0) return;
  const fields = changed.map(({ key }) => key).join(', ');
  book.report(
    'S44',
    `${nameOf(link)}: ${fields} changed in ${alive}, and ${gone} did not get its record back`,
  );
}

/** P10: a pair of which one record is left is not forgotten. */
function checkTombstone(book: Book, link: LinkSeen): void {
  // Another record took the place of one of the two, and the pair goes on.
  const isReplaced = [...book.everLinked.values()].some(
    ({ module, seq, deskId, crmId }) =>
      module === link.module && seq > link.seq && (deskId === link.deskId || crmId === link.crmId),
  );
  if (isReplaced) return;
  for (const alive of SIDES) {
    const record = book.find(alive, idOn(link, alive));
    const other = book.find(otherSide(alive), idOn(link, otherSide(alive)));
    if (record?.state !== 'live' || other?.state === 'live') continue;
    if (!book.linkOf(link.module, alive, record.id))
      book.report('P10', `${nameOf(link)}: ${alive} lives, and the tombstone of its partner is gone`);
  }
}

/** S45: whose partner was purged gets no new one, unless an administrator wants it, or a person made it. */
function checkPurged(book: Book, link: LinkSeen): void {
  for (const side of SIDES) {
    const purged = book.find(side, idOn(link, side));
    if (purged?.state !== 'purged' || book.world.sentAgain.has(nameOf(link))) continue;
    const alive = otherSide(side);
    const next = [...book.everLinked.values()].filter(
      (later) =>
        later.module === link.module && later.seq > link.seq && idOn(later, alive) === idOn(link, alive),
    );
    for (const later of next) {
      const made = book.find(side, idOn(later, side));
      if (made?.madeBy !== 'engine' || made.writtenAt < link.at) continue;
      const madeAt = book.happeningsOf(side, made.id)[0]?.at ?? 0;
      if (purgedAt(book, side, purged) < madeAt - MOMENT_MS && wasAliveWithout(book, link, later))
        book.report('S45', `${nameOf(link)}: purged in ${side}, and the engine made ${made.id} in its place`);
    }
  }
}

function wasAliveWithout(book: Book, link: LinkSeen, later: LinkSeen): boolean {
  const between = [...book.everLinked.values()].filter(
    (other) => other.module === link.module && other.seq > link.seq && other.seq < later.seq,
  );
  return !between.some((other) => SIDES.some((side) => idOn(other, side) === idOn(later, side)));
}

function purgedAt(book: Book, side: Side, record: Stored): number {
  const purge = book.happeningsOf(side, record.id).findLast(({ kind }) => kind === 'purge');
  return purge?.at ?? (record.goneAt ?? 0) + 60 * 86_400_000;
}
