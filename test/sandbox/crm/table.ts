import type { Row } from './row.ts';
import { SortedIndex } from './sorted-index.ts';

export type SortBy = 'id' | 'Created_Time' | 'Modified_Time';

/** What a write changes on a row. */
export interface RowChange {
  readonly values?: Readonly<Record<string, unknown>>;
  readonly ownerId?: string;
  readonly modifiedMs: number;
  readonly modifiedById: string;
  readonly writtenMs: number;
}

/** The records of one module: by id, sorted by id and times, and by the exact value of chosen fields. */
export class Table {
  private readonly rows = new Map<string, Row>();
  private readonly sorted: Readonly<Record<SortBy, SortedIndex>> = {
    id: new SortedIndex(() => 0),
    Created_Time: new SortedIndex((row) => row.createdMs),
    Modified_Time: new SortedIndex((row) => row.modifiedMs),
  };
  private readonly exact: ReadonlyMap<string, Map<string, Set<Row>>>;
  /** Deleted rows, oldest deletion first. */
  private readonly removed = new Set<Row>();
  private live = 0;

  /** @param exactFields fields to find by value; text is compared without case */
  constructor(exactFields: Iterable<string>) {
    this.exact = new Map([...exactFields].map((name) => [name, new Map<string, Set<Row>>()]));
  }

  get liveCount(): number {
    return this.live;
  }

  /** The row in whatever state. */
  get(id: string): Row | undefined {
    return this.rows.get(id);
  }
  getLive(id: string): Row | undefined {
    const row = this.rows.get(id);
    return row?.deletedMs === null ? row : undefined;
  }
  all(): Iterable<Row> {
    return this.rows.values();
  }
  index(sortBy: SortBy): SortedIndex {
    return this.sorted[sortBy];
  }
  /** Rows in bin or purged, in order of deletion. */
  deleted(): Iterable<Row> {
    return this.removed;
  }

  hasExact(field: string): boolean {
    return this.exact.has(field);
  }
  /** Live rows whose `field` equals `value`, text in any case; none when the field is not indexed. */
  find(field: string, value: unknown): Iterable<Row> {
    return this.exact.get(field)?.get(exactKey(value)) ?? [];
  }
  findFirst(field: string, value: unknown): Row | undefined {
    for (const row of this.find(field, value)) return row;
    return undefined;
  }

  /** Loads a seed into an empty table. */
  fill(rows: readonly Row[]): void {
    for (const row of rows) {
      this.rows.set(row.id, row);
      this.addExact(row);
    }
    this.live = rows.length;
    for (const index of Object.values(this.sorted)) index.fill(rows);
  }

  insert(row: Row): void {
    this.rows.set(row.id, row);
    this.enter(row);
  }

  change(row: Row, change: RowChange): void {
    this.sorted.Modified_Time.remove(row);
    this.removeExact(row);
    row.values = { ...row.values, ...change.values };
    row.ownerId = change.ownerId ?? row.ownerId;
    row.modifiedMs = change.modifiedMs;
    row.modifiedById = change.modifiedById;
    row.writtenMs = change.writtenMs;
    this.sorted.Modified_Time.add(row);
    this.addExact(row);
  }

  remove(row: Row, at: number, byId: string, deletedWith: string | null): void {
    this.leave(row);
    row.deletedMs = at;
    row.deletedById = byId;
    row.deletedWith = deletedWith;
    this.removed.add(row);
  }

  restore(row: Row): void {
    this.removed.delete(row);
    row.deletedMs = null;
    row.deletedById = null;
    row.deletedWith = null;
    this.enter(row);
  }

  private enter(row: Row): void {
    this.live += 1;
    for (const index of Object.values(this.sorted)) index.add(row);
    this.addExact(row);
  }
  private leave(row: Row): void {
    this.live -= 1;
    for (const index of Object.values(this.sorted)) index.remove(row);
    this.removeExact(row);
  }
  private addExact(row: Row): void {
    for (const [field, byValue] of this.exact) {
      const value = row.values[field];
      if (value === null || value === undefined) continue;
      const key = exactKey(value);
      const rows = byValue.get(key);
      if (rows) rows.add(row);
      else byValue.set(key, new Set([row]));
    }
  }
  private removeExact(row: Row): void {
    for (const [field, byValue] of this.exact) {
      const value = row.values[field];
      if (value === null || value === undefined) continue;
      const key = exactKey(value);
      const rows = byValue.get(key);
      rows?.delete(row);
      if (rows?.size === 0) byValue.delete(key);
    }
  }
}

function exactKey(value: unknown): string {
  return typeof value === 'string' ? value.toLowerCase() : JSON.stringify(value);
}
