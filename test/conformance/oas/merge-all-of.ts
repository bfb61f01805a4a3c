import { BRANCHES } from './adapt.ts';
import { asArray, asObject, isObject } from './json.ts';
import type { JsonObject } from './json.ts';

/** Keywords that a merged object schema carries itself; everything else of a part stays a part. */
const MERGED = new Set(['type', 'properties', 'patternProperties', 'required', 'additionalProperties']);
const WORDS = new Set(['title', 'description', 'example', 'examples', 'format', 'default']);
/** "All properties or none" of a part says nothing of the whole. */
const COUNTS = new Set(['minProperties', 'maxProperties']);

type Follow = (part: unknown) => JsonObject;

/**
 * Makes one object of an inheritance written as `allOf`.
 *
 * The files close the parts as well as the whole with `additionalProperties: false`. Taken literally each part would
 * forbid the properties of the others, and nothing would be valid. What was meant: the properties of all, and no more.
 * A part with alternatives makes the whole an alternative, each merged with the other parts.
 */
export function mergeAllOf(node: JsonObject, follow: Follow): JsonObject {
  if (!Array.isArray(node['allOf'])) return node;
  const { allOf, ...own } = node;
  const parts = [own, ...asArray(allOf).map((part) => mergeAllOf(follow(part), follow))];
  const forked = parts.find((part) => isFork(part, follow));
  if (!forked) return mergeParts(parts, follow);
  const others = parts.filter((part) => part !== forked);
  const branches = asArray(forked[BRANCHES]).map((branch) => mergeAllOf(follow(branch), follow));
  return { [BRANCHES]: branches.map((branch) => mergeAllOf({ allOf: [...others, branch] }, follow)) };
}

/** True when a part is nothing but alternatives of which one is an object with properties. */
function isFork(part: JsonObject, follow: Follow): boolean {
  if (!Array.isArray(part[BRANCHES])) return false;
  const keys = Object.keys(part).filter((key) => !WORDS.has(key) && !MERGED.has(key));
  if (keys.length !== 1 || isObject(part['properties'])) return false;
  return part[BRANCHES].some((branch) => isObject(mergeAllOf(follow(branch), follow)['properties']));
}

function mergeParts(parts: readonly JsonObject[], follow: Follow): JsonObject {
  const properties: Record<string, unknown> = {};
  const patterns: Record<string, unknown> = {};
  const required = new Set<unknown>();
  const rest: JsonObject[] = [];
  for (const part of parts) {
    for (const [name, schema] of Object.entries(asObject(part['properties']))) {
      const known = properties[name];
      properties[name] = known === undefined ? schema : mergeTwo(follow(known), follow(schema), follow);
    }
    Object.assign(patterns, asObject(part['patternProperties']));
    for (const name of asArray(part['required'])) required.add(name);
    const others = Object.entries(part).filter(
      ([key]) => !MERGED.has(key) && !WORDS.has(key) && !COUNTS.has(key),
    );
    if (others.length > 0) rest.push(Object.fromEntries(others));
  }
  const type = parts.map((part) => part['type']).find((each) => each !== undefined);
  const isClosed = parts.some((part) => part['additionalProperties'] === false);
  const open = parts.map((part) => part['additionalProperties']).find(isObject);
  return {
    ...(type === undefined ? {} : { type }),
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

/** Two descriptions of one property: both hold; of lists, both describe the items. */
function mergeTwo(one: JsonObject, other: JsonObject, follow: Follow): JsonObject {
  if (isObject(one['items']) && isObject(other['items'])) {
    const items = mergeTwo(follow(one['items']), follow(other['items']), follow);
    return { ...one, ...other, items };
  }
  if (isObject(one['properties']) || isObject(other['properties'])) {
    return mergeAllOf({ allOf: [one, other] }, follow);
  }
  return { ...one, ...other };
}
