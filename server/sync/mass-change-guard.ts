import type { Module, Side } from '../core/record.ts';
import type { CursorRepository } from '../ports/store.ts';
import type { SyncContext } from './context.ts';
import { setupOf } from './context.ts';
import { clearProblem, noteProblem, standingProblem } from './standing-problems.ts';

/** A side that loses this share of its pairs, and at least so many, within a day is not believed (P17). */
const SHARE = 0.2;
const AT_LEAST = 50;
const WINDOW_MS = 24 * 3_600_000;
/** How often, and by how many records, a held module is looked at again. */
const RECHECK_MS = 10 * 60_000;
const SAMPLE = 25;

export const topicOf = (module: Module) => `deletions-${module}` as const;
/** Until when what vanishes is believed. */
export const acceptedCursor = (module: Module) => `deletions-accepted.${module}`;
const recheckedCursor = (module: Module) => `deletions-rechecked.${module}`;

/** A module on hold is neither written nor judged until an administrator decides; its events keep waiting. */
export async function isHeld(cursors: CursorRepository, module: Module): Promise<boolean> {
  return (await holdOf(cursors, module)) !== null;
}

/**
 * Holds the module when one side suddenly looks empty or lost a great share of its pairs: a clean-up somebody meant,
 * or a fault (wrong organisation restored, rights taken away, an empty answer). Only a person can tell (P17).
 *
 * @returns true when the module is on hold now
 */
export async function guardAgainstMassLoss(
  context: SyncContext,
  module: Module,
  side: Side,
): Promise<boolean> {
  const { links, cursors } = context.org;
  const lost = await links.countAbsent(module, side, await windowStart(context, module));
  const total = await links.count(module);
  if (lost < AT_LEAST || lost < total * SHARE) return false;
  const message = `${lost} of ${total} paired ${module} vanished from ${side} within a day; nothing is done to them until an administrator decides`;
  context.log.warn(
    { orgKey: context.org.orgKey, module, side, lost, total },
    'module on hold: mass deletion',
  );
  const details = { module, side, lost, total };
  await noteProblem(cursors, {
    topic: topicOf(module),
    code: 'mass-deletion',
    message,
    details,
    since: context.clock.now(),
  });
  return true;
}

/** What an administrator is told of a held module. */
export interface Hold {
  readonly side: Side;
  readonly lost: number;
  readonly total: number;
  readonly since: string;
}

export async function holdOf(cursors: CursorRepository, module: Module): Promise<Hold | null> {
  const problem = await standingProblem(cursors, topicOf(module));
  if (!problem) return null;
  const { side, lost, total } = problem.details;
  return {
    side: side === 'desk' ? 'desk' : 'crm',
    lost: Number(lost),
    total: Number(total),
    since: problem.since,
  };
}

/**
 * Looks at held modules again now and then: records that are back were never deleted, and a hold whose reason is gone
 * lifts itself. A sample tells first whether anything changed.
 */
export async function recheckHolds(context: SyncContext): Promise<void> {
  for (const module of context.modules.keys()) {
    const hold = await holdOf(context.org.cursors, module);
    if (!hold || !(await isRecheckDue(context, module))) continue;
    await context.org.cursors.set(recheckedCursor(module), context.clock.now());
    const { side } = hold;
    if (!(await findsLive(context, module, side, SAMPLE))) continue;
    await findsLive(context, module, side, Number.POSITIVE_INFINITY);
    const stillHeld = await guardAgainstMassLoss(context, module, side);
    if (!stillHeld) await clearProblem(context.org.cursors, topicOf(module));
  }
}

/** Takes the suspicion off records that are there after all. @returns whether any was */
async function findsLive(context: SyncContext, module: Module, side: Side, limit: number): Promise<boolean> {
  const { links, inbox } = context.org;
  const idOf = (link: { deskId: string; crmId: string }) => (side === 'desk' ? link.deskId : link.crmId);
  let found = false;
  let looked = 0;
  for (let after: string | null = null; looked < limit;) {
    const page = await links.absent(module, after, Math.min(100, limit - looked));
    const last = page.at(-1);
    if (!last) break;
    after = last.link.deskId;
    looked += page.length;
    const absent = page.map(({ link }) => link).filter((link) => link.presence[side] !== 'live');
    const fields = setupOf(context, module).mapping.fieldsToRead(side);
    const records = await context.gateways[side].getMany(module, absent.map(idOf), {
      fields,
      signal: context.signal,
    });
    const back = absent.filter((link) => {
      const record = records.get(idOf(link));
      return record !== undefined && record.inRecycleBin !== true;
    });
    if (back.length === 0) continue;
    found = true;
    const at = context.clock.now();
    await links.updateMany(
      back.map((link) => ({ ...link, presence: { ...link.presence, [side]: 'live' as const } })),
      at,
    );
    await inbox.mark(
      back.map((link) => ({ module, side, recordId: idOf(link), reason: 'reconcile' as const })),
      at,
    );
  }
  return found;
}

async function isRecheckDue(context: SyncContext, module: Module): Promise<boolean> {
  const at = await context.org.cursors.get(recheckedCursor(module));
  return !at || Date.parse(context.clock.now()) - Date.parse(at) >= RECHECK_MS;
}

async function windowStart(context: SyncContext, module: Module): Promise<string> {
  const dayAgo = new Date(Date.parse(context.clock.now()) - WINDOW_MS).toISOString();
  const accepted = await context.org.cursors.get(acceptedCursor(module));
  return accepted !== null && accepted > dayAgo ? accepted : dayAgo;
}
