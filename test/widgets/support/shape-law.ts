import { expect } from '@open-wc/testing';
import * as z from 'zod/mini';
import type { Guard } from '../../../widgets/api/shapes/guard.ts';

export interface ShapePair {
  readonly name: string;
  readonly schema: z.ZodMiniType;
  readonly guard: Guard<unknown>;
  readonly examples: readonly unknown[];
}

/** The value with one place in it changed: taken away, or of another type. */
function* spoiled(value: unknown): Generator<{ readonly where: string; readonly value: unknown }> {
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[key];
    const copy = (replaced: unknown) =>
      Array.isArray(value)
        ? value.map((entry: unknown, at) => (String(at) === key ? replaced : entry))
        : { ...value, [key]: replaced };
    yield { where: `${key} is gone`, value: copy(undefined) };
    yield { where: `${key} is null`, value: copy(null) };
    yield { where: `${key} is a number`, value: copy(0.5) };
    yield { where: `${key} is a word`, value: copy('some other word') };
    for (const deeper of spoiled(inner)) yield { where: `${key}.${deeper.where}`, value: copy(deeper.value) };
  }
}

/**
 * Fails unless guard and schema agree on the examples and on all that is one change away from them.
 *
 * @param format places whose format the browser leaves to the connector: a guard may take what the schema refuses
 * @param defaulted places that the schema fills in: a guard may refuse there what the schema takes
 */
export function sameVerdict(
  { schema, guard, examples }: ShapePair,
  format: RegExp,
  defaulted = /^never$/,
): void {
  const differ: string[] = [];
  let refused = 0;
  for (const example of examples) {
    expect(z.safeParse(schema, example).error, 'the example is valid').to.equal(undefined);
    expect(guard(example)).to.equal(true);
    for (const { where, value } of spoiled(example)) {
      const wanted = z.safeParse(schema, value).success;
      if (!wanted) refused += 1;
      if (!wanted && guard(value) && format.test(where)) continue;
      if (wanted && !guard(value) && defaulted.test(where)) continue;
      if (guard(value) !== wanted) differ.push(`${where}: the schema says ${String(wanted)}`);
    }
  }
  expect(differ).to.deep.equal([]);
  expect(refused).to.be.greaterThan(0);
  for (const value of [null, undefined, 'text', 7, []]) {
    expect(guard(value)).to.equal(z.safeParse(schema, value).success);
  }
}
