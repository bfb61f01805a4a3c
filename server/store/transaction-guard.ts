import { AsyncLocalStorage } from 'node:async_hooks';
import type { KyselyPlugin } from 'kysely';

const insideTransaction = new AsyncLocalStorage<true>();

/** Throws inside a transaction: what must not run there says so instead of waiting for itself for ever. */
export function assertOutside(): void {
  if (!insideTransaction.getStore()) return;
  throw new Error('Inside a transaction, use the repositories it hands in, not those of the organisation');
}

/** Runs `work` as the inside of a transaction: the repositories outside refuse to be used there. */
export function guarded<T>(work: () => Promise<T>): Promise<T> {
  return insideTransaction.run(true, work);
}

/**
 * Makes a programming error visible on both databases: a query outside the transaction that is open right here. On
 * PGlite, which has one connection, it would wait for itself for ever; on PostgreSQL it would silently commit alone.
 */
export const transactionGuard: KyselyPlugin = {
  transformQuery({ node }) {
    assertOutside();
    return node;
  },
  transformResult: ({ result }) => Promise.resolve(result),
};
