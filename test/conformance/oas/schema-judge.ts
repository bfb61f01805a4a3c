import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type { SchemaValidateFunction } from 'ajv/dist/types/index.js';
import ajvFormats from 'ajv-formats';
import { BRANCHES } from './adapt.ts';
import type { Library } from './library.ts';
import type { JsonObject } from './json.ts';

/** One violation; `at` is a JSON path in which `[]` stands for any index. */
export interface Violation {
  readonly at: string;
  readonly keyword: string;
  readonly subject: string;
}

export interface SchemaJudge {
  /**
   * What in `value` the schema forbids.
   * @param isKnown violations that are documented defects: they do not count when the best alternative is chosen
   */
  violations(
    schema: JsonObject,
    value: unknown,
    isKnown: (violation: Violation) => boolean,
  ): readonly Violation[];
}

/**
 * JSON Schema by Ajv, with `oneOf` and `anyOf` replaced: Ajv would report every alternative's errors, and nobody could
 * say which were meant. Here the alternative with the fewest unknown violations speaks for all. More than one match is
 * accepted for `oneOf` too, since the files write overlapping alternatives (an error object with all keys optional).
 */
export function createSchemaJudge(library: Library): SchemaJudge {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: false,
    verbose: true,
    validateSchema: false,
    unicodeRegExp: true,
    logger: false,
  });
  ajvFormats.default(ajv);
  ajv.addKeyword({ keyword: BRANCHES, schemaType: 'array', errors: 'full', validate: bestBranch });
  for (const { id, root } of library.documents) ajv.addSchema(root, id);

  const compiled = new WeakMap<object, ValidateFunction>();
  let isKnownNow: (violation: Violation) => boolean = () => false;

  function errorsOf(schema: object, value: unknown): readonly ErrorObject[] {
    let validate = compiled.get(schema);
    if (!validate) {
      validate = ajv.compile(schema);
      compiled.set(schema, validate);
    }
    return validate(value) ? [] : (validate.errors ?? []);
  }

  function bestBranch(...[branches, value, , context]: Parameters<SchemaValidateFunction>): boolean {
    const base = context?.instancePath ?? '';
    let best: { readonly errors: readonly ErrorObject[]; readonly cost: number } | undefined;
    for (const branch of branches as readonly object[]) {
      const errors = errorsOf(branch, value).map((error) => ({
        ...error,
        instancePath: `${base}${error.instancePath}`,
      }));
      if (errors.length === 0) return true;
      const cost = costOf(errors.map(toViolation));
      if (best === undefined || cost < best.cost) best = { errors, cost };
    }
    (bestBranch as SchemaValidateFunction).errors = [...(best?.errors ?? [])];
    return best === undefined;
  }

  /** How far an alternative is off: a wrong outer shape weighs more than a wrong detail, a known defect hardly at all. */
  function costOf(violations: readonly Violation[]): number {
    const distinct = new Map(violations.map((violation) => [JSON.stringify(violation), violation]));
    return [...distinct.values()].reduce((sum, violation) => {
      const depth = violation.at.split(/[.[]/).length;
      return sum + (isKnownNow(violation) ? 1e-6 : 4 ** -depth);
    }, 0);
  }

  return {
    violations(schema, value, isKnown) {
      isKnownNow = isKnown;
      return errorsOf(schema, value).map((error) =>
        toViolation({ ...error, data: valueAt(value, error.instancePath) }),
      );
    },
  };
}

function toViolation({ instancePath, keyword, params, data }: ErrorObject): Violation {
  return { at: jsonPath(instancePath), keyword, subject: subjectOf(keyword, params as JsonObject, data) };
}

function subjectOf(keyword: string, params: JsonObject, data: unknown): string {
  switch (keyword) {
    case 'required':
      return String(params['missingProperty']);
    case 'additionalProperties':
      return String(params['additionalProperty']);
    case 'type':
      return typeName(data);
    case 'format':
      return `${String(params['format'])} ${JSON.stringify(data)}`;
    case 'maxLength':
    case 'minLength':
    case 'maxItems':
    case 'minItems':
    case 'minimum':
    case 'maximum':
      return String(params['limit']);
    default:
      return data === undefined ? 'undefined' : JSON.stringify(data);
  }
}

/** Ajv hands out the value around a reference instead of the one inside. */
function valueAt(root: unknown, pointer: string): unknown {
  return partsOf(pointer).reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? (value as JsonObject)[part] : undefined),
    root,
  );
}

function partsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (Number.isInteger(value)) return 'integer';
  return typeof value;
}

function jsonPath(pointer: string): string {
  return partsOf(pointer).reduce((path, part) => (/^\d+$/.test(part) ? `${path}[]` : `${path}.${part}`), '$');
}
