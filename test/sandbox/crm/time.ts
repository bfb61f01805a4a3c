const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:?\d{2})$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Zoho's stored precision: whole seconds. */
export function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1_000) * 1_000;
}

/** Epoch ms of `yyyy-MM-ddTHH:mm:ss±HH:mm`; null for anything else, milliseconds included. */
export function parseDateTime(text: string): number | null {
  if (!DATE_TIME.test(text)) return null;
  const ms = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(ms) ? null : ms;
}

/** Epoch ms of a header such as `If-Modified-Since`: ISO 8601 (milliseconds tolerated) or an HTTP date. */
export function parseHeaderTime(text: string): number | null {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}

/** True for a date of the calendar written `yyyy-MM-dd`. */
export function isDate(text: string): boolean {
  if (!DATE.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

export type FormatTime = (ms: number) => string;

/** Writes instants in the organisation's time zone, `2024-05-02T11:22:33+02:00`. Offsets are cached per hour. */
export function timeFormatter(timeZone: string): FormatTime {
  const zone = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset', hour: '2-digit' });
  const suffixes = new Map<number, { readonly offsetMs: number; readonly suffix: string }>();
  const offsetAt = (ms: number) => {
    const hour = Math.floor(ms / HOUR_MS);
    const known = suffixes.get(hour);
    if (known) return known;
    const name = zone.formatToParts(ms).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
    const [, sign = '+', hours = '00', minutes = '00'] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
    const size = (Number(hours) * 60 + Number(minutes)) * 60_000;
    const found = { offsetMs: sign === '-' ? -size : size, suffix: `${sign}${hours}:${minutes}` };
    suffixes.set(hour, found);
    return found;
  };
  return (ms) => {
    const { offsetMs, suffix } = offsetAt(ms);
    return new Date(ms + offsetMs).toISOString().slice(0, 19) + suffix;
  };
}
