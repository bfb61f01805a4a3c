import * as z from 'zod/mini';
import { Instant, Secret, ZohoId } from './common.ts';

/** POST /v1/session/start: begins a sign-in; the widget opens `authorizeUrl` in a popup. */
export const SessionStart = z.object({
  /** base64url(SHA-256(verifier)); the verifier stays in the widget. */
  challenge: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/)),
  /** Desk organisation to work in; default: the agent's default one. */
  orgId: z.optional(ZohoId),
});
export const SessionStarted = z.object({ claimId: Secret, authorizeUrl: z.string() });
export type SessionStarted = z.infer<typeof SessionStarted>;

/** POST /v1/session/claim: 404 `claim-not-ready` until the popup is through. */
export const SessionClaim = z.object({ claimId: Secret, verifier: Secret });

export const Agent = z.object({
  orgId: z.string(),
  agentId: z.string(),
  profileId: z.nullable(z.string()),
  email: z.nullable(z.string()),
  name: z.nullable(z.string()),
  administrator: z.boolean(),
});
export type Agent = z.infer<typeof Agent>;

/** Answer of claim and refresh. The token goes into `Authorization: Bearer`; keep both in memory only. */
export const Session = z.object({
  token: z.string(),
  expiresInSeconds: z.int(),
  expiresAt: Instant,
  /** Good once: every refresh answers a new one. */
  refreshHandle: Secret,
  agent: Agent,
});
export type Session = z.infer<typeof Session>;

/** POST /v1/session/refresh and POST /v1/session/end. */
export const SessionHandle = z.object({ refreshHandle: Secret });
