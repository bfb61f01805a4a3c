import type { Module } from '../core/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import { checkStep, takeStep } from './integration-state.ts';
import { Refusal } from './refusal.ts';

export interface StartSyncDeps {
  readonly store: Store;
  readonly clock: Clock;
  /** Subscribes to changes; never fails for Zoho's sake. */
  readonly renewSubscriptions: (orgKey: string) => Promise<void>;
  /** Begins the first session of the modules; the running one when there is one (S20). */
  readonly startFirstSync: (orgKey: string, modules: readonly Module[]) => Promise<{ readonly id: string }>;
  readonly wake: (orgKey: string) => Promise<void>;
}

/**
 * Start Sync (S20, S26): subscribes first, so that nothing falls between subscription and read, then begins the
 * first session. A second click while it runs changes nothing.
 *
 * @throws Refusal `not-connected`, `illegal-transition`, `module-not-configured`, `departments-required`,
 * `first-sync-running` (of other modules: one first session at a time)
 */
export function createStartSync(deps: StartSyncDeps) {
  const { store, clock } = deps;
  const starting = new Map<string, Promise<unknown>>();

  async function start(orgKey: string, modules: readonly Module[]): Promise<{ readonly id: string }> {
    const org = store.forOrg(orgKey);
    for (const product of ['desk', 'crm'] as const) {
      const credential = await org.credentials.get(product);
      if (credential?.status !== 'valid') {
        throw new Refusal('not-connected', `Connect ${product === 'desk' ? 'Desk' : 'CRM'} first`, {
          product,
        });
      }
    }
    checkStep((await org.integration.get())?.state ?? 'none', 'start');
    for (const module of modules) {
      const config = await org.configs.current(module);
      if (!config) throw new Refusal('module-not-configured', `Set up ${module} first`, { module });
      if (module === 'products' && config.departmentIds.length === 0) {
        throw new Refusal('departments-required', 'Select the departments whose products sync');
      }
    }
    const running = await org.runs.running('first-sync');
    const isCovered = modules.every((module) => running?.modules.some((entry) => entry.module === module));
    if (running && !isCovered) {
      throw new Refusal('first-sync-running', 'Wait for the first session of the other modules to end', {
        modules: running.modules.map(({ module }) => module),
      });
    }
    if (!running) await deps.renewSubscriptions(orgKey);
    await takeStep(org.integration, 'start', clock.now());
    const run = running ?? (await deps.startFirstSync(orgKey, modules));
    await deps.wake(orgKey);
    return { id: run.id };
  }

  /** Clicks on the same organisation queue up, so that they do not subscribe twice. */
  return async function startSync(
    orgKey: string,
    modules: readonly Module[],
  ): Promise<{ readonly id: string }> {
    const before = starting.get(orgKey) ?? Promise.resolve();
    const turn = before.catch(() => undefined).then(() => start(orgKey, modules));
    starting.set(orgKey, turn);
    try {
      return await turn;
    } finally {
      if (starting.get(orgKey) === turn) starting.delete(orgKey);
    }
  };
}
export type StartSync = ReturnType<typeof createStartSync>;
