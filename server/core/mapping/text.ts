/**
 * Text as it is compared: line ends are LF, composed (NFC), no white space around; empty text is `null` (P15).
 * Products return text they were given with small differences of exactly this kind; none of them is an edit.
 */
export function normaliseText(text: string): string | null {
  const normal = text.replace(/\r\n?/g, '\n').normalize('NFC').trim();
  return normal === '' ? null : normal;
}

/**
 * Text without regard to case, for keys and picklist options; never stored, never shown.
 *
 * Lower, upper, then lower case makes `Straße` = `STRASSE` and both forms of the Greek sigma equal. A dotted capital İ
 * and a dotless ı count as i, so that `İSTANBUL` = `istanbul` whatever keyboard it was typed on.
 */
export function foldCase(text: string): string {
  const folded = text.normalize('NFC').toLowerCase().toUpperCase().toLowerCase();
  return folded.replaceAll('i\u0307', 'i').normalize('NFC');
}
