import type { Store } from '../../../server/ports/store.ts';
import type { Random } from '../../support/random.ts';
import type { Connection, MemoryStore } from '../memory-store/memory-store.ts';
import type { FaultRates } from './faults.ts';
import type { Scheduler } from './scheduler.ts';
import type { Trace } from './trace.ts';

/** A promise of a dead process: nobody ever hears of it again, `finally` does not run either. */
export function never<T>(): Promise<T> {
  return new Promise<T>(() => undefined);
}

export interface ProcessOptions {
  readonly name: string;
  readonly store: MemoryStore;
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly faults: () => FaultRates;
  readonly trace: Trace;
  readonly onDeath: () => void;
}

/** One running connector: it may die at each call of the store or of a product, as by `kill -9`. */
export class Process {
  isAlive = true;
  readonly name: string;
  readonly store: Store;
  readonly #options: ProcessOptions;
  readonly #connection: Connection;

  constructor(options: ProcessOptions) {
    this.name = options.name;
    this.#options = options;
    this.#connection = options.store.connect((what) => this.turn(what));
    this.store = this.#connection.store;
  }

  /** A point where the process may die, or where others may come first. */
  async turn(what: string): Promise<void> {
    const { random, faults, scheduler } = this.#options;
    if (!this.isAlive) return await never();
    if (random.chance(faults().crash)) {
      this.die(what);
      return await never();
    }
    if (!random.chance(faults().yield)) return;
    await scheduler.sleep(random.next() * 5);
    if (!this.isAlive) return await never();
  }

  die(where: string): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    this.#options.trace.note(this.name, `dies at ${where}`);
    this.#connection.break();
    this.#options.onDeath();
  }
}
