import { adoptLegacyImport } from './cli/adopt-legacy.ts';
import type { Command, Surroundings } from './cli/command.ts';
import { doctor } from './cli/doctor.ts';
import { erase } from './cli/erase.ts';
import { exportTables } from './cli/export.ts';
import { plan } from './cli/plan.ts';
import { rotateKeys } from './cli/rotate-keys.ts';
import { sync } from './cli/sync.ts';
import { loadConfig } from './config.ts';
import { SyncError } from './core/errors.ts';
import { StartupError } from './ports/startup-error.ts';
import { Refusal } from './sync/refusal.ts';

const COMMANDS: readonly Command[] = [doctor, plan, sync, exportTables, rotateKeys, erase, adoptLegacyImport];

/** `npm run cli -- <command>`: what an operator does to a connector, with the connector's environment. */
async function main([name, ...args]: readonly string[]): Promise<number> {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      interrupted.abort(new Error(`ended by ${signal}`));
    });
  }
  // A reader that has seen enough, such as `head`, is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const surroundings: Surroundings = {
    config: () => loadConfig(),
    say: (line) => process.stdout.write(`${line}\n`),
    write: (text) => process.stdout.write(text),
    signal: interrupted.signal,
  };
  const command = COMMANDS.find((each) => each.name === name);
  if (command) return await command.run(args, surroundings);
  if (name !== undefined && name !== 'help') process.stderr.write(`There is no command "${name}".\n`);
  for (const { name: known, usage, summary } of COMMANDS) {
    surroundings.say(`npm run cli -- ${`${known} ${usage}`.trim()}\n    ${summary}`);
  }
  return name === 'help' ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isForPeople = [StartupError, Refusal, SyncError].some((known) => error instanceof known);
  const said = error instanceof Error ? (isForPeople ? error.message : error.stack) : String(error);
  process.stderr.write(`${said ?? 'It failed without a word.'}\n`);
  process.exitCode = 1;
}
