/** Says whether a value has the type; what it does not name is not looked at. */
export type Guard<T> = (value: unknown) => value is T;

/*
 * Ten small functions instead of the contract's own schemas: their library would be a third of what a panel may load.
 * The compiler holds each guard to the type that the contract infers, test/widgets/api/shapes.test.ts to its schema.
 */

export const text: Guard<string> = (value) => typeof value === 'string';
export const flag: Guard<boolean> = (value) => typeof value === 'boolean';
export const numeric: Guard<number> = (value): value is number => Number.isFinite(value);
export const whole: Guard<number> = (value): value is number => Number.isInteger(value);

export function oneOf<const Words extends readonly string[]>(...words: Words): Guard<Words[number]> {
  return (value): value is Words[number] => words.includes(value as string);
}
export function nullable<T>(guard: Guard<T>): Guard<T | null> {
  return (value): value is T | null => value === null || guard(value);
}
export function optional<T>(guard: Guard<T>): Guard<T | undefined> {
  return (value): value is T | undefined => value === undefined || guard(value);
}
export function list<T>(guard: Guard<T>): Guard<T[]> {
  return (value): value is T[] => Array.isArray(value) && value.every((entry) => guard(entry));
}
export function anyOf<T extends readonly unknown[]>(
  ...guards: { readonly [N in keyof T]: Guard<T[N]> }
): Guard<T[number]> {
  return (value): value is T[number] => guards.some((guard) => guard(value));
}
/** Names every key of `T`, optional ones too. */
export function object<T>(guards: { readonly [Key in keyof T]-?: Guard<T[Key]> }): Guard<T> {
  const entries = Object.entries<Guard<unknown>>(guards as never);
  return (value): value is T =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    entries.every(([key, guard]) => guard((value as Readonly<Record<string, unknown>>)[key]));
}
/** An object, whatever is in it. */
export const anyObject: Guard<Record<string, unknown>> = object<Record<string, unknown>>({});
