import type { Module, Side } from '../core/record.ts';
import type { InboxRow, Intent } from '../ports/store.ts';
import type { SyncContext } from './context.ts';

/**
 * Has records wait that a write without an answer may still be changing: both of its pair and, while a create is
 * unanswered, all unpaired ones of its target, for one of them may be what it made. Planned now, they would be written
 * a second time, or our own write would be taken for a person's (P4, P5). Once `settleIntents` knows, it has the sources looked at.
 *
 * @returns the rows that need not wait
 */
export async function deferUnderWay(
  context: SyncContext,
  module: Module,
  rows: readonly InboxRow[],
): Promise<readonly InboxRow[]> {
  const pending = (await context.org.intents.pending()).filter((intent) => intent.module === module);
  if (pending.length === 0) return rows;
  const unpaired = await unpairedOf(context, module, rows, pending);
  const waiting = rows.filter((row) => pending.some((intent) => concerns(intent, row)) || unpaired.has(row));
  if (waiting.length === 0) return rows;

  const until = Date.parse(context.clock.now()) + context.settings.intentGraceMs;
  await context.org.inbox.defer(waiting, new Date(until).toISOString());
  const held = new Set(waiting);
  return rows.filter((row) => !held.has(row));
}

/** Tells of records whether a write without an answer may still be changing them, or may be what made them. */
export async function recordsUnderWay(
  context: SyncContext,
  module: Module,
): Promise<(side: Side, id: string, isPaired: boolean) => boolean> {
  const pending = (await context.org.intents.pending()).filter((intent) => intent.module === module);
  return (side, recordId, isPaired) =>
    pending.some(
      (intent) =>
        concerns(intent, { side, recordId }) ||
        (!isPaired && intent.kind === 'create' && intent.target === side),
    );
}

function concerns(
  { target, sourceId, targetId }: Intent,
  { side, recordId }: Pick<InboxRow, 'side' | 'recordId'>,
): boolean {
  return side === target ? recordId === targetId : recordId === sourceId;
}

async function unpairedOf(
  context: SyncContext,
  module: Module,
  rows: readonly InboxRow[],
  pending: readonly Intent[],
): Promise<ReadonlySet<InboxRow>> {
  const unpaired = new Set<InboxRow>();
  for (const target of new Set(
    pending.filter(({ kind }) => kind === 'create').map((intent) => intent.target),
  )) {
    const ofTarget = rows.filter((row) => row.side === target);
    const ids = ofTarget.map((row) => row.recordId);
    const linked = await context.org.links.byIds(module, target, ids);
    for (const row of ofTarget) if (!linked.has(row.recordId)) unpaired.add(row);
  }
  return unpaired;
}
