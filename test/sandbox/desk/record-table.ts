import { RecordView } from './record-view.ts';
import type { Author, BinEntry, Row } from './types.ts';

interface PendingIndexing {
  readonly dueAt: number;
  readonly id: string;
  /** null: take it out of the index. */
  readonly row: Row | null;
}

export interface IndexPolicy {
  /** How long search keeps showing the old state, virtual ms. */
  readonly lagMs: number;
  /** Whether deletions reach the index as late as everything else. */
  readonly lagDeletes: boolean;
}

/** The records of one module: what is live, what search believes to be live, the bin, and what was purged. */
export class RecordTable {
  readonly live = new RecordView();
  readonly #indexed = new RecordView();
  readonly bin = new Map<string, BinEntry>();
  readonly purged = new Map<string, Row>();
  #pending: PendingIndexing[] = [];
  readonly #policy: () => IndexPolicy;

  constructor(policy: () => IndexPolicy) {
    this.#policy = policy;
  }

  /** Starts over with these rows, live and indexed. */
  fill(rows: readonly Row[]): void {
    this.live.fill(rows);
    this.#indexed.fill(rows);
    this.bin.clear();
    this.purged.clear();
    this.#pending = [];
  }

  /** Stores a new state; search sees it once the lag has passed. */
  put(row: Row, now: number): void {
    this.live.put(row);
    const { lagMs } = this.#policy();
    if (lagMs <= 0) this.#indexed.put(row);
    else this.#pending.push({ dueAt: now + lagMs, id: row.id, row });
  }

  trash(row: Row, author: Author): void {
    this.live.remove(row.id);
    this.bin.set(row.id, { row, deletedAt: author.at, deletedBy: author.agentId });
    const { lagMs, lagDeletes } = this.#policy();
    if (lagDeletes && lagMs > 0) this.#pending.push({ dueAt: author.at + lagMs, id: row.id, row: null });
    else this.#indexed.remove(row.id);
  }

  /** Takes a record out of the bin for good. */
  purge(id: string): Row | undefined {
    const entry = this.bin.get(id);
    if (!entry) return undefined;
    this.bin.delete(id);
    this.purged.set(id, entry.row);
    return entry.row;
  }

  /** What search sees at this moment. */
  searchable(now: number): RecordView {
    let settled = 0;
    for (const { dueAt, id, row } of this.#pending) {
      if (dueAt > now) break;
      settled += 1;
      if (row === null) this.#indexed.remove(id);
      else if (this.live.byId.has(id) || this.#policy().lagDeletes) this.#indexed.put(row);
    }
    if (settled > 0) this.#pending.splice(0, settled);
    return this.#indexed;
  }
}
