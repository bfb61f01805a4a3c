import type { HistoryDay } from '../../api/shapes/history-shape.ts';

export const COUNTS = ['added', 'updated', 'failed'] as const;
export type Count = (typeof COUNTS)[number];

/** The drawing's own units; it scales with the page. */
export const CHART = { width: 700, height: 150, base: 122, top: 14 } as const;
const BAR = 18;
const GAP = 3;
/** So that one failure among thousands of updates is seen. */
const LEAST = 3;

export interface Bar {
  readonly count: Count;
  readonly value: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface DayBars {
  readonly date: string;
  /** Middle of the day's place. */
  readonly middle: number;
  readonly bars: readonly Bar[];
}

/** The highest bar's value, rounded up to 1, 2 or 5 times a power of ten; at least 5. */
export function scaleOf(days: readonly HistoryDay[]): number {
  const most = Math.max(5, ...days.flatMap((day) => COUNTS.map((count) => day[count])));
  const power = 10 ** Math.floor(Math.log10(most));
  return ([1, 2, 5, 10].find((step) => step * power >= most) ?? 10) * power;
}

/** Three bars per day side by side; none for zero. @param rtl the first day is at the right */
export function barsOf(days: readonly HistoryDay[], rtl: boolean): readonly DayBars[] {
  const scale = scaleOf(days);
  const place = CHART.width / Math.max(1, days.length);
  return days.map((day, at) => {
    const middle = place * ((rtl ? days.length - 1 - at : at) + 0.5);
    const bars = COUNTS.flatMap((count, nth) => {
      const value = day[count];
      if (value === 0) return [];
      const height = Math.max(LEAST, (value / scale) * (CHART.base - CHART.top));
      const turn = (rtl ? 1 - nth : nth - 1) * (BAR + GAP);
      return [{ count, value, x: middle + turn - BAR / 2, y: CHART.base - height, width: BAR, height }];
    });
    return { date: day.date, middle, bars };
  });
}
