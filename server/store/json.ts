/**
 * Values as `jsonb`. PostgreSQL refuses two things JavaScript strings may hold: U+0000 and lone surrogates. A value
 * with one of them is stored inside `{ "~json": … }` as the base64url of its JSON text, so it comes back unchanged:
 * a base that lost a character would differ from its records for ever.
 */
const WRAPPED = '~json';
const REFUSED = /\\u(?:0000|d[89a-f][0-9a-f]{2})/;

/** JSON text for a `jsonb` parameter. Both drivers take text for it; an array as such would become a PostgreSQL array. */
export function toJson(value: unknown): string {
  const text = JSON.stringify(value);
  return REFUSED.test(text) ? JSON.stringify({ [WRAPPED]: Buffer.from(text).toString('base64url') }) : text;
}

/** The value behind a parsed `jsonb` column; the caller names the type it stored. */
export function fromJson<T>(column: T | Wrapped): T {
  if (!isWrapped(column)) return column;
  return JSON.parse(Buffer.from(column[WRAPPED], 'base64url').toString()) as T;
}

export interface Wrapped {
  readonly [WRAPPED]: string;
}

function isWrapped(column: unknown): column is Wrapped {
  return typeof column === 'object' && column !== null && WRAPPED in column;
}

/** Text for a `text` column: U+0000, which PostgreSQL refuses there too, becomes U+FFFD. */
export function cleanText(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}
export function cleanTextOrNull(text: string | null): string | null {
  return text === null ? null : cleanText(text);
}
