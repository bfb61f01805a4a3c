import { SyncError } from '../core/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { OAuthClient, OAuthPort } from '../ports/oauth-port.ts';
import type { Credential, CredentialRepository, ZohoProduct } from '../ports/store.ts';
import type { TokenProvider } from '../ports/token-provider.ts';

/** Refreshed this long before Zoho's hour is over, so that no call starts with a token about to die. */
const EARLY_MS = 5 * 60_000;
/** Longer than the OAuth adapter waits for Zoho Accounts. */
const LEASE_MS = 20_000;
const WAIT_STEP_MS = 250;
/** A wrong client id or secret is the operator's to mend: the customer's grant is still good. */
const OPERATOR_FAULTS = new Set(['invalid_client', 'invalid_client_secret']);

export interface TokenProviderOptions {
  readonly credentials: CredentialRepository;
  readonly product: ZohoProduct;
  readonly oauth: OAuthPort;
  readonly client: OAuthClient;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Access tokens of one connection. One refresh at a time: within the process by a shared promise, across
 * processes by a lease in the store; whoever does not hold it waits and reads the winner's token. Needed because
 * Zoho gives ten access tokens per refresh token and ten minutes (zoho-crm-api §1.3).
 */
export function createTokenProvider(options: TokenProviderOptions): TokenProvider {
  const { credentials, product, oauth, client, clock, log } = options;
  let held: { readonly token: string; readonly expiresAt: string } | null = null;
  let refused: string | null = null;
  let refreshing: Promise<string> | null = null;
  let throttledUntilMs = 0;

  const nowMs = (): number => Date.parse(clock.now());
  const inFuture = (ms: number): string => new Date(nowMs() + ms).toISOString();
  const fresh = (expiresAt: string): boolean => Date.parse(expiresAt) - EARLY_MS > nowMs();

  return {
    async accessToken() {
      if (held && held.token !== refused && fresh(held.expiresAt)) return held.token;
      refreshing ??= obtain().finally(() => (refreshing = null));
      return refreshing;
    },
    invalidate(badToken) {
      refused = badToken;
      if (held?.token === badToken) held = null;
      return Promise.resolve();
    },
  };

  async function obtain(): Promise<string> {
    const giveUpAtMs = nowMs() + LEASE_MS + 5_000;
    for (;;) {
      const credential = usable(await credentials.get(product));
      const { accessToken, accessExpiresAt } = credential;
      if (accessToken && accessExpiresAt && accessToken !== refused && fresh(accessExpiresAt)) {
        return hold(accessToken, accessExpiresAt);
      }
      if (nowMs() < throttledUntilMs) {
        const retryAfterMs = throttledUntilMs - nowMs();
        throw new SyncError('rate-limited', 'Zoho Accounts throttles token requests', { retryAfterMs });
      }
      const won = await credentials.claimRefresh(
        product,
        credential.version,
        clock.now(),
        inFuture(LEASE_MS),
      );
      if (won) return refresh(credential);
      if (nowMs() > giveUpAtMs)
        throw new SyncError('unavailable', `The ${product} token is not being renewed`);
      await clock.sleep(WAIT_STEP_MS);
    }
  }

  async function refresh(credential: Credential): Promise<string> {
    try {
      const { dataCenter: dc, refreshToken } = credential;
      const grant = await oauth.refresh({ dc, client, refreshToken });
      const expiresAt = inFuture(grant.expiresInMs);
      await credentials.saveAccessToken(product, grant.accessToken, expiresAt);
      return hold(grant.accessToken, expiresAt);
    } catch (error) {
      await noteRefusal(error);
      throw error;
    }
  }

  async function noteRefusal(error: unknown): Promise<void> {
    if (!(error instanceof SyncError)) return;
    if (error.code === 'rate-limited') throttledUntilMs = nowMs() + (error.retryAfterMs ?? 10 * 60_000);
    if (error.code !== 'reauthorization-required') return;
    const isOperatorFault = OPERATOR_FAULTS.has(error.providerCode ?? '');
    log.error({ product, providerCode: error.providerCode }, 'Zoho refused to renew the access token');
    if (!isOperatorFault) await credentials.markUnusable(product);
  }

  function hold(token: string, expiresAt: string): string {
    held = { token, expiresAt };
    return token;
  }

  function usable(credential: Credential | null): Credential {
    if (credential?.status === 'valid') return credential;
    throw new SyncError('reauthorization-required', `${product} is not connected`);
  }
}
