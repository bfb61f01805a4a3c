/** Undoes what an open transaction changed: each table is remembered as it was before its first change. */
export class Journal {
  #before: Map<Table<unknown>, ReadonlyMap<string, unknown>> | null = null;

  begin(): void {
    this.#before = new Map();
  }
  commit(): void {
    this.#before = null;
  }
  rollback(): void {
    for (const [table, rows] of this.#before ?? []) table.restore(rows);
    this.#before = null;
  }
  note(table: Table<unknown>, rows: ReadonlyMap<string, unknown>): void {
    if (this.#before && !this.#before.has(table)) this.#before.set(table, new Map(rows));
  }
}

/** Rows by key, in the order in which they were first stored. Rows go in and out as copies, as through a database. */
export class Table<Row> {
  #rows = new Map<string, Row>();
  /** Rises with every change. */
  revision = 0;
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
  }
  get(key: string): Row | undefined {
    const row = this.#rows.get(key);
    return row === undefined ? undefined : copyOf(row);
  }
  has(key: string): boolean {
    return this.#rows.has(key);
  }
  set(key: string, row: Row): void {
    this.#journal.note(this, this.#rows);
    this.revision += 1;
    this.#rows.set(key, copyOf(row));
  }
  delete(key: string): void {
    if (!this.#rows.has(key)) return;
    this.#journal.note(this, this.#rows);
    this.revision += 1;
    this.#rows.delete(key);
  }
  clear(): void {
    for (const key of [...this.#rows.keys()]) this.delete(key);
  }
  /** Not copied: read only. */
  all(): readonly Row[] {
    return [...this.#rows.values()];
  }
  get size(): number {
    return this.#rows.size;
  }
  restore(rows: ReadonlyMap<string, unknown>): void {
    this.revision += 1;
    this.#rows = new Map(rows) as Map<string, Row>;
  }
}

/** A deep copy of plain data; strings, numbers and null pass through. */
export function copyOf<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => copyOf(item)) as T;
  const copy: Record<string, unknown> = {};
  for (const key in value) if (value[key] !== undefined) copy[key] = copyOf(value[key]);
  return copy as T;
}

export function byText<Row>(textOf: (row: Row) => string): (a: Row, b: Row) => number {
  return (a, b) => {
    const [left, right] = [textOf(a), textOf(b)];
    return left === right ? 0 : left < right ? -1 : 1;
  };
}
