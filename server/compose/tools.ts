import type { FailureCatalogue } from '../core/failures/explain-failure.ts';
import type { Clock } from '../ports/clock.ts';
import type { OpenOrg } from '../ports/org-connections.ts';
import type { Store } from '../ports/store.ts';
import type { DeleteIntegration } from '../sync/delete-integration.ts';
import type { FlightPlans } from '../sync/flight-plan.ts';

/** What an operator's commands work with: the connector's own parts, without its server and its jobs. */
export interface Tools {
  readonly store: Store;
  readonly clock: Clock;
  readonly openOrg: OpenOrg;
  readonly flightPlans: FlightPlans;
  readonly deleteIntegration: DeleteIntegration;
  readonly failureCatalogue: FailureCatalogue;
  /** One turn of an organisation's sync work; returns when nothing is due, or when another process has the lane. */
  workLane(orgKey: string, signal: AbortSignal): Promise<void>;
  /** @returns how many secrets were under another key than the current one */
  rotateSecrets(): Promise<number>;
}
