import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import type { JWTVerifyGetKey } from 'jose';
import { SyncError } from '../../core/errors.ts';

/** Desk drops a delivery that is not answered within 5 s, so the key must come fast or not at all. */
const JWKS_TIMEOUT_MS = 1_500;
const JWKS_CACHE_MS = 6 * 3_600_000;
/** Seconds stay below this for thousands of years; Desk's pages give `exp` in ms, its examples in s. */
const SMALLEST_MS = 100_000_000_000;
const CLOCK_TOLERANCE_S = 60;

export interface WebhookIdentity {
  readonly orgId: string;
  readonly webhookId: string;
}

/** Verifies `X-ZDesk-JWT` of webhook deliveries (zoho-desk-api §5). The token does not sign the body: read records anew. */
export interface WebhookVerifier {
  /**
   * @throws SyncError `permission` when the token is missing, forged, expired or meant for another organisation or
   * subscription; `unavailable` when Desk's keys cannot be fetched in time
   */
  verify(token: string | undefined, expected: WebhookIdentity): Promise<void>;
}

export function createWebhookVerifier({
  deskUrl,
  now = Date.now,
  keys,
}: {
  /** Desk host of the data center. */
  readonly deskUrl: string;
  readonly now?: () => number;
  /** Replaces the remote key set. */
  readonly keys?: JWTVerifyGetKey;
}): WebhookVerifier {
  const keySet =
    keys ??
    createRemoteJWKSet(new URL('/.well-known/jwks.json', deskUrl), {
      timeoutDuration: JWKS_TIMEOUT_MS,
      cacheMaxAge: JWKS_CACHE_MS,
    });

  return {
    async verify(token, { orgId, webhookId }) {
      if (token === undefined || token === '')
        throw new SyncError('permission', 'The delivery carries no X-ZDesk-JWT');
      const payload = await verified(token, { orgId, webhookId });
      const { exp } = payload;
      if (exp === undefined) throw new SyncError('permission', 'The token has no expiry');
      const expiresAt = exp >= SMALLEST_MS ? exp : exp * 1000;
      if (expiresAt + CLOCK_TOLERANCE_S * 1000 < now())
        throw new SyncError('permission', 'The token has expired');
    },
  };

  async function verified(token: string, { orgId, webhookId }: WebhookIdentity): Promise<{ exp?: number }> {
    try {
      const { payload } = await jwtVerify(token, keySet, {
        algorithms: ['RS256'],
        issuer: `orgId:${orgId}`,
        audience: `webhookId:${webhookId}`,
        currentDate: new Date(now()),
        clockTolerance: CLOCK_TOLERANCE_S,
      });
      return payload;
    } catch (error) {
      const isForged = error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout);
      if (isForged)
        throw new SyncError('permission', 'X-ZDesk-JWT does not verify', { providerCode: error.code });
      throw new SyncError('unavailable', "Desk's signing keys cannot be fetched", { cause: error });
    }
  }
}
