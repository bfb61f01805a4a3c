/** Desk hands dates to widgets as the user reads them: `DD/MM/YYYY hh:mm A`, not ISO (reference §4.2). */
export function displayTime(iso, timeZone) {
  if (!iso) return '';
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h12',
  });
  const part = Object.fromEntries(
    format.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]),
  );
  const { day, month, year, hour, minute, dayPeriod } = part;
  return `${day}/${month}/${year} ${hour}:${minute} ${dayPeriod.toUpperCase()}`;
}

/** Offset of a time zone in milliseconds, as `user.tzoffset` gives it. */
export function zoneOffset(timeZone, at = new Date()) {
  const text = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).format(at);
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(text) ?? [null, '+', '0', '0'];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
