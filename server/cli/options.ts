import { parseArgs } from 'node:util';
import type { ParseArgsOptionsConfig } from 'node:util';
import type { Command } from './command.ts';
import { misused } from './command.ts';

/**
 * The arguments of a command.
 *
 * @throws StartupError one line with the usage when one is unknown or lacks its value
 */
export function optionsOf<const Options extends ParseArgsOptionsConfig>(
  command: Pick<Command, 'name' | 'usage'>,
  args: readonly string[],
  options: Options,
  allowPositionals = false,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals, strict: true });
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw misused(command, reason.replace(/\.$/, ''));
  }
}
