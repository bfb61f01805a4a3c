import { viewerTimeZone } from './messages.ts';

/** @returns `yyyy-MM-ddTHH:mm` of that moment on the viewer's clock, as `<input type="datetime-local">` wants it */
export function toLocalInput(at: Date): string {
  return new Date(at.getTime() + offsetMs(at.getTime())).toISOString().slice(0, 16);
}

/**
 * @param local `yyyy-MM-ddTHH:mm` on the viewer's clock
 * @returns ISO 8601 UTC; null when it is no time. Of an hour that the clock shows twice, one of both.
 */
export function fromLocalInput(local: string): string | null {
  const asUtc = Date.parse(`${local}Z`);
  if (Number.isNaN(asUtc)) return null;
  // The offset depends on the moment, and the moment on the offset: the second look is across the change of the clock.
  const first = asUtc - offsetMs(asUtc);
  return new Date(asUtc - offsetMs(first)).toISOString();
}

/** What the viewer's clock is ahead of UTC at that moment. */
function offsetMs(at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: viewerTimeZone(),
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const [month = 1, day = 1, year = 1970, hour = 0, minute = 0, second = 0] = parts
    .filter(({ type }) => type !== 'literal')
    .map(({ value }) => Number(value));
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}
