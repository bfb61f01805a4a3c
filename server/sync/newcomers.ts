import { matchKey } from '../core/matching/match-key.ts';
import type { Module } from '../core/record.ts';
import { SIDES } from '../core/record.ts';
import type { SyncContext } from './context.ts';
import { setupOf } from './context.ts';
import { leavesDesk } from './departments.ts';
import { recordKey } from './execute-plans.ts';
import { inWaves, type SidedRecord } from './references.ts';

export interface Newcomers {
  readonly now: readonly SidedRecord[];
  readonly later: readonly SidedRecord[];
}

/** Which of the unpaired records that were looked at go over now; the others are due with the next batch. */
export function chooseNewcomers(
  context: SyncContext,
  module: Module,
  records: readonly SidedRecord[],
): Newcomers {
  return parentsOnly(context, module, oldestPerKey(context, module, records));
}

/** Of parents and children that came together the parents go first; the others are due with the next batch (P9). */
function parentsOnly(context: SyncContext, module: Module, { now, later }: Newcomers): Newcomers {
  const first = SIDES.flatMap((side) => {
    const records = now.filter((item) => item.side === side).map(({ record }) => record);
    return (inWaves(context, module, side, records)[0] ?? []).map((id) => recordKey(side, id));
  });
  const goes = new Set(first);
  const isFirst = ({ side, record }: SidedRecord) => goes.has(recordKey(side, record.id));
  return { now: now.filter(isFirst), later: [...later, ...now.filter((item) => !isFirst(item))] };
}

/**
 * Unpaired records that may be brought over. Of several with one match key only the oldest goes now; the others
 * find it paired when they are looked at next, which is failure S72 instead of a duplicate.
 */
function oldestPerKey(context: SyncContext, module: Module, records: readonly SidedRecord[]): Newcomers {
  const { config } = setupOf(context, module);
  const taken = new Set<string>();
  const now: SidedRecord[] = [];
  const later: SidedRecord[] = [];
  const byAge = records.toSorted((a, b) =>
    (a.record.createdAt ?? '').localeCompare(b.record.createdAt ?? ''),
  );
  for (const item of byAge) {
    if (item.side === 'desk' && !leavesDesk(config, item.record)) continue;
    const key = matchKey(module, item.record.values, item.side);
    if (key !== null && taken.has(key)) {
      later.push(item);
      continue;
    }
    if (key !== null) taken.add(key);
    now.push(item);
  }
  return { now, later };
}
