import type { ModuleName } from '../../../server/contract/common.ts';
import type { RetryRequest } from '../../../server/contract/failures.ts';
import type { Failure, FailureGroup } from '../../api/shapes/failures-shape.ts';
import { tMaybe } from '../../i18n/messages.ts';
import { plain } from '../../i18n/plain-text.ts';

/** Entries of one record type that failed for one reason. */
export interface Cause {
  readonly group: FailureGroup;
  readonly failures: readonly Failure[];
}

/** The causes of a record type, in the connector's order, each with its entries in the log's order (S69). */
export function causesOf(
  module: ModuleName,
  groups: readonly FailureGroup[],
  failures: readonly Failure[],
): readonly Cause[] {
  const own = groups.filter((group) => group.module === module);
  const placed = Map.groupBy(
    failures.filter((failure) => failure.module === module),
    ({ code, providerCode }) =>
      own.find((group) => group.code === code && group.providerCode === providerCode) ??
      own.find((group) => group.code === code && group.providerCode === null),
  );
  return own.map((group) => ({ group, failures: placed.get(group) ?? [] }));
}

/** What Try Again of a whole cause asks for. */
export function scopeOf({ module, code, providerCode }: FailureGroup): RetryRequest {
  return { module, code, ...(providerCode === null ? {} : { providerCode }) };
}

/** Where the product's own words say more than ours, the connector sends those: they have no translation. */
const OWN_WORDS = new Set(['provider', 'permission', 'unavailable']);

type Explained = Pick<Failure, 'code' | 'providerCode' | 'reason'>;

/** The log's sentence (S72–S77) in the viewer's language. */
export function reasonText({ code, providerCode, reason }: Explained): string {
  const own = OWN_WORDS.has(code) && (providerCode !== null || code === 'provider');
  return (own ? undefined : tMaybe(`failures.reason.${code}`)) ?? plain(reason, 400);
}
/** What to do about it. */
export function fixText({ code, providerCode, fix }: Explained & Pick<Failure, 'fix'>): string {
  const own = OWN_WORDS.has(code) && providerCode !== null;
  return (own ? undefined : tMaybe(`failures.fix.${code}`)) ?? plain(fix, 400);
}

/** Causes that no other value cures. */
const NOT_BY_VALUE = new Set([
  'not-found',
  'permission',
  'reauthorization-required',
  'changed-meanwhile',
  'rate-limited',
  'unavailable',
  'unknown-outcome',
]);
export function mayCorrect({ code }: Failure): boolean {
  return !NOT_BY_VALUE.has(code);
}
/** Causes about which an inbox decides. */
export function isAmbiguous({ code }: Failure): boolean {
  return code === 'ambiguous-match' || code === 'already-linked';
}
