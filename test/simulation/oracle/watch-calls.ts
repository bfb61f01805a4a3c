import { isDeepStrictEqual } from 'node:util';
import { matchKey } from '../../../server/core/matching/match-key.ts';
import { sameValue } from '../../../server/core/mapping/same-value.ts';
import type { Module, RawValue, Side } from '../../../server/core/record.ts';
import { otherSide } from '../../../server/core/record.ts';
import type { Watch } from '../world/gateway.ts';
import { REFERENCE } from '../world/fields.ts';
import type { Product, Stored } from '../world/product.ts';
import { idOn, nameOf, type Book } from './book.ts';
import { isHeld } from './convergence.ts';

/** Between the engine's search for a partner and its create. */
const KNOWN_AFTER_MS = 30_000;

/** Judges every write of the engine in the moment in which it is carried out. */
export function createWatch(book: Book): Watch {
  const { world } = book;

  function any(side: Side, module: Module, what: string): void {
    if (world.isPaused) book.report('P18', `${what} was carried out between a pause and its end`);
    const configs = book.configs.get(module) ?? [];
    if (side === 'crm' && configs.every(({ syncType }) => syncType === 'crm-to-desk'))
      book.report('S17', `${what}, although ${module} sync from CRM to Desk only`);
  }

  /** S101, P14: nothing but mapped fields that may be written. */
  function onlyMapped(
    side: Side,
    module: Module,
    values: Readonly<Record<string, RawValue>>,
    what: string,
  ): void {
    const rows = (book.configs.get(module) ?? []).flatMap((config) => book.compiled(config).rows);
    const allowed = new Set(
      rows.filter(({ direction }) => side === 'desk' || direction === 'both').map((row) => row[side].apiName),
    );
    const others = Object.keys(values).filter((field) => !allowed.has(field));
    if (others.length > 0)
      book.report('P14', `${what} carries ${others.join(', ')}, which is not mapped that way`);
  }

  /** P9: whoever is named exists and is paired. */
  function referencesExist(
    side: Side,
    module: Module,
    values: Readonly<Record<string, RawValue>>,
    what: string,
  ) {
    const id = module === 'contacts' ? values[REFERENCE[side]] : null;
    if (typeof id !== 'string') return;
    if (!book.find(side, id)) book.report('P9', `${what} names account ${id}, which does not exist`);
    const isPaired = [...book.everLinked.values()].some(
      (link) => link.module === 'accounts' && idOn(link, side) === id,
    );
    if (!isPaired) book.report('P9', `${what} names account ${id}, which was never paired`);
    const link = book.linkOf('accounts', side, id);
    if (link && link.presence[side] !== 'live')
      book.report('P9', `${what} names account ${id}, which is known to be gone`);
  }

  /** P14, P15: each value is one that the counterpart held, and one that the target did not hold. */
  function hasSource(
    product: Product,
    module: Module,
    before: Stored,
    values: Readonly<Record<string, RawValue>>,
  ) {
    const { side } = product;
    const link = book.linkOf(module, side, before.id);
    if (!link) {
      book.report('P11', `${side} ${before.id} is updated and has no pair`);
      return;
    }
    const source = otherSide(side);
    const held = book.happeningsOf(source, idOn(link, source)).map(({ after }) => after);
    const seen = book.readBefore(side, before.id)?.stored ?? before;
    for (const row of book.mapping(module).rows) {
      const raw = values[row[side].apiName];
      if (raw === undefined) continue;
      const sent = row.decode(side, raw);
      const isHeld = held.some((record) =>
        [
          book.value(row, source, record),
          row.decode(source, record.values[row[source].apiName] ?? null),
        ].some((value) => book.isSame(row, source, value, sent)),
      );
      const what = `${side} ${module} ${before.id} ${row[side].apiName} := ${JSON.stringify(sent)}`;
      if (!isHeld) book.report(sent === null ? 'P15' : 'P1', `${what}, which its counterpart never held`);
      const looks = book.recentReads(source, idOn(link, source)).map(({ stored }) => stored);
      if (sent === null && looks.every((record) => book.value(row, source, record) !== null))
        book.report('P15', `${what}, though its counterpart had a value whenever it was looked at lately`);
      if (sameValue(sent, book.value(row, side, seen))) book.report('P14', `${what}, which it held already`);
    }
  }

  return {
    onRead({ side }, id) {
      book.noteRead(side, id);
    },
    onCreate({ side }, module, { values }) {
      const what = `${side} ${module} create ${JSON.stringify(values)}`;
      isNoDouble(side, module, values, what);
      any(side, module, what);
      onlyMapped(side, module, values, what);
      referencesExist(side, module, values, what);
      comesAfterAccount(side, module, values, what);
    },
    onUpdate(product, module, before, { values }) {
      const { side } = product;
      const what = `${side} ${module} ${before.id} update ${JSON.stringify(values)}`;
      any(side, module, what);
      onlyMapped(side, module, values, what);
      referencesExist(side, module, values, what);
      hasSource(product, module, before, values);
    },
    onRestore({ side }, before) {
      const what = `${side} ${before.module} ${before.id} restore`;
      any(side, before.module, what);
      mayComeBack(side, before, what);
    },
    onUnanswered({ side }, ids) {
      const pending = book.tables.intents.all().filter(({ target }) => target === side);
      for (const id of ids) {
        const open = pending.filter(({ kind, targetId }) => kind === 'create' || targetId === id);
        // A process that dies later was told, and has confirmed it.
        if (open.length > 0) book.noteDoubt(side, id, new Set(open.map((intent) => intent.id)));
      }
    },
    onRefusal({ side }, module, what) {
      const key = `${side} ${module} ${what}`;
      book.refusals.set(key, (book.refusals.get(key) ?? 0) + 1);
    },
  };

  /** S33–S35, S72: no second record of a match key that the engine must know of. */
  function isNoDouble(
    side: Side,
    module: Module,
    values: Readonly<Record<string, RawValue>>,
    what: string,
  ): void {
    const key = matchKey(module, values, side);
    if (key === null || isInSession()) return;
    const { deskLagMs } = world.profile;
    const double = world.products[side].live(module).find((record) => {
      if (matchKey(module, record.values, side) !== key) return false;
      const isNew = record.createdAt === record.modifiedAt;
      const lag = side === 'desk' && !isNew ? deskLagMs : 0;
      return record.writtenAt + lag + KNOWN_AFTER_MS < world.scheduler.now;
    });
    if (double) book.report('S33', `${what}, although ${side} ${double.id} has that match key`);
  }

  /** A first session joins and writes what it read before. */
  function isInSession(): boolean {
    return book.tables.runs.all().some(({ kind, state }) => kind === 'first-sync' && state === 'running');
  }

  /** S100: a contact goes over with its account, or without one that the engine looked at and that cannot go yet. */
  function comesAfterAccount(
    side: Side,
    module: Module,
    values: Readonly<Record<string, RawValue>>,
    what: string,
  ): void {
    const source = otherSide(side);
    const isMapped =
      module === 'contacts' && book.mapping(module).rows.some(({ kind }) => kind === 'reference');
    if (!isMapped || isInSession() || typeof values[REFERENCE[side]] === 'string') return;
    const { intents } = book.tables;
    const intent = intents.all().find((open) => {
      return open.kind === 'create' && open.target === side && isDeepStrictEqual(open.values, values);
    });
    // Of whom it was never told, it cannot wait for.
    if (intent && world.isOmitted(source, intent.sourceId, REFERENCE[source])) return;
    const seen = intent && book.readBefore(source, intent.sourceId)?.stored;
    const account = seen?.values[REFERENCE[source]];
    if (typeof account !== 'string' || book.find(source, account)?.state !== 'live') return;
    const flows = source === 'crm' || book.config('accounts')?.syncType === 'two-way';
    // Accounts that wait: for an administrator, or for a write without an answer.
    const isWaiting =
      isHeld(book, 'accounts') || intents.all().some((open) => open.module === 'accounts' && open !== intent);
    const isKnown = book.readBefore(source, account) ?? book.linkOf('accounts', source, account);
    if (!flows || isWaiting || isKnown) return;
    book.report('S100', `${what} goes without ${source} account ${account}, which was never looked at`);
  }

  /** S48, S52: only what a person changed on the counterpart brings a record back. */
  function mayComeBack(side: Side, before: Stored, what: string): void {
    const link = book.linkOf(before.module, side, before.id);
    if (!link) {
      book.report('P10', `${what}: it has no pair`);
      return;
    }
    if (world.sentAgain.has(nameOf(link))) return;
    const source = otherSide(side);
    const counterpart = book.find(source, idOn(link, source));
    const isEdited = book.happeningsOf(source, idOn(link, source)).some(({ author, after }) => {
      if (author === 'engine') return false;
      const rows = book.mappingsInUse(before.module).flatMap((mapping) => mapping.rows);
      return rows.some((row) => {
        const agreed = link.base[row.key];
        const value = book.value(row, source, after);
        return agreed === undefined
          ? value !== null
          : !sameValue(value, agreed[source]) && !book.isUndecided(link, row, source, value);
      });
    });
    if (!isEdited) book.report('S48', `${what}, although nobody changed ${source} ${counterpart?.id ?? '?'}`);
  }
}
