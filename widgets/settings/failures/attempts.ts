import type { Failure } from '../../api/shapes/failures-shape.ts';

/** After this long the sync is busy with other things: the entry waits like any other. */
export const PATIENCE_MS = 90_000;

export interface Outcome {
  readonly synced: readonly Failure[];
  readonly failedAgain: readonly Failure[];
}

export function keyOf({ module, side, recordId }: Pick<Failure, 'module' | 'side' | 'recordId'>): string {
  return `${module}.${side}.${recordId}`;
}

/**
 * Entries that are being tried again, until the log tells what became of them: gone is synced, a newer time failed
 * again (S71).
 */
export class Attempts {
  readonly #running = new Map<string, { readonly failure: Failure; readonly since: number }>();

  get some(): boolean {
    return this.#running.size > 0;
  }
  isRunning(failure: Failure): boolean {
    return this.#running.has(keyOf(failure));
  }

  /** @param now milliseconds */
  begin(failures: readonly Failure[], now: number): void {
    for (const failure of failures) this.#running.set(keyOf(failure), { failure, since: now });
  }
  /** Nothing was tried. */
  cancel(failures: readonly Failure[]): void {
    for (const failure of failures) this.#running.delete(keyOf(failure));
  }

  /** Compares with the log as it is now; what is settled, or took too long, is no attempt any more. */
  settle(log: readonly Failure[], now: number): Outcome {
    const current = new Map(log.map((failure) => [keyOf(failure), failure]));
    const synced: Failure[] = [];
    const failedAgain: Failure[] = [];
    for (const [key, { failure, since }] of this.#running) {
      const left = current.get(key);
      if (!left) synced.push(failure);
      else if (left.failedAt !== failure.failedAt) failedAgain.push(left);
      else if (now - since < PATIENCE_MS) continue;
      this.#running.delete(key);
    }
    return { synced, failedAgain };
  }
}
