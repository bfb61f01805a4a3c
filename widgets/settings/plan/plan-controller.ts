import type { LitElement, ReactiveController } from 'lit';
import type { FlightPlan, PlanRequest } from '../../../server/contract/plan.ts';
import type { ApiClient } from '../../api/api-client.ts';
import { ApiError } from '../../api/api-error.ts';
import { beginPlan, readPlan } from '../../api/plan-api.ts';
import { pause } from '../pause.ts';

export const LOOK_EVERY_MS = 1500;

export type PlanState =
  | { readonly kind: 'computing'; readonly since: string | null }
  | { readonly kind: 'ready'; readonly plan: FlightPlan }
  /** The connector could not compute it. */
  | { readonly kind: 'failed'; readonly reason: string | null }
  | { readonly kind: 'error'; readonly error: unknown };

/** Has a flight plan computed and waits for it; asked for something else meanwhile, it begins anew. */
export class PlanController implements ReactiveController {
  readonly #host: LitElement;
  #state: PlanState = { kind: 'computing', since: null };
  #stop = new AbortController();

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  get state(): PlanState {
    return this.#state;
  }
  hostDisconnected(): void {
    this.#stop.abort();
  }

  async compute(api: ApiClient, request: PlanRequest): Promise<void> {
    this.#stop.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.#become({ kind: 'computing', since: null });
    try {
      const plan = await this.#finished(api, await this.#begun(api, request, signal), signal);
      this.#become(
        plan.state === 'ready' ? { kind: 'ready', plan } : { kind: 'failed', reason: plan.problem },
      );
    } catch (error) {
      if (!signal.aborted) this.#become({ kind: 'error', error });
    }
  }

  async #begun(api: ApiClient, request: PlanRequest, signal: AbortSignal): Promise<FlightPlan> {
    for (;;) {
      try {
        return await beginPlan(api, request, signal);
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== 'plan-running') throw error;
      }
      // Somebody else's, or ours of before, which may be for other modules: ours comes after it.
      await pause(LOOK_EVERY_MS, signal);
    }
  }

  async #finished(api: ApiClient, begun: FlightPlan, signal: AbortSignal): Promise<FlightPlan> {
    let plan = begun;
    while (plan.state === 'computing') {
      this.#become({ kind: 'computing', since: plan.startedAt });
      await pause(LOOK_EVERY_MS, signal);
      plan = await readAgain(api, plan, signal);
    }
    return plan;
  }

  #become(state: PlanState): void {
    this.#state = state;
    this.#host.requestUpdate();
  }
}

/** @throws ApiError `plan-replaced` when another one was begun, or it was forgotten */
async function readAgain(api: ApiClient, known: FlightPlan, signal: AbortSignal): Promise<FlightPlan> {
  try {
    const found = await readPlan(api, signal);
    if (found?.id === known.id) return found;
  } catch (error) {
    if (error instanceof ApiError && ['unreachable', 'too-many-requests'].includes(error.code)) return known;
    throw error;
  }
  throw new ApiError('plan-replaced', 409);
}
