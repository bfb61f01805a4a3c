import type { Row } from './row.ts';

/** Where a page ended; the next one starts behind it. */
export interface Position {
  readonly key: number;
  readonly id: string;
}
export type SortOrder = 'asc' | 'desc';

interface Entry extends Position {
  /** Undefined once the row left this place. */
  row: Row | undefined;
}

function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
export function comparePositions(a: Position, b: Position): number {
  return a.key - b.key || compareIds(a.id, b.id);
}

/**
 * Live rows in the order of a number (a time) and then of their id.
 *
 * Time moves forward, so nearly every insertion is at the end. A row that leaves only empties its place;
 * empty places go once they are the majority. So moving one of 100,000 rows costs next to nothing.
 */
export class SortedIndex {
  private entries: Entry[] = [];
  private readonly places = new Map<Row, Entry>();
  private readonly keyOf: (row: Row) => number;

  constructor(keyOf: (row: Row) => number) {
    this.keyOf = keyOf;
  }

  /** Takes many rows at once, e.g. a seed. */
  fill(rows: readonly Row[]): void {
    this.entries = rows.map((row) => this.place(row)).sort(comparePositions);
  }

  add(row: Row): void {
    const entry = this.place(row);
    const last = this.entries.at(-1);
    if (!last || comparePositions(last, entry) < 0) this.entries.push(entry);
    else this.entries.splice(this.lowerBound(entry), 0, entry);
  }

  remove(row: Row): void {
    const entry = this.places.get(row);
    if (!entry) return;
    entry.row = undefined;
    this.places.delete(row);
    if (this.entries.length > 2 * this.places.size + 16) {
      this.entries = this.entries.filter((other) => other.row !== undefined);
    }
  }

  positionOf(row: Row): Position {
    return { key: this.keyOf(row), id: row.id };
  }

  /** Upper bound of how many rows have a key of at least `key`. */
  countFrom(key: number): number {
    return this.entries.length - this.lowerBound({ key, id: '' });
  }

  /** Rows behind `after` in the wanted order; all of them without it. Rows must not move meanwhile. */
  *scan(order: SortOrder, after: Position | null = null): Generator<Row> {
    if (order === 'asc') {
      const start = after ? this.bound((entry) => comparePositions(entry, after) <= 0) : 0;
      for (let index = start; index < this.entries.length; index += 1) {
        const row = this.entries[index]?.row;
        if (row) yield row;
      }
      return;
    }
    const end = after ? this.lowerBound(after) : this.entries.length;
    for (let index = end - 1; index >= 0; index -= 1) {
      const row = this.entries[index]?.row;
      if (row) yield row;
    }
  }

  /** Rows with a key of at least `key`, ascending. */
  *scanFrom(key: number): Generator<Row> {
    for (let index = this.lowerBound({ key, id: '' }); index < this.entries.length; index += 1) {
      const row = this.entries[index]?.row;
      if (row) yield row;
    }
  }

  private place(row: Row): Entry {
    const entry = { key: this.keyOf(row), id: row.id, row };
    this.places.set(row, entry);
    return entry;
  }

  /** First place that is not before `position`. */
  private lowerBound(position: Position): number {
    return this.bound((entry) => comparePositions(entry, position) < 0);
  }
  private bound(isBefore: (entry: Entry) => boolean): number {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const entry = this.entries[middle];
      if (entry && isBefore(entry)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
