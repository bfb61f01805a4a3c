import type { SyncErrorCode } from '../errors.ts';

export interface Explanation {
  /** One sentence, never empty (S77). */
  readonly reason: string;
  /** What to do about it. */
  readonly fix: string;
}

/** Words of the Failure Log, from `resources/`. */
export interface FailureCatalogue {
  /** By our code; those of S72–S76 verbatim. */
  readonly reasons: Readonly<Record<SyncErrorCode, Explanation>>;
  /** By a product's own code, where it says more than ours. */
  readonly providerWords: Readonly<Partial<Record<string, Explanation>>>;
}

export interface FailedWith {
  readonly code: SyncErrorCode;
  readonly providerCode: string | null;
  /** What the product said. */
  readonly message: string;
}

/** Codes that say too little: the product's own code, or its own words, tell more. The five of S72–S76 stay as they are. */
const VAGUE: ReadonlySet<SyncErrorCode> = new Set(['provider', 'permission', 'unavailable']);

/** What the log says about a failure: a readable reason, with the product's own words where there are no better ones. */
export function explainFailure(
  { code, providerCode, message }: FailedWith,
  catalogue: FailureCatalogue,
): Explanation {
  const known = catalogue.reasons[code];
  const words = VAGUE.has(code) ? catalogue.providerWords[providerCode ?? ''] : undefined;
  if (words) return words;
  return code === 'provider' ? { ...known, reason: `${known.reason}: ${message}` } : known;
}

/** Names the cause of a failure: entries of one cause stand together in the log (S69). */
export function causeOf({ code, providerCode }: Pick<FailedWith, 'code' | 'providerCode'>): string {
  return VAGUE.has(code) && providerCode !== null ? `${code} ${providerCode}` : code;
}
