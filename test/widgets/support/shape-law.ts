import { expect } from '@open-wc/testing';
import * as z from 'zod/mini';
import type { ShapePair } from './spoiled.ts';
import { spoiled } from './spoiled.ts';

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
