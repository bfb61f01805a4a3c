import type { Clock } from '../ports/clock.ts';
import type { OrgStore, Store } from '../ports/store.ts';
import { takeStep } from './integration-state.ts';

export interface PauseSyncDeps {
  readonly store: Store;
  readonly clock: Clock;
  /** Subscribes to changes again where a subscription ran out; never fails for Zoho's sake. */
  readonly renewSubscriptions: (orgKey: string) => Promise<void>;
  readonly wake: (orgKey: string) => Promise<void>;
}

/** Longer than any request to Zoho may last. */
const LAST_REQUEST_MS = 75_000;
const LOOK_MS = 50;

/**
 * Pause and Resume (S79–S83, P18). Pausing closes the gate that every write passes (`mayWrite`), then waits for the
 * requests that were under way: from the answer on nothing reaches either side. Events and cursors are kept, so
 * resuming looks at what changed since, and at nothing else.
 */
export function createPauseSync({ store, clock, renewSubscriptions, wake }: PauseSyncDeps) {
  return {
    /**
     * @returns false when a request still had no answer after 75 s; none starts any more all the same
     * @throws Refusal `illegal-transition` unless active or paused already
     */
    async pause(orgKey: string): Promise<boolean> {
      const org = store.forOrg(orgKey);
      await takeStep(org.integration, 'pause', clock.now());
      const giveUpAt = Date.parse(clock.now()) + LAST_REQUEST_MS;
      while (await isWriting(org, clock)) {
        if (Date.parse(clock.now()) > giveUpAt) return false;
        await clock.sleep(LOOK_MS);
      }
      return true;
    },

    /** @throws Refusal `illegal-transition` unless paused or active already */
    async resume(orgKey: string): Promise<void> {
      const org = store.forOrg(orgKey);
      await takeStep(org.integration, 'resume', clock.now());
      await renewSubscriptions(orgKey);
      await wake(orgKey);
    },
  };
}
export type PauseSync = ReturnType<typeof createPauseSync>;

/** Every write has an intent while it is under way; without a lane nobody writes. */
async function isWriting(org: OrgStore, clock: Clock): Promise<boolean> {
  if (!(await org.lane.isHeld(clock.now()))) return false;
  return (await org.intents.pending()).length > 0;
}
