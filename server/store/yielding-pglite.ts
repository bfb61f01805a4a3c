import { setImmediate as nextTick } from 'node:timers/promises';
import type { PGlite, Results } from '@electric-sql/pglite';

type Query = PGlite['query'];
interface Transaction {
  query: Query;
  rollback(): Promise<void>;
}

/** The part of PGlite that Kysely and pg-boss use. */
export interface YieldingPglite {
  readonly query: Query;
  readonly exec: PGlite['exec'];
  readonly listen: PGlite['listen'];
  readonly waitReady: Promise<void>;
  readonly ready: boolean;
  readonly closed: boolean;
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * Lets timers and HTTP run after each query. PGlite computes on this thread and settles in microtasks: a loop of
 * awaited queries would starve everything else.
 */
export function yieldingPglite(pglite: PGlite): YieldingPglite {
  return {
    query: yieldAfter(pglite.query.bind(pglite)),
    async exec(text, options) {
      try {
        return await pglite.exec(text, options);
      } finally {
        await nextTick();
      }
    },
    listen: pglite.listen.bind(pglite),
    transaction: (work) =>
      pglite.transaction((transaction) =>
        work({
          query: yieldAfter(transaction.query.bind(transaction)),
          rollback: () => transaction.rollback(),
        }),
      ),
    close: () => pglite.close(),
    waitReady: pglite.waitReady,
    get ready() {
      return pglite.ready;
    },
    get closed() {
      return pglite.closed;
    },
  };
}

function yieldAfter(query: Query): Query {
  return async <T>(...args: Parameters<Query>): Promise<Results<T>> => {
    try {
      return await query<T>(...args);
    } finally {
      await nextTick();
    }
  };
}
