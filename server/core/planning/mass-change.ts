import { sameValue } from '../mapping/same-value.ts';
import type { FieldValue } from '../record.ts';

/** A side that loses this share of its pairs, or of one field's values, and at least so many, is not believed (P17). */
const SHARE = 0.2;
const AT_LEAST = 50;

/** From how many pairs on a change is too great to be carried out unasked. */
export function massThreshold(pairs: number): number {
  return Math.max(AT_LEAST, Math.ceil(pairs * SHARE));
}

/** A change of one field that loses what it held: emptied, or a match key overwritten with a value that others get too. */
export interface Wipe {
  readonly key: string;
  readonly to: FieldValue;
}

/**
 * What a change of one field is to the guard. Only values that cannot be wished for in great number count: one text
 * set on a thousand records by a mass update is a person's good right (S38), and the history keeps what stood there;
 * an empty field, or everybody's e-mail address being the same one, is what faults look like.
 */
export function wipeOf(key: string, from: FieldValue, to: FieldValue, isMatchKey: boolean): Wipe | undefined {
  if (from === null || sameValue(from, to)) return undefined;
  return to === null || isMatchKey ? { key, to } : undefined;
}

/** The wipe that most of the pairs suffer, and how many they are; undefined when there is none. */
export function commonestWipe(
  wipes: readonly Wipe[],
): { readonly wipe: Wipe; readonly count: number } | undefined {
  const counts = new Map<string, { wipe: Wipe; count: number }>();
  for (const wipe of wipes) {
    const name = JSON.stringify([wipe.key, wipe.to]);
    const entry = counts.get(name) ?? { wipe, count: 0 };
    entry.count += 1;
    counts.set(name, entry);
  }
  return [...counts.values()].toSorted((a, b) => b.count - a.count)[0];
}
