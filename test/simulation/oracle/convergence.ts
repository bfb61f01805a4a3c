import type { CompiledRow } from '../../../server/core/mapping/compile-mapping.ts';
import { matchKey } from '../../../server/core/matching/match-key.ts';
import { sameValue } from '../../../server/core/mapping/same-value.ts';
import type { Module, Side } from '../../../server/core/record.ts';
import { MODULES, SIDES, otherSide } from '../../../server/core/record.ts';
import type { Link } from '../../../server/ports/store.ts';
import { nameField } from '../world/fields.ts';
import type { Stored } from '../world/product.ts';
import { idOn, nameOf, type Book } from './book.ts';

/** P1, P13: when it is quiet, both sides of each pair are equal in every mapped field, as far as the rules go. */
export function checkConvergence(book: Book): void {
  for (const module of MODULES) {
    if (isHeld(book, module)) continue;
    for (const link of book.links(module)) {
      const [desk, crm] = [book.find('desk', link.deskId), book.find('crm', link.crmId)];
      if (desk?.state !== 'live' || crm?.state !== 'live') continue;
      if (SIDES.some((side) => book.hasFailure(module, side, idOn(link, side)))) continue;
      for (const row of book.mapping(module).rows) checkField(book, link, row, { desk, crm });
    }
  }
}

export function isHeld({ tables }: Book, module: Module): boolean {
  return (tables.cursors.get(`problem:deletions-${module}`) ?? '') !== '';
}

function checkField(book: Book, link: Link, row: CompiledRow, records: Readonly<Record<Side, Stored>>): void {
  const desk = book.value(row, 'desk', records.desk);
  const crm = book.value(row, 'crm', records.crm);
  if (isEqual(book, row, desk, crm)) return;
  // Desk products outside the selected departments are not carried to CRM (S24).
  const departments = book.config(link.module)?.departmentIds ?? [];
  const isOutside =
    link.module === 'products' && !records.desk.departmentIds.some((id) => departments.includes(id));
  if (isOutside) return;
  if (book.tables.openConflicts.has(`${link.module} ${link.deskId} ${row.key}`)) return;
  const base = link.base[row.key];
  if (row.direction === 'crm-to-desk' && isDesksOwn(book, row, records, base?.crm)) return;
  if (row.kind === 'reference' && isExcused(book, link, row, records)) return;

  const stale = SIDES.filter((side) => {
    const value = side === 'desk' ? desk : crm;
    return base === undefined || !sameValue(base[side], value);
  });
  const what = `${nameOf(link)} ${row.key}: Desk ${JSON.stringify(desk)}, CRM ${JSON.stringify(crm)}, base ${JSON.stringify(base)}`;
  book.report(stale.length > 0 ? 'P13' : 'P1', what);
}

function isEqual(book: Book, row: CompiledRow, desk: unknown, crm: unknown): boolean {
  if (row.kind !== 'reference') return row.equal(desk as never, crm as never);
  if (desk === null || crm === null) return desk === crm;
  return book.partnerOf('accounts', 'desk', desk as string) === crm;
}

/** One-way, Desk's value stays until CRM's changes: so CRM's must be the one already brought over, or empty at first. */
function isDesksOwn(
  book: Book,
  row: CompiledRow,
  { desk, crm }: Readonly<Record<Side, Stored>>,
  base: unknown,
): boolean {
  const value = book.value(row, 'crm', crm);
  if (base === undefined) return value === null;
  if (!sameValue(base as never, value)) return false;
  const changes = book.happeningsOf('desk', desk.id).filter(({ before, after }) => {
    const field = row.desk.apiName;
    return (before?.values[field] ?? null) !== (after.values[field] ?? null);
  });
  const last = changes.at(-1);
  return last === undefined || last.author !== 'engine';
}

/** S51, P9: an account that is gone, or that has no partner, is no reason to touch the other side's link. */
function isExcused(
  book: Book,
  link: Link,
  row: CompiledRow,
  records: Readonly<Record<Side, Stored>>,
): boolean {
  return SIDES.some((side) => {
    const stored = records[side].values[row[side].apiName];
    const named = typeof stored === 'string' ? stored : link.base[row.key]?.[side];
    if (typeof named !== 'string') return false;
    const account = book.find(side, named);
    const partner = book.partnerOf('accounts', side, named);
    if (account?.state !== 'live') return !isMovedOn(book, link, row, otherSide(side), records);
    if (partner === undefined) return !mustBePaired(book, side, named);
    return book.find(otherSide(side), partner)?.state !== 'live';
  });
}

