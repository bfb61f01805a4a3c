import type { FieldDef } from './fields.ts';
import type { Value } from './types.ts';

/** A value as it will be stored, or `undefined` when the field's type does not take it. */
export type Parsed = Value | undefined;

const DECIMAL = /^[+-]?(\d+)(?:\.(\d+))?$/;
const EMAIL = /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+\.[^\s@<>,;:"()[\]\\.]+$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;

/**
 * Checks one sent value against its field's type and length (reference §2.1, §2.9).
 * Texts are kept exactly as sent; `null` empties any field.
 */
export function parseValue(field: FieldDef, sent: unknown): Parsed {
  if (sent === null || sent === undefined) return null;
  switch (field.type) {
    case 'Text':
    case 'Textarea':
    case 'Phone':
      return parseText(field, field.apiName === 'zip' && typeof sent === 'number' ? String(sent) : sent);
    case 'URL':
      return parseText(field, sent);
    case 'Email':
      return parseEmail(field, sent);
    case 'Number':
      return parseNumber(field, sent, 0);
    case 'Decimal':
    case 'Currency':
    case 'Percent':
      return parseNumber(field, sent, field.decimalPlaces ?? 9);
    case 'Boolean':
      return parseBoolean(sent);
    case 'Date':
      return parseDate(sent);
    case 'DateTime':
      return parseDateTime(sent);
    case 'Picklist':
      return parseOption(field, sent);
    case 'Multiselect':
      return parseOptions(field, sent);
    case 'LookUp':
      return parseId(sent);
  }
}

/** Counts code points, not UTF-16 units. */
function tooLong(text: string, maxLength: number | null): boolean {
  return maxLength !== null && text.length > maxLength && Array.from(text).length > maxLength;
}

function parseText(field: FieldDef, sent: unknown): Parsed {
  if (typeof sent !== 'string' || tooLong(sent, field.maxLength)) return undefined;
  return sent;
}

/** The checks Zoho added in 2021: no `..` in the local part, no `.` before `@`, no `_` in the domain. */
function parseEmail(field: FieldDef, sent: unknown): Parsed {
  if (sent === '') return '';
  if (typeof sent !== 'string' || tooLong(sent, field.maxLength) || !EMAIL.test(sent)) return undefined;
  const at = sent.lastIndexOf('@');
  const local = sent.slice(0, at);
  const domain = sent.slice(at + 1);
  if (local.includes('..') || local.endsWith('.') || domain.includes('_')) return undefined;
  return sent;
}

function parseNumber(field: FieldDef, sent: unknown, decimals: number): Parsed {
  if (sent === '') return null;
  if (typeof sent !== 'string' && typeof sent !== 'number') return undefined;
  const text = String(sent);
  const found = DECIMAL.exec(text);
  if (!found) return undefined;
  const whole = (found[1] ?? '').replace(/^0+(?=\d)/, '');
  const fraction = (found[2] ?? '').replace(/0+$/, '');
  if (field.type === 'Number' && found[2] !== undefined) return undefined;
  if (fraction.length > decimals) return undefined;
  if (field.maxLength !== null && whole.length > field.maxLength) return undefined;
  const sign = text.startsWith('-') && (whole !== '0' || fraction !== '') ? '-' : '';
  if (field.type === 'Number') return `${sign}${whole}`;
  return `${sign}${whole}.${fraction === '' ? '0' : fraction}`;
}

function parseBoolean(sent: unknown): Parsed {
  if (typeof sent === 'boolean') return sent;
  if (sent === 'true') return true;
  if (sent === 'false') return false;
  return sent === '' ? null : undefined;
}

function parseDate(sent: unknown): Parsed {
  if (sent === '') return null;
  const found = typeof sent === 'string' ? DATE.exec(sent) : null;
  if (!found || typeof sent !== 'string') return undefined;
  const date = new Date(`${sent}T00:00:00.000Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(sent) ? sent : undefined;
}

function parseDateTime(sent: unknown): Parsed {
  if (sent === '') return null;
  if (typeof sent !== 'string' || !DATE_TIME.test(sent)) return undefined;
  const date = new Date(sent);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

function parseOption(field: FieldDef, sent: unknown): Parsed {
  if (sent === '') return null;
  if (typeof sent !== 'string' || !field.options?.includes(sent)) return undefined;
  return sent;
}

function parseOptions(field: FieldDef, sent: unknown): Parsed {
  if (sent === '') return null;
  if (typeof sent !== 'string') return undefined;
  const chosen = sent.split(';');
  return chosen.every((option) => field.options?.includes(option)) ? sent : undefined;
}

/** Ids come as digit strings or as JSON numbers. */
export function parseId(sent: unknown): string | null | undefined {
  if (sent === null || sent === '') return null;
  if (typeof sent === 'number' && Number.isSafeInteger(sent)) return String(sent);
  return typeof sent === 'string' && /^\d{1,19}$/.test(sent) ? sent : undefined;
}
