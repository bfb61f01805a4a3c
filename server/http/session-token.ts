import { jwtVerify, SignJWT } from 'jose';
import * as z from 'zod';
import type { Clock } from '../ports/clock.ts';
import type { AgentIdentity } from '../sync/desk-identity.ts';

const ISSUER = 'zoho-crm-for-desk';
const Claims = z.object({
  org: z.string().min(1),
  sub: z.string().min(1),
  profile: z.string().nullable(),
  email: z.string().nullable(),
  name: z.string().nullable(),
  admin: z.boolean(),
  dc: z.string().min(1),
});

export interface IssuedToken {
  readonly token: string;
  readonly expiresInSeconds: number;
  readonly expiresAt: string;
}
/** Session tokens: signed facts about an agent, short-lived, stored nowhere. */
export interface SessionTokens {
  issue(agent: AgentIdentity): Promise<IssuedToken>;
  /** Null when forged, expired or not a session token. */
  verify(token: string): Promise<AgentIdentity | null>;
}

export function createSessionTokens(options: {
  readonly secret: string;
  readonly minutes: number;
  readonly clock: Clock;
}): SessionTokens {
  const { minutes, clock } = options;
  const key = new TextEncoder().encode(options.secret);
  return {
    async issue(agent) {
      const issuedAt = Math.floor(Date.parse(clock.now()) / 1000);
      const expiresInSeconds = minutes * 60;
      const { orgKey: org, profileId: profile, email, name, administrator: admin, dataCenter: dc } = agent;
      const token = await new SignJWT({ org, profile, email, name, admin, dc })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setSubject(agent.agentId)
        .setIssuer(ISSUER)
        .setAudience(ISSUER)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + expiresInSeconds)
        .sign(key);
      const expiresAt = new Date((issuedAt + expiresInSeconds) * 1000).toISOString();
      return { token, expiresInSeconds, expiresAt };
    },
    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: ['HS256'],
          issuer: ISSUER,
          audience: ISSUER,
          currentDate: new Date(clock.now()),
          requiredClaims: ['exp', 'sub'],
        });
        const { org, sub, profile, email, name, admin, dc } = Claims.parse(payload);
        return {
          orgKey: org,
          agentId: sub,
          profileId: profile,
          email,
          name,
          administrator: admin,
          dataCenter: dc,
        };
      } catch {
        return null;
      }
    },
  };
}
