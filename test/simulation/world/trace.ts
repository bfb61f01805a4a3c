import { createHash } from 'node:crypto';

/** Everything that happened, line by line; two runs of one seed must agree in every line. */
export class Trace {
  readonly lines: string[] = [];
  readonly #now: () => number;
  readonly #start: number;

  constructor(now: () => number) {
    this.#now = now;
    this.#start = now();
  }
  note(who: string, what: string): void {
    const seconds = ((this.#now() - this.#start) / 1000).toFixed(3);
    this.lines.push(`${String(this.lines.length).padStart(5)} +${seconds}s ${who}: ${what}`);
  }
  get hash(): string {
    return createHash('sha256').update(this.lines.join('\n')).digest('hex');
  }
}
