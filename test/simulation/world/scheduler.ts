import type { Random } from '../../support/random.ts';

interface Entry {
  readonly at: number;
  /** Among equals, chance decides: that is how every interleaving comes up. */
  readonly tie: number;
  readonly run: () => void;
  isCancelled: boolean;
}

/**
 * Owns time and order. Nothing waits for real: whoever sleeps is called when the virtual clock gets there, and before
 * the next one is called, everything that follows from it has happened. So one seed is one history.
 */
export class Scheduler {
  readonly #random: Random;
  readonly #heap: Entry[] = [];
  /** Milliseconds since 1970, the products' clock. */
  now: number;
  steps = 0;
  /** Called after each step, when everything that follows from it has happened. */
  onStep: () => void = () => undefined;

  constructor(random: Random, now: number) {
    this.#random = random;
    this.now = now;
  }

  /** @returns what takes it back */
  after(ms: number, run: () => void): () => void {
    const entry: Entry = { at: this.now + ms, tie: this.#random.next(), run, isCancelled: false };
    this.#push(entry);
    return () => {
      entry.isCancelled = true;
    };
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const cancel = this.after(ms, () => {
        signal?.removeEventListener('abort', stop);
        resolve();
      });
      const stop = () => {
        cancel();
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', stop, { once: true });
    });
  }

  /** Lets things happen until `isOver` or until nothing is to come. */
  async run(isOver: () => boolean, maxSteps: number): Promise<void> {
    const stopAt = this.steps + maxSteps;
    await settled();
    while (!isOver()) {
      const next = this.#pop();
      if (!next) return;
      if (next.isCancelled) continue;
      if (this.steps >= stopAt) throw new Error(`still busy after ${String(maxSteps)} steps`);
      this.steps += 1;
      this.now = Math.max(this.now, next.at);
      next.run();
      await settled();
      this.onStep();
    }
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.push(entry) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (!isBefore(entry, heap[up])) break;
      heap[at] = heap[up] as Entry;
      at = up;
    }
    heap[at] = entry;
  }

  #pop(): Entry | undefined {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (!first || !last || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let down = 2 * at + 1;
      if (down >= heap.length) break;
      if (down + 1 < heap.length && isBefore(heap[down + 1] as Entry, heap[down])) down += 1;
      if (!isBefore(heap[down] as Entry, last)) break;
      heap[at] = heap[down] as Entry;
      at = down;
    }
    heap[at] = last;
    return first;
  }
}

function isBefore(a: Entry, b: Entry | undefined): boolean {
  return b !== undefined && (a.at < b.at || (a.at === b.at && a.tie < b.tie));
}

/** Once all promises that could go on have gone on: the engine waits for nothing but the scheduler. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
