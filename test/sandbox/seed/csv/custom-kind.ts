import type { SeedField } from '../../kernel/types.ts';

type GuessedKind = Extract<SeedField['kind'], 'text' | 'integer' | 'decimal' | 'boolean' | 'date'>;

/** Nine digits are what a Desk Number field takes; a leading zero means a code and no number. */
const INTEGER = /^-?(0|[1-9]\d{0,8})$/;
const DECIMAL = /^-?(0|[1-9]\d{0,11})(\.\d{1,9})?$/;
const BOOLEAN = /^(true|false)$/i;

/** The kind that every one of the non-empty values has; text when in doubt. */
export function guessKind(values: readonly string[]): GuessedKind {
  const filled = values.map((value) => value.trim()).filter((value) => value !== '');
  if (filled.length === 0) return 'text';
  if (filled.every((value) => INTEGER.test(value))) return 'integer';
  if (filled.every((value) => DECIMAL.test(value))) return 'decimal';
  if (filled.every((value) => BOOLEAN.test(value))) return 'boolean';
  if (filled.every(isIsoDate)) return 'date';
  return 'text';
}

export function isIsoDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** What one custom field has in common on both sides: `cf_customer_code` and `Customer_Code` are the same. */
export function fieldKey(apiName: string): string {
  return apiName
    .replace(/^cf_/i, '')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}

/** `cf_customer_code` → `Customer Code`; the same for both sides, so that labels match. */
export function labelOf(apiName: string): string {
  const words = apiName
    .replace(/^cf_/i, '')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[_\s]+/)
    .filter((word) => word !== '');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
}

/** The API name a column gets: `cf_` and snake case on Desk; letters, digits and underscores on CRM. */
export function customApiName(side: 'desk' | 'crm', column: string): string {
  if (side === 'crm') return column.replace(/[^\p{L}\p{N}_]+/gu, '_');
  if (column.startsWith('cf_')) return column;
  const snake = column.replace(/([a-z\d])([A-Z])/g, '$1_$2').replace(/[^\p{L}\p{N}]+/gu, '_');
  return `cf_${snake.toLowerCase()}`;
}
