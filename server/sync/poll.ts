import { unchangedSinceBase } from '../core/planning/unchanged-since-base.ts';
import type { Module, RemoteRecord, Side } from '../core/record.ts';
import { MODULES, SIDES } from '../core/record.ts';
import type { CursorRepository } from '../ports/store.ts';
import { isSeen } from './conflict-inbox.ts';
import type { SyncContext } from './context.ts';
import { setupOf } from './context.ts';
import { leavesDesk } from './departments.ts';

/** Name of the cursor up to which a side's changes were seen. */
export function pollCursor(module: Module, side: Side): string {
  return `poll.${module}.${side}`;
}

/**
 * Looks for changes that no event told us of: Desk has no product events, and webhooks and notifications get lost.
 * Records that differ from the base go into the inbox; the sync itself reads them again.
 *
 * The cursor is the product's own clock at the start of the poll, moves only after everything before it is stored,
 * and each poll reaches back over the index lag and a margin, so nothing is skipped for ever (P13).
 *
 * @returns how many records went into the inbox
 */
export async function pollChanges(context: SyncContext): Promise<number> {
  let found = 0;
  for (const module of context.modules.keys()) {
    for (const side of SIDES) {
      context.signal.throwIfAborted();
      if (await isDue(context, module, side)) found += await pollSide(context, module, side);
    }
  }
  return found;
}

/** Makes every poll due, whenever the last one was. */
export async function forgetPolls(cursors: CursorRepository): Promise<void> {
  for (const module of MODULES) {
    for (const side of SIDES) await cursors.set(`polled-at.${module}.${side}`, new Date(0).toISOString());
  }
}

function intervalMs(context: SyncContext, module: Module, side: Side): number {
  const hasEvents = !(module === 'products' && side === 'desk');
  return hasEvents ? context.settings.pollReconcileMs : context.settings.pollProductsMs;
}

async function isDue(context: SyncContext, module: Module, side: Side): Promise<boolean> {
  const polledAt = await context.org.cursors.get(`polled-at.${module}.${side}`);
  if (polledAt === null) return true;
  return Date.parse(context.clock.now()) - Date.parse(polledAt) >= intervalMs(context, module, side);
}

async function pollSide(context: SyncContext, module: Module, side: Side): Promise<number> {
  const { mapping } = setupOf(context, module);
  const gateway = context.gateways[side];
  const startedAt = context.clock.now();
  const cursor = (await context.org.cursors.get(pollCursor(module, side))) ?? startedAt;
  const overlap = side === 'desk' ? context.settings.deskIndexLagMs : context.settings.crmOverlapMs;
  const since = new Date(Date.parse(cursor) - overlap).toISOString();
  const before = gateway.serverTime() ?? startedAt;

  let found = 0;
  const read = { fields: mapping.fieldsToRead(side), signal: context.signal };
  for await (const page of gateway.readModifiedSince(module, since, read)) {
    const changed = await needSync(context, module, side, page.records);
    const rows = changed.map((record) => ({ module, side, recordId: record.id, reason: 'poll' as const }));
    await context.org.inbox.mark(rows, context.clock.now());
    found += rows.length;
  }
  // Never later than our own start: a clock that runs ahead must not make us skip anything (P20).
  const next = [before, startedAt].sort()[0] ?? startedAt;
  await context.org.transaction(async (repositories) => {
    await repositories.cursors.set(pollCursor(module, side), next);
    await repositories.cursors.set(`polled-at.${module}.${side}`, startedAt);
  });
  return found;
}

/** Without what is already in sync and known to be there, already refused in this very state, or not to be synced at all. */
export async function needSync(
  context: SyncContext,
  module: Module,
  side: Side,
  records: readonly RemoteRecord[],
): Promise<readonly RemoteRecord[]> {
  const { config, mapping } = setupOf(context, module);
  const links = await context.org.links.byIds(
    module,
    side,
    records.map((record) => record.id),
  );
  const failures = new Map(
    (await context.org.failures.list(module))
      .filter((failure) => failure.side === side)
      .map((failure) => [failure.recordId, failure.modifiedAt]),
  );
  const deskIds = [...links.values()].map(({ deskId }) => deskId);
  const conflicts = Map.groupBy(
    await context.org.openConflicts.ofPairs(module, deskIds),
    ({ deskId }) => deskId,
  );
  return records.filter((record) => {
    if (wasRefused(record, failures.get(record.id) ?? null)) return false;
    const link = links.get(record.id);
    // What went back to the base settles a conflict, though it differs from the base in nothing (P13).
    const open = (link && conflicts.get(link.deskId)) ?? [];
    if (open.some((conflict) => !isSeen(mapping, side, record, conflict))) return true;
    // Back from the bin, unchanged: nothing else would tell, and what refers to it goes on waiting (S49, P13).
    if (link) return link.presence[side] !== 'live' || !unchangedSinceBase(mapping, side, record, link.base);
    return side === 'crm' || leavesDesk(config, record);
  });
}

/** Both times are the product's own: by ours, an edit after the failure could look older than it (P20). */
function wasRefused({ modifiedAt }: RemoteRecord, failedVersion: string | null): boolean {
  if (modifiedAt === null || failedVersion === null) return false;
  return Date.parse(modifiedAt) <= Date.parse(failedVersion);
}
