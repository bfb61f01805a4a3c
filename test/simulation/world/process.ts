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
  readonly atDeath = new Set<() => void>();
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
    await this.#unlessDead();
    if (random.chance(faults().crash)) this.die(what);
    else if (random.chance(faults().yield)) await scheduler.sleep(random.next() * 5);
    await this.#unlessDead();
  }

  async #unlessDead(): Promise<void> {
    if (!this.isAlive) await never();
  }

  die(where: string): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    this.#options.trace.note(this.name, `dies at ${where}`);
    this.#connection.break();
    for (const notice of this.atDeath) notice();
    this.#options.onDeath();
  }
}
