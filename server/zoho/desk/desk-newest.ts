import type { Module } from '../../core/record.ts';
import type { KnownRecords } from '../../ports/record-gateway.ts';
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

interface NewestOptions {
  readonly maxPages: number;
  /**
   * Only for `createdTime`, which never changes: what the caller holds is left out, and its age tells where to stop.
   */
  readonly known?: KnownRecords | undefined;
  readonly signal?: AbortSignal | undefined;
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
  options: NewestOptions,
): Promise<Newest> {
  const { maxPages, known, signal } = options;
  const limit = DESK_LIST_LIMIT[module];
  const records = new Map<string, DeskRecord>();
  for (let page = 0; page < maxPages; page += 1) {
    const rows = await calls.list(module, `-${field}`, page * limit + 1, signal);
    const held = (await known?.(rows.map(({ id }) => id))) ?? new Map<string, string | null>();
    const end = rows.findIndex(({ id }) => (held.get(id) ?? since) < since);
    const unread = (end < 0 ? rows : rows.slice(0, end)).filter(({ id }) => !held.has(id));
    let at = 0;
    for (let step = 0; at < unread.length; step += 1) {
      const batch = unread.slice(at, at + (STEPS[step] ?? 20));
      at += batch.length;
      const full = await mapBounded(batch, 8, ({ id }) => calls.get(module, id, signal));
      const live = full.filter((record) => record !== null);
      for (const record of live) if ((record[field] ?? '') >= since) records.set(record.id, record);
      if (live.some((record) => (record[field] ?? '') < since))
        return { records: [...records.values()], complete: true };
    }
    if (end >= 0 || rows.length < limit) return { records: [...records.values()], complete: true };
  }
  return { records: [...records.values()], complete: false };
}
