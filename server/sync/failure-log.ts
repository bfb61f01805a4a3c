import { causeOf, explainFailure } from '../core/failures/explain-failure.ts';
import type { FailureCatalogue } from '../core/failures/explain-failure.ts';
import type { Module, Side } from '../core/record.ts';
import type { FailureRow, OrgStore } from '../ports/store.ts';
import { mayWrite } from './integration-state.ts';
import { Refusal } from './refusal.ts';

export interface RetryScope {
  readonly module?: Module | undefined;
  readonly code?: string | undefined;
  /** Beside `code`: only failures with this code of the product's own. */
  readonly providerCode?: string | undefined;
  readonly record?: { readonly module: Module; readonly side: Side; readonly recordId: string } | undefined;
}

/** The Failure Log: one entry per record, in order of time, and how many there are per record type and cause (S68–S70). */
export async function describeFailures(
  org: OrgStore,
  catalogue: FailureCatalogue,
  {
    module,
    order = 'desc',
  }: { readonly module?: Module | undefined; readonly order?: 'asc' | 'desc' | undefined },
) {
  const newestFirst = await org.failures.list(module);
  const rows = order === 'desc' ? newestFirst : newestFirst.toReversed();
  const partners = await partnersOf(org, rows);
  const groups = Map.groupBy(rows, (row) => `${row.module} ${causeOf(row)}`);
  return {
    groups: [...groups.values()].flatMap((group) => {
      const [first] = group;
      if (!first) return [];
      const { module: of, code, providerCode } = first;
      const isOwn = causeOf(first) !== code;
      const { reason } = explainFailure(first, catalogue);
      return [{ module: of, code, providerCode: isOwn ? providerCode : null, reason, count: group.length }];
    }),
    failures: rows.map((row) => {
      const { message, modifiedAt: _modifiedAt, ...entry } = row;
      const partnerId = partners.get(row) ?? null;
      return { ...entry, partnerId, ...explainFailure(row, catalogue), details: message };
    }),
  };
}

/** Ids of the records on the other side that the failed ones are linked to (S70). */
async function partnersOf(
  { links }: OrgStore,
  rows: readonly FailureRow[],
): Promise<ReadonlyMap<FailureRow, string>> {
  const partners = new Map<FailureRow, string>();
  for (const group of Map.groupBy(rows, ({ module, side }) => `${module} ${side}`).values()) {
    const [first] = group;
    if (!first) continue;
    const { module, side } = first;
    const found = await links.byIds(
      module,
      side,
      group.map(({ recordId }) => recordId),
    );
    for (const row of group) {
      const link = found.get(row.recordId);
      if (link) partners.set(row, side === 'desk' ? link.crmId : link.deskId);
    }
  }
  return partners;
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

function isIn({ code, providerCode, record }: RetryScope, row: FailureRow): boolean {
  if (code !== undefined && row.code !== code) return false;
  if (providerCode !== undefined && row.providerCode !== providerCode) return false;
  if (record === undefined) return true;
  return row.module === record.module && row.side === record.side && row.recordId === record.recordId;
}
