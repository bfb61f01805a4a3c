import type { IntegrationRepository, IntegrationState } from '../ports/store.ts';
import { Refusal } from './refusal.ts';

/** What an administrator, or a completed step, asks of an integration. */
export type IntegrationStep =
  'connect' | 'complete-connection' | 'switch' | 'start' | 'pause' | 'resume' | 'delete';

/** S106: from where each step is allowed and where it leads. A step that has been taken already is no error. */
const STEPS: Readonly<
  Record<IntegrationStep, { readonly from: readonly IntegrationState[]; readonly to: IntegrationState }>
> = {
  connect: { from: ['none', 'deleted'], to: 'connecting' },
  'complete-connection': { from: ['connecting'], to: 'configured' },
  switch: { from: ['legacy'], to: 'configured' },
  start: { from: ['configured'], to: 'active' },
  pause: { from: ['active'], to: 'paused' },
  resume: { from: ['paused'], to: 'active' },
  delete: { from: ['connecting', 'configured', 'active', 'paused', 'legacy'], to: 'deleted' },
};

/** True when the step changes the state, false when it is there already; throws `illegal-transition` otherwise. */
export function checkStep(state: IntegrationState, step: IntegrationStep): boolean {
  const { from, to } = STEPS[step];
  if (state === to) return false;
  if (from.includes(state)) return true;
  throw new Refusal('illegal-transition', `An integration that is ${state} cannot ${step}`, { state, step });
}

/** Takes the step atomically; whoever loses a race is judged by the state the winner left. */
export async function takeStep(
  integrations: IntegrationRepository,
  step: IntegrationStep,
  at: string,
): Promise<void> {
  const { from, to } = STEPS[step];
  if (await integrations.transition(from, to, at)) return;
  const state = (await integrations.get())?.state ?? 'none';
  if (checkStep(state, step))
    throw new Refusal('illegal-transition', 'The state keeps changing', { state, step });
}

/** The one gate of all writes: open only while the sync, or the scheduled import of old, is on (S80, S85). */
export async function mayWrite(org: { readonly integration: IntegrationRepository }): Promise<boolean> {
  const state = (await org.integration.get())?.state;
  return state === 'active' || state === 'legacy';
}

/** Thrown where a write would have started after the gate was closed: nothing failed, the work waits. */
export class SyncStopped extends Error {
  override readonly name = 'SyncStopped';
}
