/** Characters that turn the direction of text around them; a name has no honest use for them. */
const BIDI_CONTROLS = /[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/g;
// eslint-disable-next-line no-control-regex -- exactly these are meant
const CONTROLS = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g;

/**
 * Foreign text made harmless to read: no direction tricks, no control characters, at most `limit` characters. Markup
 * needs no care here: Lit inserts text as text.
 */
export function plain(text: string, limit = 300): string {
  const short = text.length > limit ? `${text.slice(0, limit)}…` : text;
  return short.replace(BIDI_CONTROLS, '').replace(CONTROLS, ' ').toWellFormed();
}

/** The address when a link may lead there: http or https. */
export function safeUrl(address: string): string | undefined {
  if (!/^https?:\/\//i.test(address) || address.length > 2000) return undefined;
  return URL.canParse(address) ? address : undefined;
}
