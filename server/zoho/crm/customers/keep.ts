/**
 * Remembers what `read` answered for a while, one read at a time per key: for what an organisation set up, never for
 * customers' data. A failure is not remembered.
 */
export function keep<T>(
  read: (key: string) => Promise<T>,
  ms: number,
  now: () => number,
): (key: string) => Promise<T> {
  const kept = new Map<string, { readonly at: number; readonly value: Promise<T> }>();
  return async (key) => {
    const known = kept.get(key);
    if (known && now() - known.at < ms) return await known.value;
    const value = read(key);
    kept.set(key, { at: now(), value });
    try {
      return await value;
    } catch (error) {
      if (kept.get(key)?.value === value) kept.delete(key);
      throw error;
    }
  };
}
