import type { Module } from '../core/record.ts';
import { MODULES } from '../core/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { CursorRepository, OrgRepositories, OrgStore, Run } from '../ports/store.ts';
import { startFirstSync } from './first-sync.ts';
import { readAtCursor } from './read-module.ts';

const cursorOf = (module: Module): string => `back-fill.${module}`;
const WANTED = 'wanted';

/** Asks for a look at all records of the module, to be begun by the lane as soon as it may write. */
export async function requestBackFill(cursors: CursorRepository, module: Module): Promise<void> {
  await cursors.set(cursorOf(module), WANTED);
}

/**
 * Whether a first session of the module has been started: from then on a changed configuration may come too late for
 * it. Pairs are no sign, for a session may leave all its matches to the inbox.
 */
export async function hasSessionBegun(
  { cursors, runs }: Pick<OrgRepositories, 'cursors' | 'runs'>,
  module: Module,
): Promise<boolean> {
  const running = await runs.running('first-sync');
  if (running?.modules.some((entry) => entry.module === module) === true) return true;
  return (await cursors.get(readAtCursor(module, 'crm'))) !== null;
}

/**
 * Begins what was asked for: another first session of these modules, which finds their pairs, leaves what is equal
 * alone and fills rows that have no base by rule (S21). Asking is forgotten only after the session has begun and
 * before the mapping is loaded, so no change of the configuration falls between.
 *
 * @returns the run, or null when nothing was asked for
 */
export async function startBackFill(org: OrgStore, clock: Clock, newId: () => string): Promise<Run | null> {
  const wanted: Module[] = [];
  for (const module of MODULES) {
    if ((await org.cursors.get(cursorOf(module))) === WANTED) wanted.push(module);
  }
  if (wanted.length === 0) return null;
  const run = await startFirstSync(org, wanted, clock, newId);
  const begun = wanted.filter((module) => run.modules.some((entry) => entry.module === module));
  for (const module of begun) await org.cursors.set(cursorOf(module), '');
  return run;
}
