import * as z from 'zod';
import { SyncError } from '../../core/errors.ts';
import type { Module } from '../../core/record.ts';
import type { DeskCalls } from './desk-calls.ts';
import { readInstantByList } from './desk-instant.ts';
import { DESK_SEARCH } from './modules.ts';
import type { DeskRecord } from './wire.ts';

export type TimeField = 'createdTime' | 'modifiedTime';

/** A search range has two ends; nothing is newer than this. */
const FAR_FUTURE = '2099-12-31T23:59:59.999Z';

/** Where reading stands: enough to go on in another process. */
const Position = z.object({
  v: z.literal(1),
  /** First instant of the window being read, inclusive. */
  start: z.string(),
  /** Row of the window to read next. */
  from: z.number(),
  /** Last row handed out. */
  lastId: z.string().nullable(),
  lastAt: z.string(),
  /** Ids handed out at `lastAt`: a window that starts there sees them again. */
  seen: z.array(z.string()),
  total: z.number().nullable(),
});
type Position = z.infer<typeof Position>;

export interface WindowPage {
  readonly rows: readonly DeskRecord[];
  readonly cursor: string | null;
  readonly total: number | null;
}

/** @throws SyncError `bad-parameter` when the cursor is not one of ours */
function readCursor(cursor: string): Position {
  try {
    return Position.parse(JSON.parse(cursor));
  } catch (cause) {
    throw new SyncError('bad-parameter', 'Unreadable Desk cursor', { cause });
  }
}

function timeOf(row: DeskRecord, field: TimeField): string {
  const at = row[field];
  if (at === null) throw new SyncError('provider', `A Desk search row has no ${field}`);
  return at;
}

/**
 * Reads records by search in time order, from `since` on.
 *
 * Offsets are kept low (deep pages cost 3 to 100 credits) by starting a new window at the last instant seen. Each
 * page overlaps the previous one by a row: if that row moved, because a record was trashed or changed while we
 * read, the rest is read anew from the last instant, so that no record is skipped (P13). Doubles are dropped by id.
 */
export async function* readWindows(
  calls: DeskCalls,
  module: Module,
  field: TimeField,
  options: {
    readonly since: string;
    readonly resumeFrom?: string | null | undefined;
    readonly signal?: AbortSignal | undefined;
  },
): AsyncGenerator<WindowPage> {
  const { since, resumeFrom, signal } = options;
  let at: Position =
    resumeFrom === undefined || resumeFrom === null
      ? { v: 1, start: since, from: 0, lastId: null, lastAt: since, seen: [], total: null }
      : readCursor(resumeFrom);

  for (;;) {
    const from = Math.max(0, at.from - 1);
    const { rows, count } = await calls.search(
      module,
      { [`${field}Range`]: `${at.start},${FAR_FUTURE}`, sortBy: field, from, limit: DESK_SEARCH.limit },
      signal,
    );
    if (at.total === null) at = { ...at, total: count };
    if (at.from > 0 && rows[0]?.id !== at.lastId) {
      at = { ...at, start: at.lastAt, from: 0 };
      continue;
    }

    const seen = new Set(at.seen);
    const fresh = rows.filter(({ id }) => !seen.has(id));
    const isLast = rows.length < DESK_SEARCH.limit;
    at = advance(at, rows, from, field);
    if (isLast) {
      yield { rows: fresh, cursor: null, total: at.total };
      return;
    }
    if (at.from <= DESK_SEARCH.maxFrom) {
      yield { rows: fresh, cursor: JSON.stringify(at), total: at.total };
      continue;
    }

    // One instant holds more rows than search can reach: the rest of it comes from the list, record by record.
    yield { rows: fresh, cursor: JSON.stringify(at), total: at.total };
    const rest = await readInstantByList(calls, module, field, at.lastAt, new Set(at.seen), signal);
    const after = new Date(Date.parse(at.lastAt) + 1).toISOString();
    at = { ...at, start: after, from: 0, lastId: null, lastAt: after, seen: [] };
    yield { rows: rest, cursor: JSON.stringify(at), total: at.total };
  }
}

/** The position after a page, in the same window or at the start of a new one. */
function advance(at: Position, rows: readonly DeskRecord[], from: number, field: TimeField): Position {
  const last = rows.at(-1);
  if (last === undefined) return at;
  const lastAt = timeOf(last, field);
  const atLast = rows.filter((row) => timeOf(row, field) === lastAt).map(({ id }) => id);
  const seen = lastAt === at.lastAt ? [...new Set([...at.seen, ...atLast])] : atLast;
  const next = from + rows.length;
  const moved: Position = { ...at, from: next, lastId: last.id, lastAt, seen };
  const isFull = next + DESK_SEARCH.limit > DESK_SEARCH.cheapRows;
  return isFull && lastAt > at.start ? { ...moved, start: lastAt, from: 0 } : moved;
}
