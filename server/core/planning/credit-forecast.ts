const DAY_MS = 86_400_000;
/** Right after midnight a handful of calls says nothing about the day. */
const LEAST_ELAPSED_MS = 30 * 60_000;

export interface KnownCredits {
  /** Most that were left at any moment of the day (UTC), and what is left now. */
  readonly mostLeft: number;
  readonly left: number;
  /** ISO 8601: when `left` was told. */
  readonly knownAt: string;
}

/** What was used since midnight UTC, by everybody. */
export function creditsUsed({ mostLeft, left }: Pick<KnownCredits, 'mostLeft' | 'left'>): number {
  return Math.max(0, mostLeft - left);
}

/**
 * What is left at midnight UTC when the day goes on as it began: a straight line, because a first sync, which is what
 * matters here, runs evenly until it is done. Negative: it will not be enough. Pure.
 */
export function forecastLeft(known: KnownCredits): number {
  const elapsed = Date.parse(known.knownAt) % DAY_MS;
  const perMs = creditsUsed(known) / Math.max(elapsed, LEAST_ELAPSED_MS);
  return Math.round(known.left - perMs * (DAY_MS - elapsed));
}
