import type { Side } from '../core/record.ts';
import type { UsageDay } from '../ports/administration-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { Store } from '../ports/store.ts';

export interface UsageMeterDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Calls are many; what they cost is written down this often. A crash loses as much of the count, and nothing else. */
const FLUSH_MS = 5_000;

interface Pending {
  readonly orgKey: string;
  readonly side: Side;
  day: UsageDay;
}

/** Counts calls and remembers what products said about credits, for all processes of an organisation together. */
export function createUsageMeter({ store, clock, log }: UsageMeterDeps) {
  let pending = new Map<string, Pending>();
  let flushedAt = Number.NEGATIVE_INFINITY;
  let flushing: Promise<void> = Promise.resolve();

  /** @param creditsLeft as the answer said; null when it said nothing */
  function note(orgKey: string, side: Side, creditsLeft: number | null): void {
    const at = clock.now();
    const day = at.slice(0, 10);
    const key = `${orgKey} ${side} ${day}`;
    const known = pending.get(key)?.day ?? { day, calls: 0, mostLeft: null, left: null, knownAt: null };
    const told = {
      mostLeft: Math.max(known.mostLeft ?? 0, creditsLeft ?? 0),
      left: creditsLeft,
      knownAt: at,
    };
    const next = { ...known, calls: known.calls + 1, ...(creditsLeft === null ? {} : told) };
    pending.set(key, { orgKey, side, day: next });
    if (Date.parse(at) - flushedAt >= FLUSH_MS) void flush();
  }

  /** Writes down what was counted. Never fails: usage is worth a line in the log, not a failed call. */
  function flush(): Promise<void> {
    const batch = pending;
    pending = new Map();
    flushedAt = Date.parse(clock.now());
    flushing = flushing.then(async () => {
      for (const { orgKey, side, day } of batch.values()) {
        try {
          await store.forOrg(orgKey).usage.add(side, day);
        } catch (error) {
          log.warn({ err: error, orgKey, side }, 'usage could not be written down');
        }
      }
    });
    return flushing;
  }

  return { note, flush };
}
export type UsageMeter = ReturnType<typeof createUsageMeter>;
