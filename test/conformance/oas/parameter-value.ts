import { asArray, asObject } from './json.ts';
import type { JsonObject } from './json.ts';

/**
 * What a parameter's text may stand for, most specific first: a number where the schema knows numbers, then the text.
 * A number alone is offered where one fits, so that `maximum` counts although the files also allow text.
 */
export function parameterCandidates(schema: JsonObject, text: string): readonly unknown[] {
  const types = new Set([schema['type']].flat());
  if (types.has('array')) return [text.split(',').map((part) => itemValue(asObject(schema['items']), part))];
  if ((types.has('integer') || types.has('number')) && isSafeNumber(text)) return [Number(text)];
  if (types.has('boolean') && (text === 'true' || text === 'false')) return [text === 'true'];
  const inAlternatives = asArray(schema['x-branches']).flatMap((branch) => [
    ...parameterCandidates(asObject(branch), text),
  ]);
  return [...inAlternatives, text];
}

function itemValue(items: JsonObject, text: string): unknown {
  return parameterCandidates(items, text)[0];
}

/** Ids of 18 digits are no JavaScript numbers: they stay text. */
function isSafeNumber(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text) && Number.isSafeInteger(Math.trunc(Number(text)));
}
