import type { Row } from './row.ts';

/** Where a page ended; the next one starts behind it. */
export interface Position {
  readonly key: number;
  readonly id: string;
}
export type SortOrder = 'asc' | 'desc';

function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
export function comparePositions(a: Position, b: Position): number {
  return a.key - b.key || compareIds(a.id, b.id);
}

/**
 * Live rows in the order of a number (a time) and then of their id. Time moves forward, so nearly every
 * insertion is at the end; moving one of 100,000 rows is one binary search and one memory move.
 */
export class SortedIndex {
  private rows: Row[] = [];
  private readonly keyOf: (row: Row) => number;

  constructor(keyOf: (row: Row) => number) {
    this.keyOf = keyOf;
  }

  /** Takes many rows at once, e.g. a seed. */
  fill(rows: readonly Row[]): void {
    this.rows = [...rows].sort((a, b) => comparePositions(this.positionOf(a), this.positionOf(b)));
  }

  add(row: Row): void {
    const position = this.positionOf(row);
    const last = this.rows.at(-1);
    if (!last || comparePositions(this.positionOf(last), position) < 0) this.rows.push(row);
    else this.rows.splice(this.lowerBound(position), 0, row);
  }

  /** Call while the row still has the key under which it was added. */
  remove(row: Row): void {
    const index = this.lowerBound(this.positionOf(row));
    if (this.rows[index] === row) this.rows.splice(index, 1);
  }

  positionOf(row: Row): Position {
    return { key: this.keyOf(row), id: row.id };
  }

  /** How many rows have a key of at least `key`. */
  countFrom(key: number): number {
    return this.rows.length - this.lowerBound({ key, id: '' });
  }

  /** Rows behind `after` in the wanted order; all of them without it. */
  *scan(order: SortOrder, after: Position | null = null): Generator<Row> {
    if (order === 'asc') {
      for (let index = after ? this.upperBound(after) : 0; index < this.rows.length; index += 1) {
        const row = this.rows[index];
        if (row) yield row;
      }
      return;
    }
    const start = after ? this.lowerBound(after) : this.rows.length;
    for (let index = start - 1; index >= 0; index -= 1) {
      const row = this.rows[index];
      if (row) yield row;
    }
  }

  /** Rows with a key of at least `key`, ascending. */
  *scanFrom(key: number): Generator<Row> {
    for (let index = this.lowerBound({ key, id: '' }); index < this.rows.length; index += 1) {
      const row = this.rows[index];
      if (row) yield row;
    }
  }

  /** First index whose row is not before `position`. */
  private lowerBound(position: Position): number {
    return this.bound((found) => comparePositions(found, position) < 0);
  }
  private upperBound(position: Position): number {
    return this.bound((found) => comparePositions(found, position) <= 0);
  }
  private bound(isBefore: (position: Position) => boolean): number {
    let low = 0;
    let high = this.rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const row = this.rows[middle];
      if (row && isBefore(this.positionOf(row))) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
