import { massThreshold, type Wipe } from '../core/planning/mass-change.ts';
import type { Module, Side } from '../core/record.ts';
import { SIDES } from '../core/record.ts';
import type { CursorRepository, OrgStore } from '../ports/store.ts';
import type { SyncContext } from './context.ts';
import { setupOf } from './context.ts';
import { wakeWaiting } from './waiting-references.ts';
import { clearProblem, noteProblem, standingProblem } from './standing-problems.ts';

/** What vanishes, or is emptied, within a day counts together. */
const WINDOW_MS = 24 * 3_600_000;
/** A clean-up somebody meant may still be under way when it is confirmed: what vanishes this much later belongs to it. */
const ACCEPTED_FOR_MS = 3_600_000;
/** How often, and by how many records, a held module is looked at again. */
const RECHECK_MS = 10 * 60_000;
const SAMPLE = 25;

const topicOf = (module: Module) => `deletions-${module}` as const;
const acceptedCursor = (module: Module) => `deletions-accepted.${module}`;
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
  const { links } = context.org;
  const lost = await links.countAbsent(module, side, await windowStart(context, module));
  const total = await links.count(module);
  if (lost < massThreshold(total)) return false;
  await holdModule(context, module, { code: 'mass-deletion', side, lost, total, field: null, wipe: null });
  return true;
}

/**
 * Holds the module when a bulk read of a side brought nothing although there are pairs, or misses too many of them:
 * what the other side holds would be made anew there. Staged records must be complete.
 *
 * @returns true when the module is on hold now
 */
export async function guardAgainstEmptyRead(context: SyncContext, module: Module): Promise<boolean> {
  const { links, staging } = context.org;
  if ((await windowStart(context, module)) > context.clock.now()) return false;
  const pairs = await links.count(module);
  for (const side of SIDES) {
    const total = pairs - (await links.countAbsent(module, side, new Date(0).toISOString()));
    const read = await staging.count(module, side);
    const lost = total - read;
    if (total === 0 || (read > 0 && lost < massThreshold(total))) continue;
    await holdModule(context, module, { code: 'empty-read', side, lost, total, field: null, wipe: null });
    return true;
  }
  return false;
}

/** Why a module is held. `lost`: pairs that vanished, or whose field was emptied; of `total`. */
export interface HoldReason {
  readonly code: 'mass-deletion' | 'mass-emptying' | 'empty-read';
  readonly side: Side;
  readonly lost: number;
  readonly total: number;
  /** API name of the emptied field on `side`. */
  readonly field: string | null;
  readonly wipe: Wipe | null;
}

export async function holdModule(context: SyncContext, module: Module, reason: HoldReason): Promise<void> {
  const { code, side, lost, total, field } = reason;
  const { org, clock, log } = context;
  log.warn({ orgKey: org.orgKey, module, side, lost, total, field, code }, 'module on hold');
  const what = {
    'mass-deletion': `${lost} of ${total} paired ${module} vanished from ${side} within a day`,
    'mass-emptying': `${lost} of ${total} paired ${module} lost what ${field ?? 'a field'} held in ${side} within a day`,
    'empty-read': `${lost} of ${total} paired ${module} were not there when ${side} was read`,
  }[code];
  const message = `${what}; nothing is done until an administrator decides`;
  const topic = topicOf(module);
  await noteProblem(org.cursors, {
    topic,
    code,
    message,
    details: { module, ...reason },
    since: clock.now(),
  });
}

/** What an administrator is told of a held module. */
export interface Hold extends HoldReason {
  readonly since: string;
}

export async function holdOf(cursors: CursorRepository, module: Module): Promise<Hold | null> {
  const problem = await standingProblem(cursors, topicOf(module));
  if (!problem) return null;
  return { ...(problem.details as unknown as HoldReason), since: problem.since };
}

/** The administrator meant it: what vanished, and what vanishes within the hour, is believed; the module goes on. */
export async function acceptDeletions(org: OrgStore, module: Module, at: string): Promise<void> {
  await org.transaction(async ({ cursors }) => {
    await cursors.set(acceptedCursor(module), new Date(Date.parse(at) + ACCEPTED_FOR_MS).toISOString());
    await clearProblem(cursors, topicOf(module));
  });
}

/**
 * Looks at held modules again now and then: records that are back were never deleted, and a hold whose reason is gone
 * lifts itself. A sample tells first whether anything changed.
 */
export async function recheckHolds(
  context: SyncContext,
  stillEmptied: (context: SyncContext, module: Module, side: Side, wipe: Wipe) => Promise<boolean>,
): Promise<void> {
  for (const module of context.modules.keys()) {
    const hold = await holdOf(context.org.cursors, module);
    // An empty read is repeated by the first session itself.
    if (!hold || hold.code === 'empty-read' || !(await isRecheckDue(context, module))) continue;
    await context.org.cursors.set(recheckedCursor(module), context.clock.now());
    const { side } = hold;
    if (hold.wipe) {
      const isStill = await stillEmptied(context, module, side, hold.wipe);
      if (!isStill) await clearProblem(context.org.cursors, topicOf(module));
      continue;
    }
    if (!(await findsLive(context, module, side, SAMPLE))) continue;
    await findsLive(context, module, side, Number.POSITIVE_INFINITY);
    const stillHeld = await guardAgainstMassLoss(context, module, side);
    if (!stillHeld) await clearProblem(context.org.cursors, topicOf(module));
  }
}

/** Takes the suspicion off records that are there after all. @returns whether any was */
async function findsLive(context: SyncContext, module: Module, side: Side, limit: number): Promise<boolean> {
  const { links } = context.org;
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
    const alive = back.map((link) => ({ ...link, presence: { ...link.presence, [side]: 'live' as const } }));
    const rows = back.map((link) => ({ module, side, recordId: idOf(link), reason: 'reconcile' as const }));
    await context.org.transaction(async (repositories) => {
      await repositories.links.updateMany(alive, at);
      await repositories.inbox.mark(rows, at);
      await wakeWaiting(repositories, alive, at);
    });
  }
  return found;
}

/** Whether a bulk read that brought too little may be tried once more; lifts that hold if so. */
export async function mayReadAgain(context: SyncContext, module: Module): Promise<boolean> {
  const hold = await holdOf(context.org.cursors, module);
  if (hold?.code !== 'empty-read' || !(await isRecheckDue(context, module))) return hold === null;
  await context.org.cursors.set(recheckedCursor(module), context.clock.now());
  await clearProblem(context.org.cursors, topicOf(module));
  return true;
}

async function isRecheckDue(context: SyncContext, module: Module): Promise<boolean> {
  const at = await context.org.cursors.get(recheckedCursor(module));
  return !at || Date.parse(context.clock.now()) - Date.parse(at) >= RECHECK_MS;
}

/** Since when changes count; in the future while an administrator's consent lasts. */
export async function windowStart(context: SyncContext, module: Module): Promise<string> {
  const dayAgo = new Date(Date.parse(context.clock.now()) - WINDOW_MS).toISOString();
  const accepted = await context.org.cursors.get(acceptedCursor(module));
  return accepted !== null && accepted > dayAgo ? accepted : dayAgo;
}
