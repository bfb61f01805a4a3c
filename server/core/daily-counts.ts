/** What happened at some moment. */
export interface Counted {
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  readonly added: number;
  readonly updated: number;
  readonly failed: number;
}
export interface DayCount {
  /** `yyyy-MM-dd` */
  readonly date: string;
  readonly added: number;
  readonly updated: number;
  readonly failed: number;
}

/**
 * The day of a moment where somebody looks at it.
 *
 * @param zone IANA name, e.g. `Europe/Berlin`
 * @throws RangeError when there is no such zone
 */
export function dayIn(zone: string, instant: string): string {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(new Date(instant));
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('year')}-${of('month')}-${of('day')}`;
}

/** Sums per day of the viewer's, oldest first, every day listed. `now` is ISO 8601. @throws RangeError as `dayIn` */
export function dailyCounts(
  rows: readonly Counted[],
  zone: string,
  now: string,
  days: number,
): readonly DayCount[] {
  const today = Date.parse(`${dayIn(zone, now)}T00:00:00Z`);
  const sums = new Map<string, { added: number; updated: number; failed: number }>();
  for (let back = days - 1; back >= 0; back -= 1) {
    // Dates, not moments: a day may have 23 or 25 hours.
    const date = new Date(today - back * 86_400_000).toISOString().slice(0, 10);
    sums.set(date, { added: 0, updated: 0, failed: 0 });
  }
  for (const { startedAt, added, updated, failed } of rows) {
    const sum = sums.get(dayIn(zone, startedAt));
    if (!sum) continue;
    sum.added += added;
    sum.updated += updated;
    sum.failed += failed;
  }
  return [...sums].map(([date, sum]) => ({ date, ...sum }));
}
