import type { Field } from '../../../server/contract/fields.ts';

/**
 * Options of one picklist that the other has under no name and that no pair names; letter case does not matter. Only a
 * help for filling in the map: the connector's verdict decides.
 *
 * @param side of `own`
 */
export function unmatchedOptions(
  own: Pick<Field, 'options'>,
  other: Pick<Field, 'options'>,
  pairs: readonly { readonly desk: string; readonly crm: string }[],
  side: 'desk' | 'crm',
): readonly string[] {
  if (own.options === null || other.options === null) return [];
  const fold = (text: string) => text.trim().toLowerCase();
  const known = new Set([...other.options, ...pairs.map((pair) => pair[side])].map(fold));
  return own.options.filter((option) => !known.has(fold(option)));
}
