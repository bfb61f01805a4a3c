import { otherSide } from '../core/record.ts';
import type { Module, Side } from '../core/record.ts';
import type { CountedRun, OrgStore } from '../ports/store.ts';

/** S63: the tab covers seven days; older runs are kept for export. */
const SHOWN_MS = 7 * 24 * 3_600_000;

export interface HistoryLine extends CountedRun {
  readonly source: Side;
}

/** The Sync History: one line per run, record type and direction, newest first (S62–S67). */
export async function describeHistory(
  org: OrgStore,
  now: string,
  filter: { readonly module?: Module | undefined; readonly target?: Side | undefined },
  since = new Date(Date.parse(now) - SHOWN_MS).toISOString(),
): Promise<readonly HistoryLine[]> {
  const counted = await org.runs.counted(since);
  return counted
    .filter(({ module }) => filter.module === undefined || filter.module === module)
    .filter(({ target }) => filter.target === undefined || filter.target === target)
    .map((line) => ({ ...line, source: otherSide(line.target) }));
}
