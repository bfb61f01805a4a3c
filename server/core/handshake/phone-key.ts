/** Written after the number proper: `ext. 12`, `x12`, `#12`, `;ext=12`. */
const EXTENSION = /(?<=\d[\s().-]*)(?:[;,]?\s*ext(?:ension|n)?\b|x|#|;).*$/iu;
/** The national zero of `+49 (0)30 …`, which is not dialled from abroad. */
const TRUNK_ZERO = /^(\s*(?:tel:)?\s*(?:\+|00)[^(]*)\(0\)/iu;
/** Shorter numbers are extensions and service numbers, which many people share. */
const SHORTEST = 7;
/** E.164 allows 15 digits; more is two numbers in one field. */
const LONGEST = 15;

/**
 * What a phone number is recognised by (S111): its digits, without extension and without leading zeros.
 *
 * Leading `+`, `00` and the national `0` all go, so `+49 30 1234567`, `0049 30 1234567` and `+49 (0)30 1234567`
 * are equal, and `030 1234567` equals `30 1234567`. A number with its country code never equals one without:
 * neither product says which country a bare number is in, and a guess would show one customer another's data.
 *
 * @returns 7 to 15 ASCII digits, the first not zero; null when there is no number to recognise anybody by
 */
export function phoneKey(text: string): string | null {
  const plain = text.normalize('NFKC').replace(TRUNK_ZERO, '$1').replace(EXTENSION, '');
  const digits = plain.replace(/\D/gu, '').replace(/^0+/u, '');
  return digits.length < SHORTEST || digits.length > LONGEST ? null : digits;
}
