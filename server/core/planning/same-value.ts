import type { FieldValue } from '../record.ts';

/** Equality of canonical values; multi-selects are sorted, so position by position is enough. */
export function sameValue(a: FieldValue, b: FieldValue): boolean {
  if (a === b) return true;
  if (!Array.isArray(a) || !Array.isArray(b)) return false;
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
