/** The form in which two match keys are compared (S33, S34): trimmed, inner spaces single, case-folded, Unicode NFC. */
export function matchText(value: unknown): string {
  if (typeof value !== 'string') return '';
  return value.normalize('NFC').trim().replaceAll(/\s+/gu, ' ').toLowerCase();
}
