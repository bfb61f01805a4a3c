import * as z from 'zod/mini';
import type { Guard } from '../../../widgets/api/shapes/guard.ts';

export interface ShapePair {
  readonly name: string;
  readonly schema: z.ZodMiniType;
  readonly guard: Guard<unknown>;
  readonly examples: readonly unknown[];
}
interface Spoiled {
  readonly where: string;
  readonly value: unknown;
}

/** The value with one place in it changed: taken away, or of another type. */
export function* spoiled(value: unknown): Generator<Spoiled> {
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

/** Formats of ids and secrets are the connector's business; a browser only shows them. */
const FORMAT_ONLY =
  /\b(id|Id|deskId|crmId|recordId|departmentId|claimId|refreshHandle|next|linkedTo|partnerId|candidateId) is a word$/i;

/** Where guard and schema disagree about the examples and all that is one step away from them. */
export function differences({ schema, guard, examples }: ShapePair): string[] {
  return examples.flatMap((example) => {
    const wrong = z.safeParse(schema, example).success ? [] : ['the example itself is not valid'];
    const differ = [...spoiled(example)].filter(({ where, value }) => {
      const wanted = z.safeParse(schema, value).success;
      if (!wanted && guard(value) && FORMAT_ONLY.test(where)) return false;
      return guard(value) !== wanted;
    });
    return [...wrong, ...differ.map(({ where }) => where)];
  });
}

/** How much of that the schema refuses: a test that refuses nothing compares nothing. */
export function refusals({ schema, examples }: ShapePair): number {
  const all = examples.flatMap((example) => [...spoiled(example)]);
  return all.filter(({ value }) => !z.safeParse(schema, value).success).length;
}
