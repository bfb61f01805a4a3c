import type { PGlite } from '@electric-sql/pglite';
import type { Config } from '../config.ts';
import type { Clock } from '../ports/clock.ts';
import type { Jobs } from '../ports/jobs.ts';
import type { IntegrationState, Store } from '../ports/store.ts';
import { maintainPglite } from '../store/maintenance.ts';
import type { DeleteIntegration } from '../sync/delete-integration.ts';
import { forgetHistory } from '../sync/forget-history.ts';

const SWEEP_SECONDS = 60;
const RENEW_SECONDS = 3_600;
const MAINTENANCE_SECONDS = 600;
const FINISH_SECONDS = 300;
const FORGET_SECONDS = 6 * 3_600;

export interface RecurringWorkDeps {
  readonly config: Pick<Config, 'sync' | 'historyMs'>;
  readonly store: Store;
  readonly clock: Clock;
  /** Only embedded. */
  readonly pglite: PGlite | undefined;
  readonly deleteIntegration: Pick<DeleteIntegration, 'finishAll'>;
  /** Makes an organisation's webhook and channel stand. */
  readonly subscribe: (orgKey: string) => Promise<void>;
}

/** What is done for all organisations from time to time, once by all processes together; before the jobs start. */
export function scheduleRecurringWork(jobs: Jobs, deps: RecurringWorkDeps): void {
  const { config, store, clock, pglite, deleteIntegration, subscribe } = deps;
  const orgsThatAre = async (...states: readonly IntegrationState[]) =>
    (await store.listIntegrations(states)).map(({ orgKey }) => orgKey);
  const sweepSeconds = Math.max(
    1,
    Math.min(SWEEP_SECONDS, config.sync.pollProductsMs / 1000, config.sync.pollReconcileMs / 1000),
  );
  jobs.every('sweep', sweepSeconds, async () => {
    for (const orgKey of await orgsThatAre('active', 'legacy')) await jobs.wake(orgKey);
  });
  jobs.every('renew-subscriptions', RENEW_SECONDS, async () => {
    for (const orgKey of await orgsThatAre('active')) await subscribe(orgKey);
  });
  jobs.every('finish-deletions', FINISH_SECONDS, () => deleteIntegration.finishAll());
  jobs.every('forget-history', FORGET_SECONDS, () => forgetHistory(store, clock, config.historyMs));
  if (pglite) jobs.every('maintain-store', MAINTENANCE_SECONDS, () => maintainPglite(pglite));
}
