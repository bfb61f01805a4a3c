import { matchField } from '../core/matching/match-field.ts';
import type { CompiledRow } from '../core/mapping/compile-mapping.ts';
import { isLostReference } from '../core/planning/lost-reference.ts';
import { commonestWipe, massThreshold, wipeOf, type Wipe } from '../core/planning/mass-change.ts';
import { sameValue } from '../core/mapping/same-value.ts';
import type { FieldValue, Module, Side } from '../core/record.ts';
import { otherSide, SIDES } from '../core/record.ts';
import type { SyncContext } from './context.ts';
import { setupOf } from './context.ts';
import { holdModule, windowStart } from './mass-change-guard.ts';
import { readRecords } from './read-records.ts';
import type { RecordPlan } from './record-plan.ts';
import { loadReferences } from './references.ts';

/** As many pairs in one batch make it worth looking at what else is waiting, before the first of them is written. */
const SUSPICIOUS = 10;
const PAGE = 100;
/** Inbox rows that are looked at ahead; above that the count of what was written decides. */
const MOST_AHEAD = 20_000;

/**
 * Holds the module when a side empties one field of too many pairs, or gives their match key one same value: nothing
 * of that is written, and an administrator decides (P17). Counts what was brought over within a day, what is planned,
 * and what waits.
 *
 * @returns true when the module is on hold now
 */
export async function guardAgainstMassEmptying(
  context: SyncContext,
  module: Module,
  plans: readonly RecordPlan[],
): Promise<boolean> {
  for (const source of SIDES) {
    const planned = commonestWipe(plannedWipes(context, module, plans, source));
    if (!planned) continue;
    const since = await windowStart(context, module);
    if (since > context.clock.now()) return false;
    const total = await context.org.links.count(module);
    const threshold = massThreshold(total);
    const { wipe, count } = planned;
    const target = otherSide(source);
    const { apiName } = rowOf(context, module, wipe.key)[target];
    const written = await context.org.history.countSet(module, target, apiName, wipe.to, since);
    const isWorthIt = count >= SUSPICIOUS && written + count < threshold;
    const ahead = isWorthIt ? await countAhead(context, module, source, wipe, threshold - written) : count;
    if (written + ahead < threshold) continue;
    const field = rowOf(context, module, wipe.key)[source].apiName;
    await holdModule(context, module, {
      code: 'mass-emptying',
      side: source,
      lost: written + ahead,
      total,
      field,
      wipe,
    });
    return true;
  }
  return false;
}

/** Whether so many pairs would still lose what the field held. */
export async function isStillEmptied(context: SyncContext, module: Module, side: Side, wipe: Wipe) {
  const threshold = massThreshold(await context.org.links.count(module));
  return (await countAhead(context, module, side, wipe, threshold)) >= threshold;
}

function plannedWipes(
  context: SyncContext,
  module: Module,
  plans: readonly RecordPlan[],
  source: Side,
): readonly Wipe[] {
  return plans.flatMap(({ tasks }) =>
    tasks.flatMap((task) => {
      if (task.kind !== 'update' || task.target === source) return [];
      return task.fields.flatMap(({ key, from, to }) => {
        return wipeOf(key, from, to, isMatchRow(rowOf(context, module, key), module)) ?? [];
      });
    }),
  );
}

/** How many records of `side` that wait in the inbox suffered the wipe; stops counting at `enough`. */
async function countAhead(
  context: SyncContext,
  module: Module,
  side: Side,
  wipe: Wipe,
  enough: number,
): Promise<number> {
  const due = await context.org.inbox.due(module, MOST_AHEAD, context.clock.now());
  const ids = due.filter((row) => row.side === side).map(({ recordId }) => recordId);
  const row = rowOf(context, module, wipe.key);
  let count = 0;
  for (let start = 0; start < ids.length && count < enough; start += PAGE) {
    context.signal.throwIfAborted();
    const page = ids.slice(start, start + PAGE);
    const links = await context.org.links.byIds(module, side, page);
    const { records } = await readRecords(context, module, side, [...links.keys()]);
    const references = await loadReferences(context, module, [], [...links.values()]);
    for (const [id, link] of links) {
      const raw = records.get(id)?.values[row[side].apiName];
      const base = link.base[row.key];
      if (raw === undefined || base === undefined) continue;
      const value: FieldValue = row.decode(side, raw);
      if (isLostReference(row, side, value, base, references)) continue;
      const found = wipeOf(row.key, base[side], value, isMatchRow(row, module));
      if (found && sameValue(found.to, wipe.to)) count += 1;
    }
  }
  return count;
}

function rowOf(context: SyncContext, module: Module, key: string): CompiledRow {
  const row = setupOf(context, module).mapping.rows.find((candidate) => candidate.key === key);
  if (!row) throw new Error(`${module} has no mapping row ${key}`);
  return row;
}

function isMatchRow(row: CompiledRow, module: Module): boolean {
  return SIDES.every((side) => row[side].apiName === matchField(module, side));
}
