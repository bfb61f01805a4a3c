import type { ApiClient } from './api-client.ts';
import { isPaused, isResumed, isStarted } from './shapes/status-shape.ts';

export type ModuleName = 'accounts' | 'contacts' | 'products';

/** A second click changes nothing (S20). */
export async function startSync(api: ApiClient, modules: readonly ModuleName[]): Promise<void> {
  await api.post('/v1/sync/start', isStarted, { modules });
}

/** @returns false when a request to Zoho was still without an answer */
export async function pauseSync(api: ApiClient): Promise<boolean> {
  return (await api.post('/v1/sync/pause', isPaused, {})).settled;
}

/** @returns how many changes waited */
export async function resumeSync(api: ApiClient): Promise<number> {
  return (await api.post('/v1/sync/resume', isResumed, {})).waiting;
}
