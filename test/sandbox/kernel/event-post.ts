import type { Clock, EventFaults } from './types.ts';

/** How long a reordered event waits for the next one before it goes alone, in virtual ms. */
const LONGEST_HOLD_MS = 2_000;

/** Carries events to their receivers, playing the event faults in force. */
export interface EventPost {
  /** Never throws; a failing `send` is the receiver's affair. */
  deliver(send: () => Promise<void>): void;
  /** Resolves once every delivery that was started has ended; a held event goes out first, a delayed one does not. */
  settled(): Promise<void>;
  /** Forgets held events. */
  reset(): void;
}

export function createEventPost(clock: Clock, faults: () => EventFaults, random: () => number): EventPost {
  const running = new Set<Promise<void>>();
  let held: (() => Promise<void>) | undefined;

  function start(send: () => Promise<void>): void {
    const delivery = Promise.resolve()
      .then(send)
      .catch(() => undefined)
      .finally(() => running.delete(delivery));
    running.add(delivery);
  }

  function releaseHeld(): void {
    const waiting = held;
    held = undefined;
    if (waiting) start(waiting);
  }

  function dispatch(send: () => Promise<void>, delayMs: number): void {
    if (delayMs > 0) clock.after(random() * delayMs, () => start(send));
    else start(send);
  }

  return {
    deliver(send) {
      const { lost, duplicated, reordered, delayMs } = faults();
      if (random() < lost) return;
      if (random() < reordered && !held) {
        held = send;
        clock.after(LONGEST_HOLD_MS, () => {
          if (held === send) releaseHeld();
        });
        return;
      }
      dispatch(send, delayMs);
      if (random() < duplicated) dispatch(send, delayMs);
      releaseHeld();
    },
    async settled() {
      releaseHeld();
      while (running.size > 0) await Promise.all(running);
    },
    reset() {
      held = undefined;
    },
  };
}
