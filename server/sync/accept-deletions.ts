import type { Module } from '../core/record.ts';
import type { CursorRepository, OrgStore } from '../ports/store.ts';
import { acceptedCursor, topicOf } from './mass-change-guard.ts';
import { clearProblem, noteProblem, standingProblem } from './standing-problems.ts';
import type { StandingProblem } from './standing-problems.ts';

/** A clean-up somebody meant may still be under way when it is confirmed: what vanishes this much later belongs to it. */
const ACCEPTED_FOR_MS = 3_600_000;

const undoCursor = (module: Module) => `deletions-undo.${module}`;

/** The administrator meant it: what vanished, and what vanishes within the hour, is believed; the module goes on. */
export async function acceptDeletions(org: OrgStore, module: Module, at: string): Promise<void> {
  await org.transaction(async ({ cursors }) => {
    const problem = await standingProblem(cursors, topicOf(module));
    // A second click must not forget what the first one accepted.
    if (problem) await cursors.set(undoCursor(module), JSON.stringify(problem));
    await cursors.set(acceptedCursor(module), new Date(Date.parse(at) + ACCEPTED_FOR_MS).toISOString());
    await clearProblem(cursors, topicOf(module));
  });
}

/** Until when an acceptance can be taken back; null without one. */
export async function acceptedUntil(
  cursors: CursorRepository,
  module: Module,
  now: string,
): Promise<string | null> {
  const until = await cursors.get(acceptedCursor(module));
  const undo = await cursors.get(undoCursor(module));
  return until && undo && until > now ? until : null;
}

/**
 * Takes an acceptance back: the module is on hold as before. What was put back or suppressed meanwhile stays; it is in
 * the Sync History.
 *
 * @returns false when there is nothing to take back (any more)
 */
export async function undoAcceptance(org: OrgStore, module: Module, at: string): Promise<boolean> {
  return await org.transaction(async ({ cursors }) => {
    const undo = await cursors.get(undoCursor(module));
    if (!undo || !(await acceptedUntil(cursors, module, at))) return false;
    await cursors.set(acceptedCursor(module), '');
    await cursors.set(undoCursor(module), '');
    await noteProblem(cursors, JSON.parse(undo) as StandingProblem);
    return true;
  });
}
