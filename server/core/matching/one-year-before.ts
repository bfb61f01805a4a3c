/**
 * The start of the first session's window: the same moment one calendar year earlier, in UTC (S30). Records
 * created at this moment or later are in. One year before 29 February is 28 February.
 *
 * @param nowIso ISO 8601
 * @returns ISO 8601 UTC with milliseconds
 * @throws RangeError when `nowIso` is not a moment
 */
export function oneYearBefore(nowIso: string): string {
  const now = new Date(nowIso);
  const before = new Date(now);
  before.setUTCFullYear(now.getUTCFullYear() - 1);
  if (before.getUTCMonth() !== now.getUTCMonth()) before.setUTCDate(0); // 29 February became 1 March
  return before.toISOString();
}
