import { SyncError } from '../core/errors.ts';
import { createWaitingLine } from './waiting-line.ts';

/** Panels that a person looks at go before the sync's own work. */
export type Priority = 'interactive' | 'sync';

export interface LimiterOptions {
  /** Most calls in flight; keep below the edition's cap, which other integrations share. */
  readonly maxConcurrent: number;
  /** Most heavy calls in flight (CRM sub-concurrency: more than 10 rows, COQL, sort_by). Default 3. */
  readonly maxHeavy?: number;
  /** Credits that sync work leaves for people. */
  readonly reserveCredits: number;
  /** Below the reserve, one sync call is let through each such period to learn the credits anew. Default 15 min. */
  readonly probeEveryMs?: number;
  /** A longer pause is answered with `rate-limited` at once, so that a job gives its worker back. Default 30 s. */
  readonly maxPauseMs?: number;
  /** Epoch ms. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

export interface Turn {
  readonly priority: Priority;
  readonly heavy: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** What an answer taught about the limits. */
export interface Lesson {
  /** Credits left, when the answer said so. */
  readonly remainingCredits?: number | undefined;
  /** `Retry-After`: everybody waits that long. */
  readonly pauseMs?: number | undefined;
  /** 429 for concurrency: too many calls at once. */
  readonly tooMany?: boolean | undefined;
}

/** Keeps one organisation's calls to one product within its limits. One instance per (organisation, product). */
export interface Limiter {
  /**
   * Runs `call` when its turn comes.
   * @throws SyncError `rate-limited` with `retryAfterMs` when the pause is long, or for sync work below the reserve;
   * the signal's reason when it aborts while waiting
   */
  run<T>(turn: Turn, call: () => Promise<T>): Promise<T>;
  learn(lesson: Lesson): void;
  state(): {
    readonly limit: number;
    readonly running: number;
    readonly waiting: number;
    readonly remainingCredits: number | null;
  };
}

const DEFAULTS = { maxHeavy: 3, probeEveryMs: 15 * 60_000, maxPauseMs: 30_000 };
/** After a shrink, calls already in flight may still answer 429: they must not shrink again. */
const SHRINK_AT_MOST_EVERY_MS = 1_000;
/** Calls that must go well before the limit grows by one (additive increase, multiplicative decrease). */
const GROW_AFTER_CALLS = 20;

export function createLimiter(options: LimiterOptions): Limiter {
  const { maxConcurrent, reserveCredits, now, sleep, maxHeavy, probeEveryMs, maxPauseMs } = {
    ...DEFAULTS,
    ...options,
  };
  let limit = maxConcurrent;
  let running = 0;
  let runningHeavy = 0;
  let remaining: number | null = null;
  let lastProbe = -Infinity;
  let pausedUntil = -Infinity;
  let lastShrink = -Infinity;
  let wellSinceChange = 0;
  let wakeAt: number | null = null;

  const line = createWaitingLine();

  function refusal(turn: Turn): SyncError | null {
    const pause = pausedUntil - now();
    if (pause > maxPauseMs) {
      return new SyncError('rate-limited', 'The product asked for a pause', { retryAfterMs: pause });
    }
    if (!isBelowReserve(turn)) return null;
    const untilProbe = lastProbe + probeEveryMs - now();
    if (untilProbe <= 0) return null;
    return new SyncError('rate-limited', `Only ${remaining ?? 0} API credits are left today`, {
      retryAfterMs: untilProbe,
    });
  }

  function isBelowReserve(turn: Turn): boolean {
    return turn.priority === 'sync' && remaining !== null && remaining < reserveCredits;
  }

  function wakeAfterPause(): void {
    if (wakeAt !== null && wakeAt >= pausedUntil) return;
    wakeAt = pausedUntil;
    void sleep(pausedUntil - now()).then(() => {
      wakeAt = null;
      dispatch();
    });
  }

  function dispatch(): void {
    if (line.size() === 0) return;
    if (pausedUntil > now()) {
      wakeAfterPause();
      if (pausedUntil - now() > maxPauseMs) line.refuseAll((turn) => refusal(turn));
      return;
    }
    while (running < limit) {
      const next = line.take((turn) => !turn.heavy || runningHeavy < maxHeavy);
      if (next === undefined) return;
      const refused = refusal(next.turn);
      if (refused !== null) {
        next.refuse(refused);
        continue;
      }
      if (isBelowReserve(next.turn)) lastProbe = now();
      running += 1;
      if (next.turn.heavy) runningHeavy += 1;
      next.start();
    }
  }

  function finish(turn: Turn): void {
    running -= 1;
    if (turn.heavy) runningHeavy -= 1;
    dispatch();
  }

  function shrink(): void {
    wellSinceChange = 0;
    if (now() - lastShrink < SHRINK_AT_MOST_EVERY_MS) return;
    lastShrink = now();
    limit = Math.max(1, Math.floor(limit / 2));
  }

  function grow(): void {
    wellSinceChange += 1;
    if (limit >= maxConcurrent || wellSinceChange < GROW_AFTER_CALLS) return;
    wellSinceChange = 0;
    limit += 1;
  }

  return {
    async run(turn, call) {
      turn.signal?.throwIfAborted();
      const refused = refusal(turn);
      if (refused !== null) throw refused;
      const place = line.join(turn);
      dispatch();
      await place;
      try {
        return await call();
      } finally {
        finish(turn);
      }
    },
    learn({ remainingCredits, pauseMs, tooMany }) {
      if (remainingCredits !== undefined) {
        if (remainingCredits < reserveCredits && (remaining === null || remaining >= reserveCredits))
          lastProbe = now();
        remaining = remainingCredits;
      }
      if (pauseMs !== undefined) pausedUntil = Math.max(pausedUntil, now() + pauseMs);
      if (tooMany === true) shrink();
      else if (pauseMs === undefined) grow();
      dispatch();
    },
    state: () => ({ limit, running, waiting: line.size(), remainingCredits: remaining }),
  };
}
