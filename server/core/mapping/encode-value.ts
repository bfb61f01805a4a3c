import { SyncError } from '../errors.ts';
import type { FieldMeta, FieldValue, RawValue, Side } from '../record.ts';
import { parseDate, parseDateTime } from './date.ts';
import { decodeValue } from './decode-value.ts';
import { isEmailAddress } from './email.ts';
import { isInteger, isNumber, roundNumber, toJsonNumber, wholeDigits } from './number.ts';
import { sameValue } from './same-value.ts';
import type { ValueKind } from './type-table.ts';

/**
 * Turns a canonical value into what the side's API takes for the field.
 *
 * `null` clears; a checkbox cannot be empty, it is unchecked instead. Numbers are rounded only when the field
 * holds fewer decimals. Text is never cut.
 *
 * @throws SyncError `type-mismatch` for text that is no number (S73), `mandatory-missing` when a mandatory
 *   field would be cleared (S74, S98), `value-rejected` for everything else the field cannot hold
 */
export function encodeValue(value: FieldValue, meta: FieldMeta, kind: ValueKind, side: Side): RawValue {
  if (value === null) return encodeEmpty(meta);
  switch (meta.type) {
    case 'text':
    case 'textarea':
    case 'phone':
    case 'url':
    case 'email':
      return encodeText(value, meta, side);
    case 'integer':
    case 'decimal':
    case 'currency':
    case 'percent':
      return encodeNumber(value, meta, kind);
    case 'boolean':
      if (typeof value === 'boolean') return value;
      throw rejected(meta, 'is neither true nor false');
    case 'date':
      return encodeDate(value, meta);
    case 'datetime':
      return encodeDateTime(value, meta, side);
    case 'picklist':
      return encodeOption(value, meta, kind);
    case 'multiselect':
      return encodeOptions(value, meta, side);
    case 'reference':
      if (typeof value === 'string') return value;
      throw rejected(meta, 'is not a record id');
    case 'unsupported':
      throw rejected(meta, 'cannot be written through the API');
  }
}

/** The fault every rejected value is reported with; the value itself stays out of logs. */
export function rejected(meta: FieldMeta, why: string): SyncError {
  return new SyncError('value-rejected', `The value for ${meta.apiName} ${why}`, { field: meta.apiName });
}

function encodeEmpty(meta: FieldMeta): RawValue {
  if (meta.type === 'boolean') return false;
  if (!meta.mandatory) return null;
  throw new SyncError('mandatory-missing', `${meta.apiName} is mandatory and has no value`, {
    field: meta.apiName,
  });
}

function encodeText(value: Exclude<FieldValue, null>, meta: FieldMeta, side: Side): string {
  const text = typeof value === 'object' ? joinItems(value, meta) : String(value);
  checkLength(text, meta);
  if (meta.type === 'email' && !isEmailAddress(text, side)) throw rejected(meta, 'is not an e-mail address');
  return text;
}

function checkLength(text: string, meta: FieldMeta): void {
  if (meta.maxLength === null || text.length <= meta.maxLength) return;
  const characters = Array.from(text).length;
  if (characters <= meta.maxLength) return;
  throw rejected(meta, `has ${characters} characters, at most ${meta.maxLength} fit`);
}

function encodeNumber(value: FieldValue, meta: FieldMeta, kind: ValueKind): number | string {
  if (!isNumber(value) || (kind === 'integer' && !isInteger(value))) {
    throw new SyncError('type-mismatch', `Text was given for the number field ${meta.apiName}`, {
      field: meta.apiName,
    });
  }
  const places = meta.type === 'integer' ? 0 : meta.decimalPlaces;
  const rounded = places === null ? value : roundNumber(value, places);
  const digits = wholeDigits(rounded);
  if (meta.maxLength !== null && digits > meta.maxLength) {
    throw rejected(meta, `has ${digits} digits, at most ${meta.maxLength} fit`);
  }
  return toJsonNumber(rounded);
}

function encodeDate(value: FieldValue, meta: FieldMeta): string {
  const day = typeof value === 'string' ? parseDate(value) : null;
  if (day === null) throw rejected(meta, 'is not a date');
  return day;
}

/** Desk wants milliseconds and `Z`, CRM an offset and no milliseconds (references: both API pages). */
function encodeDateTime(value: FieldValue, meta: FieldMeta, side: Side): string {
  const moment = typeof value === 'string' ? parseDateTime(value) : null;
  if (moment === null) throw rejected(meta, 'is not a date and time');
  return moment.replace('Z', side === 'desk' ? '.000Z' : '+00:00');
}

/** The option that reads as this value: `"Yes"` for true, `"1"` for 1; of several options, the only one. */
function encodeOption(value: Exclude<FieldValue, null>, meta: FieldMeta, kind: ValueKind): string {
  if (typeof value === 'object' && value.length > 1) throw rejected(meta, 'has several options, one fits');
  if (meta.options === null) return typeof value === 'object' ? (value[0] ?? '') : String(value);
  const option = meta.options.find((candidate) => sameValue(decodeValue(candidate, meta, kind), value));
  if (option === undefined) throw rejected(meta, 'is not one of its options');
  return option;
}

function encodeOptions(value: Exclude<FieldValue, null>, meta: FieldMeta, side: Side): RawValue {
  const items = typeof value === 'object' ? value : [String(value)];
  const { options } = meta;
  const spelled = items.map(
    (item) => options?.find((option) => option.normalize('NFC').trim() === item) ?? item,
  );
  if (options !== null && spelled.some((item) => !options.includes(item))) {
    throw rejected(meta, 'has something that is not one of its options');
  }
  return side === 'desk' ? joinItems(spelled, meta) : spelled;
}

/** Desk and text fields hold several options as `a;b`. */
function joinItems(items: readonly string[], meta: FieldMeta): string {
  if (items.some((item) => item.includes(';')))
    throw rejected(meta, 'has an option that contains a semicolon');
  return items.join(';');
}
