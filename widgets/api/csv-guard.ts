import type { Guard } from './shapes/guard.ts';
import { text } from './shapes/guard.ts';

/** A CSV export, recognised by the first name of its header row: a proxy's error page is text as well. */
export function csvThatBegins(column: string): Guard<string> {
  const header = `${column},`;
  return (value): value is string => text(value) && value.replace(/^\uFEFF/, '').startsWith(header);
}
