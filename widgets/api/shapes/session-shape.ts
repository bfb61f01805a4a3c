import type { Agent, Session, SessionStarted } from '../../../server/contract/session.ts';
import { flag, nullable, object, text, whole } from './guard.ts';

export const isSessionStarted = object<SessionStarted>({ claimId: text, authorizeUrl: text });
export const isSession = object<Session>({
  token: text,
  expiresInSeconds: whole,
  expiresAt: text,
  refreshHandle: text,
  agent: object<Agent>({
    orgId: text,
    agentId: text,
    profileId: nullable(text),
    email: nullable(text),
    name: nullable(text),
    administrator: flag,
  }),
});
