import type { FieldMeta, FieldValue, RawValue } from '../record.ts';
import { parseDate, parseDateTime, parseEpochMs } from './date.ts';
import { isInteger, parseNumber } from './number.ts';
import { normaliseText } from './text.ts';
import { isNumericType } from './type-table.ts';
import type { ValueKind } from './type-table.ts';

const YES: ReadonlySet<string> = new Set(['true', 'yes', 'on', '1']);
const NO: ReadonlySet<string> = new Set(['false', 'no', 'off', '0']);

/** What CRM's picklists show for "nothing chosen". */
const NOTHING_CHOSEN = '-None-';

/**
 * Reads what a product's API sent into canonical form.
 *
 * A value that does not fit the kind ("abc" where the pair is compared as a number) stays the text it is: it
 * still compares as a value of its own and is in nobody's way, until it is to be written to the other side,
 * where `encodeValue` refuses it. Never throws.
 */
export function decodeValue(raw: RawValue, meta: FieldMeta, kind: ValueKind): FieldValue {
  if (kind === 'options') return decodeItems(raw, meta);
  if (kind === 'boolean' && typeof raw === 'boolean') return raw;
  const text = textOf(raw, meta);
  return text === null ? null : (parseKind(text, meta, kind) ?? text);
}

/** The canonical value of a normalised text, or null when the text is not of this kind. */
function parseKind(text: string, meta: FieldMeta, kind: Exclude<ValueKind, 'options'>): FieldValue {
  switch (kind) {
    case 'text':
    case 'option':
    case 'reference':
      return text;
    case 'integer': {
      const number = parseNumber(text, isNumericType(meta.type));
      return isInteger(number) ? number : null;
    }
    case 'decimal':
      return parseNumber(text, isNumericType(meta.type));
    case 'boolean':
      if (YES.has(text.toLowerCase())) return true;
      return NO.has(text.toLowerCase()) ? false : null;
    case 'date':
      return parseDate(epochAsIso(text, meta));
    case 'datetime':
      return parseDateTime(epochAsIso(text, meta));
  }
}

function epochAsIso(text: string, meta: FieldMeta): string {
  const isMoment = meta.type === 'date' || meta.type === 'datetime';
  return (isMoment ? parseEpochMs(text) : null) ?? text;
}

/** Several options: an array (CRM), text joined by `;` (Desk, text fields), or the one value of a picklist. */
function decodeItems(raw: RawValue, meta: FieldMeta): FieldValue {
  if (raw === null) return null;
  const parts =
    typeof raw === 'object' ? raw : meta.type === 'picklist' ? [String(raw)] : String(raw).split(';');
  return itemSet(parts.map((part) => textOf(part, meta)));
}

/** Sorted, without doubles and empties; null when nothing is left. */
export function itemSet(items: readonly (string | null)[]): readonly string[] | null {
  const set = new Set(items.filter((item) => item !== null));
  return set.size === 0 ? null : [...set].sort();
}

function textOf(raw: RawValue, meta: FieldMeta): string | null {
  if (raw === null) return null;
  const text = normaliseText(typeof raw === 'object' ? raw.join(';') : String(raw));
  const isChoice = meta.type === 'picklist' || meta.type === 'multiselect';
  return isChoice && text === NOTHING_CHOSEN ? null : text;
}
