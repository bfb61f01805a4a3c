import { asArray, isObject, mapValues } from './json.ts';
import type { JsonObject } from './json.ts';
import { readablePattern } from './pattern.ts';

/** Takes the place of `oneOf` and `anyOf`; `schema-judge.ts` says why. */
export const BRANCHES = 'x-branches';

/** Keywords whose value maps names to schemas: there a key is a name and no keyword. */
const NAME_MAPS = new Set([
  'properties',
  'patternProperties',
  'schemas',
  'parameters',
  'responses',
  'headers',
]);
/** Values below these are data and stay untouched. */
const DATA = new Set(['enum', 'const', 'default', 'example', 'examples']);

export interface AdaptOptions {
  /** Turns a `$ref` as written into an absolute one. */
  readonly absolute: (ref: string) => string;
}

/**
 * Turns an OpenAPI document, 3.0 or 3.1, into JSON Schema 2020-12: `nullable` becomes a type, references
 * become absolute, alternatives become {@link BRANCHES}, and what only an OpenAPI reader knows is dropped.
 */
export function adapt(node: unknown, options: AdaptOptions, isNameMap = false): unknown {
  if (Array.isArray(node)) return node.map((item: unknown) => adapt(item, options));
  if (!isObject(node)) return node;
  if (isNameMap) return mapValues(node, (value) => adapt(value, options));
  const adapted: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node)) {
    if (key === '$ref' && typeof value === 'string') adapted[key] = options.absolute(value);
    else if (DATA.has(key)) adapted[key] = value;
    else if (key === 'oneOf' || key === 'anyOf') adapted[BRANCHES] = adapt(value, options);
    else if (key === 'pattern') {
      const pattern = readablePattern(String(value));
      if (pattern !== null) adapted[key] = pattern;
    } else if (key === 'patternProperties' && isObject(value)) {
      adapted[key] = adaptPatterns(value, options);
    } else if (key === 'unevaluatedProperties') {
      adapted['additionalProperties'] ??= value;
    } else if (key !== 'nullable' && key !== 'discriminator') {
      adapted[key] = adapt(value, options, NAME_MAPS.has(key) && isObject(value));
    }
  }
  const isNullable = node['nullable'] === true || asArray(node['type']).includes('null');
  return isNullable ? withNull(adapted) : adapted;
}

/** OpenAPI 3.0's `nullable: true` and 3.1's type null, also where the file forgot to add null to the options. */
function withNull(schema: Record<string, unknown>): Record<string, unknown> {
  const { type, enum: options, $ref, [BRANCHES]: branches } = schema;
  if (typeof $ref === 'string') return { [BRANCHES]: [schema, { type: 'null' }] };
  return {
    ...schema,
    ...(typeof type === 'string' ? { type: [type, 'null'] } : {}),
    ...(Array.isArray(options) && !options.includes(null) ? { enum: [...(options as unknown[]), null] } : {}),
    ...(Array.isArray(branches) ? { [BRANCHES]: [...(branches as unknown[]), { type: 'null' }] } : {}),
  };
}

function adaptPatterns(node: JsonObject, options: AdaptOptions): JsonObject {
  return Object.fromEntries(
    Object.entries(node).map(([pattern, schema]) => [readablePattern(pattern) ?? '', adapt(schema, options)]),
  );
}
