import { randomUUID } from 'node:crypto';
import type { Config } from '../config.ts';
import type { DefaultMappings } from '../core/mapping/suggest-mapping.ts';
import { addCommonFacts } from '../http/correlation.ts';
import type { Clock, Every } from '../ports/clock.ts';
import type { LaneHandler } from '../ports/jobs.ts';
import type { Logger } from '../ports/logger.ts';
import type { Run, Store } from '../ports/store.ts';
import type { SyncContext } from '../sync/context.ts';
import { runLane } from '../sync/lane.ts';
import { loadModules } from '../sync/load-modules.ts';
import type { ConnectedOrg } from './zoho-connections.ts';

const LINGER_MS = 5_000;

export interface LaneWorkDeps {
  readonly config: Pick<Config, 'laneLeaseMs' | 'sync'>;
  readonly store: Store;
  readonly clock: Clock;
  readonly every: Every;
  readonly log: Logger;
  readonly defaults: DefaultMappings;
  readonly open: (orgKey: string) => Promise<ConnectedOrg>;
}

/** An organisation's sync work, with everything it needs; every line it logs names its run. */
export function createLaneWork(deps: LaneWorkDeps): LaneHandler {
  const { config, store, clock, every, log, defaults, open } = deps;
  const owner = randomUUID();

  async function syncContext(orgKey: string, run: Run, signal: AbortSignal): Promise<SyncContext> {
    addCommonFacts({ runId: run.id });
    const org = store.forOrg(orgKey);
    const { gateways, catalogue } = await open(orgKey);
    const modules = await loadModules(org, catalogue, defaults);
    return {
      org,
      gateways,
      modules,
      clock,
      log,
      settings: config.sync,
      runId: run.id,
      newId: randomUUID,
      signal,
    };
  }

  return (orgKey, signal) =>
    runLane({
      org: store.forOrg(orgKey),
      clock,
      every,
      log,
      owner,
      leaseMs: config.laneLeaseMs,
      lingerMs: LINGER_MS,
      signal,
      newId: randomUUID,
      context: (run, lease) => syncContext(orgKey, run, lease),
      views: async () => (await open(orgKey)).views,
    });
}
