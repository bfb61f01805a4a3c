import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';

/** Organisations of these states have history that grows old; a deleted one has none (S86). */
const WITH_HISTORY = ['configured', 'active', 'paused', 'legacy'] as const;

/**
 * Forgets what happened longer ago than `keepMs`: runs, their changes, settled conflicts. The Sync History shows seven
 * days (S63), exports what is kept. Pairs, tombstones, failures and the audit are no history and stay.
 */
export async function forgetHistory(store: Store, clock: Clock, keepMs: number): Promise<void> {
  const before = new Date(Date.parse(clock.now()) - keepMs).toISOString();
  for (const { orgKey } of await store.listIntegrations(WITH_HISTORY)) {
    await store.forOrg(orgKey).transaction(({ erasure }) => erasure.historyBefore(before));
  }
}
