import type { Side } from '../record.ts';

const ADDRESS = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/;

/**
 * Whether a side will take the text as an e-mail address. Both want `name@domain.tld`; Desk also refuses dots
 * that follow each other or end the name, and underscores in the domain (reference: zoho-desk-api.md §2.1).
 */
export function isEmailAddress(text: string, side: Side): boolean {
  if (!ADDRESS.test(text)) return false;
  if (side === 'crm') return true;
  const at = text.lastIndexOf('@');
  const name = text.slice(0, at);
  return !name.includes('..') && !name.endsWith('.') && !text.slice(at).includes('_');
}
