import type { Config } from '../config.ts';
import { StartupError } from '../ports/startup-error.ts';

/** What a command gets of the outside world. */
export interface Surroundings {
  /** Reads the environment; throws StartupError with one line. */
  readonly config: () => Config;
  /** A line on stdout. */
  readonly say: (line: string) => void;
  /** Text on stdout as it is. */
  readonly write: (text: string) => void;
  /** Aborts when a person presses Ctrl-C. */
  readonly signal: AbortSignal;
}

/** One command of the command line. */
export interface Command {
  readonly name: string;
  /** What follows the name. */
  readonly usage: string;
  readonly summary: string;
  /**
   * @returns the exit code
   * @throws StartupError or Refusal: one line for the person at the terminal
   */
  run(args: readonly string[], surroundings: Surroundings): Promise<number>;
}

export function misused({ name, usage }: Pick<Command, 'name' | 'usage'>, what: string): StartupError {
  return new StartupError(`${what}. Usage: npm run cli -- ${name} ${usage}`.trimEnd());
}
