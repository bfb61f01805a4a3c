import type { SyncContext } from './context.ts';

/**
 * What Desk created before this moment, its search shows for sure. Reckoned by the clock that is behind, Desk's or ours:
 * one that runs ahead must not hide what was created just now (P20).
 *
 * @returns ISO 8601 UTC
 */
export function beforeIndexed({ gateways, clock, settings }: SyncContext): string {
  const ours = Date.parse(clock.now());
  const theirs = Date.parse(gateways.desk.serverTime() ?? clock.now());
  return new Date(Math.min(ours, theirs) - settings.deskIndexLagMs).toISOString();
}
