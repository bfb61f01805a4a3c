const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s?(Z|[+-]\d{2}:?\d{2})?)?$/i;
const EPOCH_MS = /^-?\d{11,14}$/;

/**
 * A moment in canonical form, ISO 8601 UTC to the second: `2026-11-23T09:30:00Z`. Fractions of a second are
 * dropped because CRM keeps none; a time without zone is UTC; a date alone is its midnight.
 *
 * @returns null when the text is not a moment that exists (30 February, 25 o'clock)
 */
export function parseDateTime(text: string): string | null {
  const match = ISO.exec(text.trim());
  if (!match) return null;
  const [, day = '', hourMinute = '00:00', second = '00', zone = 'Z'] = match;
  const local = Date.parse(`${day}T${hourMinute}:${second}Z`);
  if (Number.isNaN(local) || !new Date(local).toISOString().startsWith(`${day}T${hourMinute}`)) return null;
  const offsetMs = zoneOffsetMs(zone);
  return offsetMs === null ? null : canonical(local - offsetMs);
}

/** A day in canonical form, `yyyy-MM-dd`; of a moment, its day in UTC. Null when there is no such day. */
export function parseDate(text: string): string | null {
  return parseDateTime(text)?.slice(0, 10) ?? null;
}

/** Desk's API examples also show moments as epoch milliseconds (reference: zoho-desk-api.md §0). */
export function parseEpochMs(text: string): string | null {
  return EPOCH_MS.test(text) ? canonical(Number(text)) : null;
}

function zoneOffsetMs(zone: string): number | null {
  if (zone.toUpperCase() === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 23 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

function canonical(epochMs: number): string | null {
  const iso = new Date(epochMs).toISOString();
  return iso.length === 24 ? `${iso.slice(0, 19)}Z` : null; // years outside 0000–9999 are longer
}
