import type { Clock } from './types.ts';

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly action: () => void | Promise<void>;
}

/** setTimeout takes a signed 32-bit number of milliseconds; longer waits are taken in pieces. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

export interface StoppableClock extends Clock {
  /** Cancels every timer; for shutting down. */
  stop(): void;
}

/**
 * Virtual time: `realNow()` plus an offset that only `advance` moves.
 *
 * Timers run when real time reaches them too, so a sandbox that nobody advances behaves like a plain server.
 * A failing action becomes a process warning: one broken timer must not stop the others.
 */
export function createClock(realNow: () => number = Date.now): StoppableClock {
  let offset = 0;
  let counter = 0;
  let timers: Timer[] = [];
  let wakeUp: NodeJS.Timeout | undefined;
  let work: Promise<void> = Promise.resolve();

  const now = (): number => realNow() + offset;

  function earliest(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of timers) {
      if (!first || timer.due < first.due || (timer.due === first.due && timer.order < first.order))
        first = timer;
    }
    return first;
  }

  function arm(): void {
    clearTimeout(wakeUp);
    wakeUp = undefined;
    const next = earliest();
    if (!next) return;
    const waitMs = Math.min(Math.max(next.due - now(), 0), LONGEST_WAIT_MS);
    wakeUp = setTimeout(() => void enqueue(() => runDue(now())), waitMs).unref();
  }

  async function runDue(until: number): Promise<void> {
    for (let next = earliest(); next && next.due <= until; next = earliest()) {
      const timer = next;
      timers = timers.filter((other) => other !== timer);
      offset += Math.max(timer.due - now(), 0);
      try {
        await timer.action();
      } catch (error) {
        process.emitWarning(error instanceof Error ? error : String(error));
      }
    }
  }

  /** One run at a time: two advances, or an advance and a wake-up, never interleave. */
  function enqueue(run: () => Promise<void>): Promise<void> {
    work = work.then(run).finally(arm);
    return work;
  }

  function forgetTimers(): void {
    timers = [];
    arm();
  }

  return {
    now,
    iso: () => new Date(now()).toISOString(),
    after(delayMs, action) {
      const timer: Timer = { due: now() + Math.max(delayMs, 0), order: ++counter, action };
      timers.push(timer);
      arm();
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(ms) {
      return enqueue(async () => {
        const target = now() + Math.max(ms, 0);
        await runDue(target);
        offset += Math.max(target - now(), 0);
      });
    },
    stop: forgetTimers,
  };
}
