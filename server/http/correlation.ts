import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * What every log line of one piece of work has in common: `correlationId` (a request's id, or one per turn of a lane
 * or task), and for sync work `orgKey` and `runId`.
 */
export type CommonFacts = Readonly<Record<string, string>>;

/** Follows the work through everything it awaits, so that adapters which know nothing of runs are marked as well. */
const current = new AsyncLocalStorage<{ facts: CommonFacts }>();

/** Marks every log line that `work` causes. */
export function correlated<T>(facts: CommonFacts, work: () => T): T {
  return current.run({ facts }, work);
}

/** Adds what only became known during the work, e.g. the run; without a work under way it does nothing. */
export function addCommonFacts(facts: CommonFacts): void {
  const work = current.getStore();
  if (work) work.facts = { ...work.facts, ...facts };
}

export function commonFacts(): CommonFacts {
  return current.getStore()?.facts ?? {};
}
