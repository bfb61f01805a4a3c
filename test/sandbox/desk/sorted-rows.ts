import type { Row } from './types.ts';

/** Rows ordered by a number and then by id: positions by binary search, ranges and pages by slicing. */
export class SortedRows {
  #rows: Row[] = [];
  readonly #key: (row: Row) => number;

  constructor(key: (row: Row) => number) {
    this.#key = key;
  }

  get rows(): readonly Row[] {
    return this.#rows;
  }

  /** Takes over many rows at once, in any order. */
  fill(rows: Iterable<Row>): void {
    this.#rows = [...rows].sort((a, b) => this.#compare(a, b));
  }

  add(row: Row): void {
    this.#rows.splice(this.#position(row), 0, row);
  }

  remove(row: Row): void {
    const index = this.#position(row);
    if (this.#rows[index]?.id === row.id) this.#rows.splice(index, 1);
  }

  /** Index of the first row whose key is at least `from`. */
  lowerBound(from: number): number {
    return this.#search((row) => this.#key(row) < from);
  }

  /** Index after the last row whose key is at most `to`. */
  upperBound(to: number): number {
    return this.#search((row) => this.#key(row) <= to);
  }

  #position(row: Row): number {
    return this.#search((other) => this.#compare(other, row) < 0);
  }

  #search(isBefore: (row: Row) => boolean): number {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const row = this.#rows[middle];
      if (row && isBefore(row)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #compare(a: Row, b: Row): number {
    return this.#key(a) - this.#key(b) || compareIds(a.id, b.id);
  }
}

/** Ids are digit strings beyond 2^53: a longer one is the larger. */
export function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
