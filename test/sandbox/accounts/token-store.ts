import { createHash } from 'node:crypto';
import { randomHex } from '../kernel/random.ts';
import type { TokenSpoiler } from '../kernel/faults/fault-player.ts';
import type { Clock, Grant, Person } from '../kernel/types.ts';
import type { OAuthClient } from './clients.ts';

/** Limits of the token pages: CRM reference §1.3, Desk reference §1. */
export const TOKEN_LIMITS = {
  accessLifeMs: 3_600_000,
  windowMs: 600_000,
  accessPerWindow: 10,
  liveAccess: 15,
  refreshPerUser: 20,
  codesPerWindow: 10,
} as const;

/** What a user agreed to. */
export interface Consent {
  readonly client: OAuthClient;
  readonly person: Person;
  readonly scopes: readonly string[];
  readonly deskOrgId: string | null;
  readonly crmOrgId: string | null;
}

export interface CodeRequest {
  readonly consent: Consent;
  readonly redirectUri: string;
  readonly challenge: string | null;
  /** Whether the exchange answers a refresh token. */
  readonly offline: boolean;
}

interface Code extends CodeRequest {
  readonly expiresAt: number;
}

interface RefreshToken {
  readonly value: string;
  readonly consent: Consent;
  /** Times at which access tokens were issued, for the throttle. */
  issued: number[];
  /** Live access tokens, oldest first. */
  access: string[];
}

interface AccessToken {
  readonly consent: Consent;
  expiresAt: number;
  readonly refresh: string | null;
}

/** Every code and token of the pretend Zoho Accounts. */
export interface TokenStore extends TokenSpoiler {
  /** @returns null when the client asked for more than 10 codes in 10 minutes for this user */
  issueCode(request: CodeRequest, lifeMs: number): string | null;
  /** Takes the code out of the store: a code is good for one attempt. */
  takeCode(code: string): CodeRequest | null;
  /** A refresh token; the oldest of the same user and client beyond 20 dies silently. */
  issueRefresh(consent: Consent): string;
  hasRefresh(client: OAuthClient, person: Person): boolean;
  refreshConsent(refreshToken: string): Consent | null;
  /** @returns null when the refresh token has been used 10 times in 10 minutes */
  issueAccess(consent: Consent, refreshToken: string | null): string | null;
  /** @returns false when no such token lives */
  revokeToken(token: string): boolean;
  authenticate(authorization: string | undefined): Grant | null;
  clear(): void;
}

export function createTokenStore(clock: Clock, random: () => number): TokenStore {
  const codes = new Map<string, Code>();
  const refreshTokens = new Map<string, RefreshToken>();
  const accessTokens = new Map<string, AccessToken>();
  let codeTimes: { readonly owner: string; readonly at: number }[] = [];

  const newToken = (): string => `1000.${randomHex(random, 32)}.${randomHex(random, 32)}`;
  const ownerOf = (client: OAuthClient, person: Person): string => `${client.clientId}|${person.zuid}`;
  const recent = (at: number): boolean => at > clock.now() - TOKEN_LIMITS.windowMs;

  function dropRefresh(token: RefreshToken): void {
    refreshTokens.delete(token.value);
    for (const access of token.access) accessTokens.delete(access);
  }

  function refreshTokensOf(client: OAuthClient, person: Person): RefreshToken[] {
    const owner = ownerOf(client, person);
    return [...refreshTokens.values()].filter(
      ({ consent }) => ownerOf(consent.client, consent.person) === owner,
    );
  }

  function findAccess(authorization: string | undefined): AccessToken | null {
    const [, value] = /^(?:Zoho-oauthtoken|Bearer)\s+(\S+)$/i.exec(authorization ?? '') ?? [];
    return (value === undefined ? undefined : accessTokens.get(value)) ?? null;
  }

  return {
    issueCode(request, lifeMs) {
      const owner = ownerOf(request.consent.client, request.consent.person);
      codeTimes = codeTimes.filter(({ at }) => recent(at));
      if (codeTimes.filter((time) => time.owner === owner).length >= TOKEN_LIMITS.codesPerWindow) return null;
      codeTimes.push({ owner, at: clock.now() });
      const code = newToken();
      codes.set(code, { ...request, expiresAt: clock.now() + lifeMs });
      return code;
    },
    takeCode(value) {
      const code = codes.get(value);
      codes.delete(value);
      return code && code.expiresAt > clock.now() ? code : null;
    },
    issueRefresh(consent) {
      const [oldest, ...others] = refreshTokensOf(consent.client, consent.person);
      const full = !consent.client.unlimited && others.length + 1 >= TOKEN_LIMITS.refreshPerUser;
      if (oldest && full) dropRefresh(oldest);
      const value = newToken();
      refreshTokens.set(value, { value, consent, issued: [], access: [] });
      return value;
    },
    hasRefresh: (client, person) => refreshTokensOf(client, person).length > 0,
    refreshConsent: (value) => refreshTokens.get(value)?.consent ?? null,
    issueAccess(consent, refreshValue) {
      const refresh = refreshValue === null ? undefined : refreshTokens.get(refreshValue);
      const value = newToken();
      if (refresh) {
        refresh.issued = refresh.issued.filter(recent);
        if (refresh.issued.length >= TOKEN_LIMITS.accessPerWindow) return null;
        refresh.issued.push(clock.now());
        refresh.access = refresh.access.filter(
          (token) => (accessTokens.get(token)?.expiresAt ?? 0) > clock.now(),
        );
        refresh.access.push(value);
        const surplus = refresh.access.splice(
          0,
          Math.max(refresh.access.length - TOKEN_LIMITS.liveAccess, 0),
        );
        for (const token of surplus) accessTokens.delete(token);
      }
      accessTokens.set(value, {
        consent,
        expiresAt: clock.now() + TOKEN_LIMITS.accessLifeMs,
        refresh: refresh?.value ?? null,
      });
      return value;
    },
    revokeToken(value) {
      const refresh = refreshTokens.get(value);
      if (refresh) dropRefresh(refresh);
      return refresh !== undefined || accessTokens.delete(value);
    },
    authenticate(authorization) {
      const token = findAccess(authorization);
      if (!token || token.expiresAt <= clock.now()) return null;
      const { client, person, scopes, deskOrgId, crmOrgId } = token.consent;
      return { person, scopes, clientId: client.clientId, actor: client.actor, deskOrgId, crmOrgId };
    },
    expire(authorization) {
      const token = findAccess(authorization);
      if (token) token.expiresAt = clock.now();
    },
    revoke(authorization) {
      const token = findAccess(authorization);
      if (!token) return;
      token.expiresAt = clock.now();
      const refresh = token.refresh === null ? undefined : refreshTokens.get(token.refresh);
      if (refresh) dropRefresh(refresh);
    },
    clear() {
      codes.clear();
      refreshTokens.clear();
      accessTokens.clear();
      codeTimes = [];
    },
  };
}

/** PKCE (RFC 7636) with S256; a code that was asked for without a challenge needs no verifier. */
export function verifierFits(challenge: string | null, verifier: string | undefined): boolean {
  if (challenge === null) return true;
  if (verifier === undefined) return false;
  return createHash('sha256').update(verifier).digest('base64url') === challenge;
}
