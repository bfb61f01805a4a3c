const PLAIN = /^([+-]?)(\d*)(?:\.(\d*))?$/;
const SCIENTIFIC = /^([+-]?)(\d*)(?:\.(\d*))?[eE]([+-]?\d{1,3})$/;
const CANONICAL = /^-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/;

/**
 * The normal form of a number: `"12"`, `"-0.5"`, no exponent, no needless zeros, exact at any size.
 *
 * @param text what a person or a product wrote; white space around it is ignored, thousands separators are not
 *   understood because their meaning depends on the country
 * @param scientific accept `1.0E7`, as products write large numbers; not for what people typed into a text field
 * @returns null when it is not a number
 */
export function parseNumber(text: string, scientific = false): string | null {
  const trimmed = text.trim();
  const match = PLAIN.exec(trimmed) ?? (scientific ? SCIENTIFIC.exec(trimmed) : null);
  if (!match) return null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return null;
  return normalForm(sign === '-', whole + fraction, whole.length + Number(exponent));
}

/** Whether the value is a number in normal form. */
export function isNumber(value: unknown): value is string {
  return typeof value === 'string' && value !== '-0' && CANONICAL.test(value);
}

/** Whether the value is a whole number in normal form. */
export function isInteger(value: unknown): value is string {
  return isNumber(value) && !value.includes('.');
}

/** Digits before the decimal point: what a product's "most digits" of a number field counts. */
export function wholeDigits(value: string): number {
  const whole = value.replace('-', '').split('.')[0] ?? '';
  return whole.length;
}

/** Rounds half away from zero, and only when the number has more decimals than `places`. */
export function roundNumber(value: string, places: number): string {
  const negative = value.startsWith('-');
  const [whole = '0', fraction = ''] = value.replace('-', '').split('.');
  if (fraction.length <= places) return value;
  const kept = BigInt(whole + fraction.slice(0, places));
  const rounded = (fraction[places] ?? '0') >= '5' ? kept + 1n : kept;
  const digits = rounded.toString().padStart(places + 1, '0');
  return normalForm(negative, digits, digits.length - places);
}

/** A JSON number where that is exact, else (beyond 2^53, or too many digits) the digits as text. */
export function toJsonNumber(value: string): number | string {
  const number = Number(value);
  return parseNumber(String(number), true) === value ? number : value;
}

function normalForm(negative: boolean, digits: string, point: number): string {
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = point <= 0 ? 1 : point;
  const whole = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  const fraction = withoutTrailingZeros(padded.slice(at));
  const size = fraction === '' ? whole : `${whole}.${fraction}`;
  return negative && size !== '0' ? `-${size}` : size;
}

/** A loop, because `/0+$/` takes quadratic time on long runs of zeros. */
function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end);
}
