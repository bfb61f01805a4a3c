import type {
  CursorRepository,
  InboxRepository,
  InboxRow,
  Intent,
  IntentRepository,
  LaneRepository,
} from '../../../server/ports/store.ts';
import type { OrgTables, StoredInboxRow } from './org-tables.ts';
import type { Rows } from './rows.ts';
import { byText } from './table.ts';

type RowName = Pick<InboxRow, 'module' | 'side' | 'recordId'>;
const inboxKey = (row: RowName) => `${row.module} ${row.side} ${row.recordId}`;

export function inboxRepository(tables: OrgTables): Rows<InboxRepository> {
  const { inbox } = tables;
  const unchanged = (rows: readonly InboxRow[]) =>
    rows.flatMap((row) => {
      const stored = inbox.get(inboxKey(row));
      return stored?.generation === row.generation ? [stored] : [];
    });
  const oldestFirst = (a: StoredInboxRow, b: StoredInboxRow) =>
    byText<StoredInboxRow>((row) => row.dueAt)(a, b) || a.seq - b.seq;
  return {
    mark(rows, at) {
      for (const row of new Map(rows.map((item) => [inboxKey(item), item])).values()) {
        const known = inbox.get(inboxKey(row));
        if (!known) {
          const seq = tables.next();
          // Never a generation that a settled row had: who still holds that one must not settle this one.
          inbox.set(inboxKey(row), { ...row, generation: seq * 1_000, attempts: 0, dueAt: at, seq });
          continue;
        }
        inbox.set(inboxKey(row), {
          ...known,
          generation: known.generation + 1,
          attempts: 0,
          reason: strongest(known.reason, row.reason),
          dueAt: known.dueAt < at ? known.dueAt : at,
        });
      }
    },
    due(module, limit, now) {
      return inbox
        .all()
        .filter((row) => row.module === module && row.dueAt <= now)
        .sort(oldestFirst)
        .slice(0, limit)
        .map(({ dueAt: _dueAt, seq: _seq, ...row }) => row);
    },
    settle(rows) {
      for (const row of unchanged(rows)) inbox.delete(inboxKey(row));
    },
    defer(rows, notBefore) {
      for (const row of unchanged(rows))
        inbox.set(inboxKey(row), { ...row, dueAt: notBefore, attempts: row.attempts + 1 });
    },
    count(module) {
      return inbox.all().filter((row) => module === undefined || row.module === module).length;
    },
    waiting(module, side, ids) {
      return new Set(ids.filter((recordId) => inbox.has(inboxKey({ module, side, recordId }))));
    },
    nextDueAt(modules) {
      const rows = inbox.all().filter((row) => modules?.includes(row.module) ?? true);
      return rows.map((row) => row.dueAt).sort()[0] ?? null;
    },
  };
}

/** What an administrator asked for outlasts everything; an event says more than a poll. */
function strongest(known: InboxRow['reason'], next: InboxRow['reason']): InboxRow['reason'] {
  if (known === 'send-again' || next === 'send-again') return 'send-again';
  return known === 'event' ? 'event' : next;
}

export function intentRepository({ intents }: OrgTables): Rows<IntentRepository> {
  const isSameCreate = (a: Intent, b: Intent) =>
    a.kind === 'create' &&
    b.kind === 'create' &&
    a.module === b.module &&
    a.target === b.target &&
    a.sourceId === b.sourceId;
  return {
    open(rows) {
      for (const row of rows) {
        const isTaken = intents.has(row.id) || intents.all().some((known) => isSameCreate(known, row));
        if (isTaken) throw new Error(`a create for ${row.module} ${row.sourceId} is pending already`);
        intents.set(row.id, row);
      }
    },
    close(ids) {
      for (const id of ids) intents.delete(id);
    },
    pending() {
      return [...intents.all()];
    },
  };
}

export function laneRepository({ lane }: OrgTables): Rows<LaneRepository> {
  const LANE = 'lane';
  return {
    acquire(owner, now, leaseUntil) {
      const held = lane.get(LANE);
      if (held && held.owner !== owner && isAfter(held.leaseUntil, now)) return false;
      lane.set(LANE, { owner, leaseUntil });
      return true;
    },
    renew(owner, _now, leaseUntil) {
      if (lane.get(LANE)?.owner !== owner) return false;
      lane.set(LANE, { owner, leaseUntil });
      return true;
    },
    release(owner) {
      if (lane.get(LANE)?.owner === owner) lane.delete(LANE);
    },
    isHeld(now) {
      const held = lane.get(LANE);
      return held !== undefined && isAfter(held.leaseUntil, now);
    },
  };
}

function isAfter(a: string, b: string): boolean {
  return Date.parse(a) > Date.parse(b);
}

export function cursorRepository({ cursors }: OrgTables): Rows<CursorRepository> {
  return {
    get(name) {
      return cursors.get(name) ?? null;
    },
    set(name, value) {
      cursors.set(name, value);
    },
  };
}
