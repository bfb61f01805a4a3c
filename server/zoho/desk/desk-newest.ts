import type { Module } from '../../core/record.ts';
import { mapBounded } from '../bounded.ts';
import type { DeskCalls } from './desk-calls.ts';
import type { TimeField } from './desk-windows.ts';
import { DESK_LIST_LIMIT } from './modules.ts';
import type { DeskRecord } from './wire.ts';

/** An idle look costs one list call and one GET; a busy one reads on in larger steps. */
const STEPS = [1, 4, 10, 20];

export interface Newest {
  /** Newest first. */
  readonly records: readonly DeskRecord[];
  /** False when `maxPages` were read and all of it was new: there is more. */
  readonly complete: boolean;
}

/**
 * Records created or modified at or after `since`, from the list, which (unlike search) has no index lag. List rows
 * are slim, so records are read by id from the newest on until one is older.
 */
export async function readNewest(
  calls: DeskCalls,
  module: Module,
  field: TimeField,
  since: string,
  options: { readonly maxPages: number; readonly signal?: AbortSignal | undefined },
): Promise<Newest> {
  const limit = DESK_LIST_LIMIT[module];
  const records = new Map<string, DeskRecord>();
  for (let page = 0; page < options.maxPages; page += 1) {
    const rows = await calls.list(module, `-${field}`, page * limit + 1, options.signal);
    let at = 0;
    for (let step = 0; at < rows.length; step += 1) {
      const batch = rows.slice(at, at + (STEPS[step] ?? 20));
      at += batch.length;
      const full = await mapBounded(batch, 8, ({ id }) => calls.get(module, id, options.signal));
      const live = full.filter((record) => record !== null);
      for (const record of live) if ((record[field] ?? '') >= since) records.set(record.id, record);
      if (live.some((record) => (record[field] ?? '') < since))
        return { records: [...records.values()], complete: true };
    }
    if (rows.length < limit) return { records: [...records.values()], complete: true };
  }
  return { records: [...records.values()], complete: false };
}
