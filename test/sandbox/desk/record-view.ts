import { SortedRows } from './sorted-rows.ts';
import type { Row, Value } from './types.ts';

/**
 * A set of rows as of one moment: by id, by creation, by modification, and by exact value of any field
 * that somebody searched for (such an index is built at the first search and kept up to date).
 */
export class RecordView {
  readonly byId = new Map<string, Row>();
  readonly byCreated = new SortedRows((row) => row.createdAt);
  readonly byModified = new SortedRows((row) => row.modifiedAt);
  readonly #byValue = new Map<string, Map<string, Set<string>>>();
  readonly #sorted = new Map<string, readonly Row[]>();

  fill(rows: readonly Row[]): void {
    this.byId.clear();
    for (const row of rows) this.byId.set(row.id, row);
    this.byCreated.fill(rows);
    this.byModified.fill(rows);
    this.#byValue.clear();
    this.#sorted.clear();
  }

  put(row: Row): void {
    const old = this.byId.get(row.id);
    if (old) this.#unlist(old);
    this.byId.set(row.id, row);
    this.byCreated.add(row);
    this.byModified.add(row);
    for (const [field, ids] of this.#byValue) addTo(ids, foldedValue(row, field), row.id);
    this.#sorted.clear();
  }

  remove(id: string): void {
    const old = this.byId.get(id);
    if (!old) return;
    this.#unlist(old);
    this.byId.delete(id);
    this.#sorted.clear();
  }

  /** Rows whose field equals the value, letter case aside; an empty field has the value ''. */
  withValue(field: string, value: string): Row[] {
    let ids = this.#byValue.get(field);
    if (!ids) {
      ids = new Map();
      for (const row of this.byId.values()) addTo(ids, foldedValue(row, field), row.id);
      this.#byValue.set(field, ids);
    }
    const found = [...(ids.get(fold(value)) ?? [])];
    return found.flatMap((id) => this.byId.get(id) ?? []);
  }

  /** All rows in the order of one sort key; kept until the next change. */
  sortedBy(key: string, compare: (a: Row, b: Row) => number): readonly Row[] {
    const known = this.#sorted.get(key);
    if (known) return known;
    const rows = this.byCreated.rows.toSorted(compare);
    this.#sorted.set(key, rows);
    return rows;
  }

  #unlist(old: Row): void {
    this.byCreated.remove(old);
    this.byModified.remove(old);
    for (const [field, ids] of this.#byValue) ids.get(foldedValue(old, field))?.delete(old.id);
  }
}

function addTo(ids: Map<string, Set<string>>, value: string, id: string): void {
  const known = ids.get(value);
  if (known) known.add(id);
  else ids.set(value, new Set([id]));
}

/** Search compares without letter case. */
export function fold(text: string): string {
  return text.toLowerCase();
}

function foldedValue(row: Row, field: string): string {
  return fold(textOf(fieldValue(row, field)));
}

/** A field's value by API name; `fullName` is first and last name joined. */
export function fieldValue(row: Row, field: string): Value {
  if (field === 'fullName') {
    return [row.values['firstName'], row.values['lastName']].filter(Boolean).join(' ');
  }
  return (field.startsWith('cf_') ? row.cf[field] : row.values[field]) ?? null;
}

export function textOf(value: Value): string {
  return value === null ? '' : String(value);
}
