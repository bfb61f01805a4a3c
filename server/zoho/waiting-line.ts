import type { Turn } from './limits.ts';

interface Waiting {
  readonly turn: Turn;
  /** Lets the call begin. */
  readonly start: () => void;
  /** Sends the caller away. */
  readonly refuse: (reason: Error) => void;
}

/** First come, first served within a priority; `interactive` before `sync`. Who aborts leaves the line. */
export interface WaitingLine {
  /** Resolves when the turn starts; rejects when refused or aborted. */
  join(turn: Turn): Promise<void>;
  /** Removes the first caller that `fits`. */
  take(fits: (turn: Turn) => boolean): Waiting | undefined;
  /** Sends away every caller for whom `reason` is not null. */
  refuseAll(reason: (turn: Turn) => Error | null): void;
  size(): number;
}

export function createWaitingLine(): WaitingLine {
  let line: Waiting[] = [];

  function insert(waiting: Waiting): void {
    const firstSync = line.findIndex(({ turn }) => turn.priority === 'sync');
    if (waiting.turn.priority === 'sync' || firstSync === -1) line.push(waiting);
    else line.splice(firstSync, 0, waiting);
  }

  return {
    join(turn) {
      return new Promise((resolve, reject) => {
        const leave = (): void => {
          line = line.filter((other) => other !== waiting);
          reject(turn.signal?.reason as Error);
        };
        const settle = (): void => turn.signal?.removeEventListener('abort', leave);
        const waiting: Waiting = {
          turn,
          start: () => {
            settle();
            resolve();
          },
          refuse: (reason) => {
            settle();
            reject(reason);
          },
        };
        turn.signal?.addEventListener('abort', leave, { once: true });
        insert(waiting);
      });
    },
    take(fits) {
      const index = line.findIndex(({ turn }) => fits(turn));
      return index === -1 ? undefined : line.splice(index, 1)[0];
    },
    refuseAll(reason) {
      for (const waiting of [...line]) {
        const error = reason(waiting.turn);
        if (error === null) continue;
        line = line.filter((other) => other !== waiting);
        waiting.refuse(error);
      }
    },
    size: () => line.length,
  };
}
