import type { Module, Side } from '../record.ts';

/** What the planner knows about other pairs: contacts refer to accounts by pair, never by name (S99). */
export interface References {
  /** Id, on the other side, of the partner of `side`'s record `id`; undefined while there is none. */
  partnerOf(module: Module, side: Side, id: string): string | undefined;
  /** True when `side`'s record `id`, which a base names, is known to have been deleted, or is in no pair any more (S51). */
  isGone(module: Module, side: Side, id: string): boolean;
}

/** A record that must be paired before a field that refers to it can be written (P9). */
export interface MissingReference {
  readonly module: Module;
  readonly side: Side;
  readonly id: string;
}

export const NO_REFERENCES: References = { partnerOf: () => undefined, isGone: () => false };
