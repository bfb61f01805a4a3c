import { createHash, timingSafeEqual } from 'node:crypto';

/** Takes the same time whatever the texts hold, and however long they are. */
export function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
