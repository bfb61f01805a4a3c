import type { Module, Side } from '../core/record.ts';
import { SIDES } from '../core/record.ts';
import type { SyncContext } from './context.ts';
import { setupOf } from './context.ts';
import { leavesDesk } from './departments.ts';
import { isParting } from './parted-pairs.ts';
import type { SidedRecord } from './references.ts';

/** What administrators decided about unpaired records (`decide-match.ts`). Who was parted is free for others. */
export interface DecidedRecords {
  /** Nobody decided: matched as ever. */
  readonly open: readonly SidedRecord[];
  /** Get a partner of their own, whoever carries the same match key. */
  readonly create: readonly SidedRecord[];
}

/** Sorts unpaired records by what was decided about them; those to be left alone are in neither list. */
export async function sortByDecision(
  context: SyncContext,
  module: Module,
  records: readonly SidedRecord[],
): Promise<DecidedRecords> {
  const choices = new Map<string, string>();
  for (const side of SIDES) {
    const ids = records.filter((item) => item.side === side).map(({ record }) => record.id);
    const decisions = ids.length === 0 ? [] : await context.org.matchDecisions.ofRecords(module, side, ids);
    for (const [id, decision] of decisions)
      if (!isParting(decision)) choices.set(`${side} ${id}`, decision.choice);
  }
  const choiceOf = ({ side, record }: SidedRecord) => choices.get(`${side} ${record.id}`);
  const { config } = setupOf(context, module);
  return {
    open: records.filter((item) => choiceOf(item) === undefined || choiceOf(item) === 'pair'),
    create: records.filter(
      (item) => choiceOf(item) === 'create' && (item.side === 'crm' || leavesDesk(config, item.record)),
    ),
  };
}

/** Ids per choice, for the first session, which sees all records at once. */
export async function decidedIds(
  context: SyncContext,
  module: Module,
): Promise<
  Readonly<Record<Side, { readonly create: ReadonlySet<string>; readonly leave: ReadonlySet<string> }>>
> {
  const all = await context.org.matchDecisions.list(new Date(0).toISOString());
  const of = (side: Side, choice: 'create' | 'leave') =>
    new Set(
      all
        .filter(
          (row) => row.module === module && row.side === side && row.choice === choice && !isParting(row),
        )
        .map(({ recordId }) => recordId),
    );
  const ofSide = (side: Side) => ({ create: of(side, 'create'), leave: of(side, 'leave') });
  return { desk: ofSide('desk'), crm: ofSide('crm') };
}
