import type { Session, SessionStarted } from '../../server/contract/session.ts';
import type { ApiClient } from './api-client.ts';
import { anyObject } from './shapes/guard.ts';
import { isSession, isSessionStarted } from './shapes/session-shape.ts';

export async function startSession(
  api: ApiClient,
  start: { challenge: string; orgId?: string },
  signal?: AbortSignal,
): Promise<SessionStarted> {
  return api.post('/v1/session/start', isSessionStarted, start, signal);
}

/** @throws ApiError `claim-not-ready` until the popup is through */
export async function claimSession(
  api: ApiClient,
  claim: { claimId: string; verifier: string },
  signal?: AbortSignal,
): Promise<Session> {
  return api.post('/v1/session/claim', isSession, claim, signal);
}

/** @throws ApiError `session-ended` */
export async function refreshSession(api: ApiClient, refreshHandle: string): Promise<Session> {
  return api.post('/v1/session/refresh', isSession, { refreshHandle });
}

export async function endSession(api: ApiClient, refreshHandle: string): Promise<void> {
  await api.post('/v1/session/end', anyObject, { refreshHandle });
}
