import { dailyCounts } from '../core/daily-counts.ts';
import type { Module, Side } from '../core/record.ts';
import type { OrgStore } from '../ports/store.ts';
import { Refusal } from './refusal.ts';

const DAY_MS = 86_400_000;

export interface DailyQuery {
  readonly zone: string;
  readonly days: number;
  readonly module?: Module | undefined;
  readonly target?: Side | undefined;
}

/**
 * Added, updated and failed per day of the viewer's (S64, S67), for the chart above the Sync History.
 * @throws Refusal `unknown-time-zone`
 */
export async function dailyHistory(org: OrgStore, now: string, { zone, days, module, target }: DailyQuery) {
  // A day more: the viewer's first day may have begun earlier than ours.
  const since = new Date(Date.parse(now) - (days + 1) * DAY_MS).toISOString();
  const runs = (await org.runs.counted(since)).filter(
    (run) => (module ?? run.module) === run.module && (target ?? run.target) === run.target,
  );
  try {
    return { zone, days: dailyCounts(runs, zone, now, days) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Refusal('unknown-time-zone', 'There is no such time zone', { zone });
  }
}
