import type { Clock } from '../ports/clock.ts';
import type { OrgStore } from '../ports/store.ts';
import type { Refusal } from './refusal.ts';

export interface HoldLaneDeps {
  readonly clock: Clock;
  readonly newId: () => string;
}

/** Longer than a request to Zoho with its repetitions lasts: the lane is held for a few calls. */
const LEASE_MS = 120_000;
/** How long a person waits for the sync's own work to let go of the lane. */
const PATIENCE_MS = 10_000;
const LOOK_MS = 100;

/**
 * Does a person's own write while the sync does none, so that neither meets the other's half-made one: one writer per
 * organisation. While the sync is paused nobody else holds the lane.
 *
 * @param busy what is answered when the sync does not let go of the lane in time
 */
export async function holdingLane<T>(
  org: OrgStore,
  { clock, newId }: HoldLaneDeps,
  busy: () => Refusal,
  work: () => Promise<T>,
): Promise<T> {
  const owner = newId();
  const giveUpAt = Date.parse(clock.now()) + PATIENCE_MS;
  const lease = () => new Date(Date.parse(clock.now()) + LEASE_MS).toISOString();
  while (!(await org.lane.acquire(owner, clock.now(), lease()))) {
    if (Date.parse(clock.now()) > giveUpAt) throw busy();
    await clock.sleep(LOOK_MS);
  }
  try {
    return await work();
  } finally {
    await org.lane.release(owner);
  }
}
