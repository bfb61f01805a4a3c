/** Most rows per statement: keeps one PGlite query, during which nothing else runs, at about 20 ms. */
export const BATCH_SIZE = 500;

/** Cuts `rows` into arrays of at most `size`. */
export function* batches<T>(rows: readonly T[], size = BATCH_SIZE): Generator<readonly T[]> {
  for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size);
}

/**
 * One row per key, the last one given, in key order. One statement must not touch a row twice (SQLSTATE 21000), and
 * statements that lock rows in one order cannot deadlock.
 */
export function lastByKey<T>(rows: readonly T[], keyOf: (row: T) => string): T[] {
  const byKey = new Map<string, T>();
  for (const row of rows) byKey.set(keyOf(row), row);
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}