/** Names another account by now than both sides agreed on, one that the other side can name as well: an edit like any. */
function isMovedOn(
  book: Book,
  link: Link,
  row: CompiledRow,
  side: Side,
  records: Readonly<Record<Side, Stored>>,
): boolean {
  const named = book.value(row, side, records[side]);
  const base = link.base[row.key];
  if (typeof named !== 'string' || base === undefined || sameValue(base[side], named)) return false;
  if (side === 'desk' && row.direction === 'crm-to-desk') return false;
  const partner = book.partnerOf('accounts', side, named);
  return partner !== undefined && book.find(otherSide(side), partner)?.state === 'live';
}

/** S32: the account of a contact is brought over with it, whatever its age, unless there is a reason. */
function mustBePaired(book: Book, side: Side, account: string): boolean {
  const flows = side === 'crm' || book.config('accounts')?.syncType === 'two-way';
  return flows && !isHeld(book, 'accounts') && !hasReason(book, 'accounts', side, account);
}

/** P13, P20: an entry of the Failure Log is about the record as it is, not as it was before somebody edited it again. */
export function checkFailures(book: Book): void {
  const { profile, products } = book.world;
  for (const { module, side, recordId, failedAt } of book.tables.failures.all()) {
    const record = products[side].find(recordId);
    if (isHeld(book, module) || record?.state !== 'live') continue;
    if (side === 'desk' && !mayLeaveDesk(book, module, record)) continue;
    const link = book.linkOf(module, side, recordId);
    const rows = book.mapping(module).rows;
    const differs = rows.some((row) => {
      const base = link?.base[row.key];
      return base === undefined || !sameValue(base[side], book.value(row, side, record));
    });
    const edit = book.happeningsOf(side, recordId).findLast(({ author, before, after }) => {
      const isMapped = rows.some(
        (row) => before?.values[row[side].apiName] !== after.values[row[side].apiName],
      );
      return author !== 'engine' && isMapped;
    });
    // Whole seconds: what CRM tells of two edits within one is the same.
    const lookedAt = Date.parse(failedAt) - profile.skewMs + 1_000;
    if (differs && edit && edit.at > lookedAt)
      book.report('P13', `${side} ${module} ${recordId} was edited after it had failed, and nobody looked`);
  }
}

function mayLeaveDesk(book: Book, module: Module, record: Stored): boolean {
  const config = book.config(module);
  if (config?.syncType !== 'two-way') return false;
  return module !== 'products' || record.departmentIds.some((id) => config.departmentIds.includes(id));
}

/** P5, S38: whoever should have a partner has exactly one, or a reason in the Failure Log. */
export function checkPartners(book: Book, startedAt: number): void {
  for (const module of MODULES) {
    if (isHeld(book, module)) continue;
    for (const side of SIDES) {
      for (const record of book.world.products[side].live(module)) {
        if (book.linkOf(module, side, record.id) || hasReason(book, module, side, record.id)) continue;
        if (record.madeBy === 'engine') {
          if (!isUnrecognisable(book, module, side, record))
            book.report('P5', `${side} ${module} ${record.id} was made by the engine and has no pair`);
          continue;
        }
        if (!isExempt(book, module, side, record, startedAt))
          book.report('S38', `${side} ${module} ${record.id} has no partner and no failure`);
      }
    }
  }
}

/** An entry of its own, or of the record of the other side with the same match key: two that cannot be joined are one entry. */
function hasReason(book: Book, module: Module, side: Side, id: string): boolean {
  if (book.hasFailure(module, side, id)) return true;
  const key = book.tables.keys.get(`${module} ${side} ${id}`)?.key ?? null;
  const other = otherSide(side);
  return book.tables.keys
    .all()
    .filter((row) => row.module === module && row.side === other && row.key !== null && row.key === key)
    .some(({ recordId }) => book.hasFailure(module, other, recordId));
}

/**
 * Known limit: a person deleted it, or changed what it is recognised by, or it has no such thing, before its lost answer
 * was looked up.
 */
function isUnrecognisable(book: Book, module: Module, side: Side, record: Stored): boolean {
  const happened = book.happeningsOf(side, record.id);
  if (book.doubtsOf(side, record.id).length === 0) return false;
  const touched = happened.filter(({ author }) => author !== 'engine');
  const key = (stored: Stored | undefined) => matchKey(module, stored?.values ?? {}, side);
  const made = key(happened[0]?.after);
  return touched.some(({ kind, after }) => made === null || kind === 'delete' || key(after) !== made);
}

function isExempt(book: Book, module: Module, side: Side, record: Stored, startedAt: number): boolean {
  const config = book.config(module);
  if (side === 'desk' && config?.syncType === 'crm-to-desk') return true;
  if (side === 'desk' && module === 'products') {
    if (!record.departmentIds.some((id) => config?.departmentIds.includes(id))) return true;
  }
  const edits = book
    .happeningsOf(side, record.id)
    .filter(({ at, before }) => before !== null && at >= startedAt);
  const isOld = record.createdAt < startedAt - 364 * 86_400_000;
  return isOld && edits.length === 0 && record.values[nameField(module, side)] !== undefined;
}
