import type { Clock } from '../ports/clock.ts';

/** Enough for every agent of a large organisation; the oldest go first. */
const MOST = 5_000;

/**
 * Answers of `read` by key, each kept for `ms`; who asks while one is being read waits for that one. Lost with the
 * process, and nothing depends on it. Failures are not kept.
 */
export function keepBriefly<T>(clock: Clock, ms: number) {
  const kept = new Map<string, { readonly at: number; readonly value: Promise<T> }>();
  return {
    async get(key: string, read: () => Promise<T>): Promise<T> {
      const now = Date.parse(clock.now());
      const known = kept.get(key);
      if (known && now - known.at < ms) return await known.value;
      const value = read();
      kept.delete(key);
      kept.set(key, { at: now, value });
      for (const oldest of kept.keys()) {
        if (kept.size <= MOST) break;
        kept.delete(oldest);
      }
      try {
        return await value;
      } catch (error) {
        if (kept.get(key)?.value === value) kept.delete(key);
        throw error;
      }
    },
    forget: (key: string) => kept.delete(key),
  };
}
