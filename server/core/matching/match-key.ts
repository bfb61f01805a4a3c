import { foldCase } from '../mapping/text.ts';
import type { Module, RawValue, Side } from '../record.ts';
import { matchField } from './match-field.ts';

const INVISIBLE = /[\u180e\u200b\u2060\ufeff]/gu;
const WHITE_SPACE = /[\s\u0085]+/gu;

/**
 * What a record is recognised by on the other side while it has no partner; equal keys mean the same customer
 * or product. Letter case and white space around do not count, in names white space inside neither; plus-tags
 * and dots of e-mail addresses do (S33–S35).
 *
 * @param values raw values by API name, as the side sends them
 * @returns null when the record has no key: it matches nothing (S37)
 */
export function matchKey(
  module: Module,
  values: Readonly<Record<string, RawValue>>,
  side: Side,
): string | null {
  const raw = values[matchField(module, side)];
  if (raw === undefined || raw === null || typeof raw === 'object') return null;
  const visible = String(raw).replace(INVISIBLE, '');
  const spaced = module === 'contacts' ? visible : visible.replace(WHITE_SPACE, ' ');
  const key = foldCase(spaced).trim();
  return key === '' ? null : key;
}
