import type { HistoryDay } from '../../api/shapes/history-shape.ts';

export const COUNTS = ['added', 'updated', 'failed'] as const;
export type Count = (typeof COUNTS)[number];

/** The drawing's own units: it is stretched to the page's width, and its height is pixels. */
export const CHART = { width: 700, height: 110 } as const;
const BAR = 20;
const GAP = 4;
/** So that one failure among thousands of updates is seen. */
const LEAST = 3;
const STEPS = [1, 1.5, 2, 3, 5, 10];

export interface Bar {
  readonly count: Count;
  readonly date: string;
  readonly value: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What the chart's upper edge stands for: the highest bar, rounded up to a number that reads well; at least 5. */
export function scaleOf(days: readonly HistoryDay[]): number {
  const most = Math.max(5, ...days.flatMap((day) => COUNTS.map((count) => day[count])));
  const power = 10 ** Math.floor(Math.log10(most));
  return (STEPS.find((step) => step * power >= most) ?? 10) * power;
}

/** Three bars per day side by side, from the left; none for zero. */
export function barsOf(days: readonly HistoryDay[]): readonly Bar[] {
  const scale = scaleOf(days);
  const place = CHART.width / Math.max(1, days.length);
  return days.flatMap((day, at) =>
    COUNTS.flatMap((count, nth) => {
      const value = day[count];
      if (value === 0) return [];
      const height = Math.max(LEAST, (value / scale) * CHART.height);
      const x = place * (at + 0.5) + (nth - 1) * (BAR + GAP) - BAR / 2;
      return [{ count, date: day.date, value, x, y: CHART.height - height, width: BAR, height }];
    }),
  );
}
