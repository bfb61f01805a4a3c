import { localeTag, viewerTimeZone } from './messages.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** @param day yyyy-MM-dd, a day of the calendar and not a moment: no time zone moves it */
export function formatDay(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  if (!DAY.test(day) || Number.isNaN(date.getTime())) return day;
  return new Intl.DateTimeFormat(localeTag(), { dateStyle: 'medium', timeZone: 'UTC' }).format(date);
}

/** @param instant ISO 8601 */
export function formatInstant(instant: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  const options = { dateStyle: 'medium', timeStyle: 'short', timeZone: viewerTimeZone() } as const;
  return new Intl.DateTimeFormat(localeTag(), options).format(date);
}

/** From one moment to another, without saying the day twice. */
export function formatRange(from: string, to: string): string {
  const [start, end] = [new Date(from), new Date(to)];
  if (Number.isNaN(start.getTime()) || Number.isNaN(end.getTime()) || end < start) return formatInstant(from);
  const options = { dateStyle: 'medium', timeStyle: 'short', timeZone: viewerTimeZone() } as const;
  return new Intl.DateTimeFormat(localeTag(), options).formatRange(start, end);
}

/**
 * @param amount decimal string; stays one, so that no digit is lost
 * @param currency ISO 4217; null or unknown: the number alone
 */
export function formatMoney(amount: string, currency: string | null): string {
  if (!/^-?\d+(\.\d+)?$/.test(amount)) return amount;
  const number = amount as Intl.StringNumericLiteral;
  if (currency === null || !/^[A-Z]{3}$/.test(currency)) {
    return new Intl.NumberFormat(localeTag(), { maximumFractionDigits: 9 }).format(number);
  }
  return new Intl.NumberFormat(localeTag(), { style: 'currency', currency }).format(number);
}

export function formatCount(count: number): string {
  return new Intl.NumberFormat(localeTag()).format(count);
}

/** @param share 0 to 1 */
export function formatShare(share: number): string {
  return new Intl.NumberFormat(localeTag(), { style: 'percent', maximumFractionDigits: 0 }).format(share);
}

/** Minutes below an hour, else hours and minutes. */
export function formatDuration(seconds: number): string {
  const unit = (value: number, name: 'hour' | 'minute') =>
    new Intl.NumberFormat(localeTag(), { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return unit(minutes, 'minute');
  const parts = [
    unit(Math.floor(minutes / 60), 'hour'),
    ...(minutes % 60 ? [unit(minutes % 60, 'minute')] : []),
  ];
  return new Intl.ListFormat(localeTag(), { type: 'unit', style: 'narrow' }).format(parts);
}

const STEPS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** How long ago, in the largest unit that fits. @param now milliseconds */
export function formatAge(instant: string, now: number): string {
  // A connector whose clock is ahead of the viewer's read nothing in the future.
  const seconds = Math.max(0, (now - new Date(instant).getTime()) / 1000);
  const relative = new Intl.RelativeTimeFormat(localeTag(), { numeric: 'auto' });
  const step = STEPS.find(([, size]) => seconds >= size);
  if (!step) return relative.format(0, 'second');
  return relative.format(-Math.floor(seconds / step[1]), step[0]);
}

/** A value whose type nobody names: days and moments in the viewer's way, anything else as it is. */
export function formatText(value: string): string {
  if (DAY.test(value)) return formatDay(value);
  return /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value) ? formatInstant(value) : value;
}
