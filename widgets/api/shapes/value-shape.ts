import type * as z from 'zod/mini';
import type { Done, ModuleName, SideName } from '../../../server/contract/common.ts';
import type { HistoryValue } from '../../../server/contract/history.ts';
import type { Guard } from './guard.ts';
import { anyOf, flag, list, nullable, object, oneOf, text } from './guard.ts';

export const isModule: Guard<ModuleName> = oneOf('accounts', 'contacts', 'products');
export const isSide: Guard<SideName> = oneOf('desk', 'crm');
export const isDone = object<z.infer<typeof Done>>({ ok: (value): value is true => value === true });

const isNumber: Guard<number> = (value): value is number => Number.isFinite(value);

/** What a field of a record holds. */
export type Value = z.infer<typeof HistoryValue>;
export const isValue: Guard<Value> = nullable(
  anyOf<[string, number, boolean, string[]]>(text, isNumber, flag, list(text)),
);

/** An object whose keys nobody knows beforehand. */
export function recordOf<T>(guard: Guard<T>): Guard<Record<string, T>> {
  return (value): value is Record<string, T> =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((entry) => guard(entry));
}
