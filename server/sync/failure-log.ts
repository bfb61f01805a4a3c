import type { SyncErrorCode } from '../core/errors.ts';
import type { Module, Side } from '../core/record.ts';
import type { FailureRow, OrgStore } from '../ports/store.ts';
import { mayWrite } from './integration-state.ts';
import { Refusal } from './refusal.ts';

/** What the log says about each code: `resources/failure-reasons.json`; the first five verbatim from S72–S76. */
export type FailureReasons = Readonly<
  Record<SyncErrorCode, { readonly reason: string; readonly fix: string }>
>;

export interface RetryScope {
  readonly module?: Module | undefined;
  readonly code?: string | undefined;
  readonly record?: { readonly module: Module; readonly side: Side; readonly recordId: string } | undefined;
}

/** The Failure Log: one entry per record, in order of time, and how many there are per record type and cause (S68–S70). */
export async function describeFailures(
  org: OrgStore,
  reasons: FailureReasons,
  {
    module,
    order = 'desc',
  }: { readonly module?: Module | undefined; readonly order?: 'asc' | 'desc' | undefined },
) {
  const newestFirst = await org.failures.list(module);
  const rows = order === 'desc' ? newestFirst : newestFirst.toReversed();
  const groups = Map.groupBy(rows, (row) => `${row.module} ${row.code}`);
  return {
    groups: [...groups.values()].flatMap((group) => {
      const [first] = group;
      if (!first) return [];
      return [
        { module: first.module, code: first.code, reason: reasons[first.code].reason, count: group.length },
      ];
    }),
    failures: rows.map(({ message, ...row }) => ({ ...row, ...reasons[row.code], details: message })),
  };
}

/**
 * Try Again (S71): has the records looked at anew. What succeeds leaves the log, what fails again refreshes its
 * entry. Clicks at the same time are one attempt, because the inbox holds a record once.
 *
 * @returns how many records are tried
 * @throws Refusal `sync-paused`
 */
export async function retryFailures(org: OrgStore, scope: RetryScope, at: string): Promise<number> {
  if (!(await mayWrite(org)))
    throw new Refusal('sync-paused', 'Resume the sync first; nothing is tried while it is paused');
  const chosen = (await org.failures.list(scope.module)).filter((row) => isIn(scope, row));
  await org.inbox.mark(
    chosen.map(({ module, side, recordId }) => ({ module, side, recordId, reason: 'retry' })),
    at,
  );
  return chosen.length;
}

function isIn({ code, record }: RetryScope, row: FailureRow): boolean {
  if (code !== undefined && row.code !== code) return false;
  if (record === undefined) return true;
  return row.module === record.module && row.side === record.side && row.recordId === record.recordId;
}
