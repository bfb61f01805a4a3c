import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface Child {
  /** Complete lines on stdout so far. */
  readonly lines: readonly string[];
  /** Everything on stderr so far. */
  errors(): string;
  /** kill -9. */
  kill(): void;
  /** Exit code, or null after a signal; all of stdout is in `lines` then. */
  readonly ended: Promise<number | null>;
}

/** Starts a TypeScript file in a process of its own; what it prints must be lines. It ends with this process. */
export function startChild(file: URL, args: readonly string[]): Child {
  const child = spawn(process.execPath, [file.pathname, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  let errors = '';
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', kill);
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      process.off('exit', kill);
      resolve(code);
    });
  });
  return { lines, errors: () => errors, kill, ended };
}
