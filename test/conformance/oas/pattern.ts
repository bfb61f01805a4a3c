/** Escapes that other engines allow and JavaScript's Unicode mode does not. */
const NEEDLESS_ESCAPE = /\\([,:'!@#%&=;"~`<>_ ])/g;

/**
 * A pattern of the files as JavaScript reads it: they are written for Java, whose `\p{InBasicLatin}` is our `\p{ASCII}`.
 * Null when it still cannot be read; then it is not checked.
 */
export function readablePattern(source: string): string | null {
  const pattern = source.replaceAll('InBasicLatin', 'ASCII').replace(NEEDLESS_ESCAPE, '$1');
  try {
    new RegExp(pattern, 'u');
    return pattern;
  } catch {
    return null;
  }
}
