import type { Module } from '../../core/record.ts';
import { mapBounded } from '../bounded.ts';
import type { DeskCalls } from './desk-calls.ts';
import type { TimeField } from './desk-windows.ts';
import { DESK_LIST_LIMIT } from './modules.ts';
import type { DeskRecord } from './wire.ts';

const LONG_AGO = '1970-01-01T00:00:00.000Z';
const GETS_AT_ONCE = 8;

/**
 * The records of one instant that search cannot reach: it stops at its 5,000th row, and an import can give more
 * records than that the same time. The list has no such end: search counts how many rows precede the instant, the
 * list names the ids there, and each unknown one is read by id.
 */
export async function readInstantByList(
  calls: DeskCalls,
  module: Module,
  field: TimeField,
  instant: string,
  known: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<readonly DeskRecord[]> {
  const count = async (range: string): Promise<number> => {
    const answer = await calls.search(
      module,
      { [`${field}Range`]: range, sortBy: field, from: 0, limit: 1 },
      signal,
    );
    return answer.count ?? 0;
  };
  const justBefore = new Date(Date.parse(instant) - 1).toISOString();
  const before = await count(`${LONG_AGO},${justBefore}`);
  const within = await count(`${instant},${instant}`);

  const limit = DESK_LIST_LIMIT[module];
  const ids: string[] = [];
  for (let from = Math.max(1, before - limit); from <= before + within + limit; from += limit) {
    const page = await calls.list(module, field, from, signal);
    ids.push(...page.map(({ id }) => id).filter((id) => !known.has(id)));
    if (page.length < limit) break;
  }
  const records = await mapBounded([...new Set(ids)], GETS_AT_ONCE, (id) => calls.get(module, id, signal));
  return records.filter((record) => record !== null).filter((record) => record[field] === instant);
}
