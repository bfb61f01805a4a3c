import { asArray, asObject, isObject } from './json.ts';
import type { JsonObject } from './json.ts';

/** Keywords that a merged object schema carries itself; everything else of a part stays a part. */
const MERGED = new Set(['type', 'properties', 'patternProperties', 'required', 'additionalProperties']);
const WORDS = new Set(['title', 'description', 'example', 'examples']);

/**
 * Makes one object of an inheritance written as `allOf`.
 *
 * The files close the parts as well as the whole with `additionalProperties: false`. Taken literally each part would
 * forbid the properties of the others, and nothing would be valid. What was meant: the properties of all, and no more.
 */
export function mergeAllOf(node: JsonObject, follow: (part: unknown) => JsonObject): JsonObject {
  if (!Array.isArray(node['allOf'])) return node;
  const { allOf, ...own } = node;
  const parts = [own, ...asArray(allOf).map((part) => mergeAllOf(follow(part), follow))];
  const properties: Record<string, unknown> = {};
  const patterns: Record<string, unknown> = {};
  const required = new Set<unknown>();
  const rest: JsonObject[] = [];
  for (const part of parts) {
    Object.assign(properties, asObject(part['properties']));
    Object.assign(patterns, asObject(part['patternProperties']));
    for (const name of asArray(part['required'])) required.add(name);
    const others = Object.entries(part).filter(([key]) => !MERGED.has(key) && !WORDS.has(key));
    if (others.length > 0) rest.push(Object.fromEntries(others));
  }
  const types = parts.map((part) => part['type']).find((type) => type !== undefined);
  const isClosed = parts.some((part) => part['additionalProperties'] === false);
  const open = parts.map((part) => part['additionalProperties']).find(isObject);
  return {
    ...(types === undefined ? {} : { type: types }),
    properties,
    ...(Object.keys(patterns).length === 0 ? {} : { patternProperties: patterns }),
    required: [...required],
    ...(isClosed
      ? { additionalProperties: false }
      : open === undefined
        ? {}
        : { additionalProperties: open }),
    ...(rest.length === 0 ? {} : { allOf: rest }),
  };
}
