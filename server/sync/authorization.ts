import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { OAuthClient, OAuthPort } from '../ports/oauth-port.ts';
import type { Introduction } from '../ports/people.ts';
import type { Random } from '../ports/random.ts';
import type { Store, ZohoProduct } from '../ports/store.ts';
import { SyncError } from '../core/errors.ts';
import { Refusal } from './refusal.ts';

/** What the OAuth use cases share. */
export interface AuthorizationDeps {
  readonly store: Store;
  readonly oauth: OAuthPort;
  readonly introduce: Introduction;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** SHA-256 of an ASCII text, base64url: PKCE's S256. */
  readonly sha256: (text: string) => string;
  readonly clients: Readonly<Record<ZohoProduct, OAuthClient>>;
  readonly scopes: Readonly<Record<ZohoProduct | 'signIn', readonly string[]>>;
  /** Where an authorisation starts; Zoho sends people on to their own region. */
  readonly dataCenter: string;
  /** As registered in Zoho's API console. */
  readonly redirectUri: string;
  /** S9: editions whose setup is allowed, upper case. */
  readonly deskEditions: readonly string[];
}

/** How long a person may take between our page and Zoho's answer. */
export const AUTHORIZATION_MS = 10 * 60_000;

export function later(clock: Clock, ms: number): string {
  return new Date(Date.parse(clock.now()) + ms).toISOString();
}

/** Turns what Zoho said during an authorisation into a refusal with a name; leaves everything else alone. */
export function asRefusal(error: unknown): unknown {
  if (!(error instanceof SyncError)) return error;
  const facts = { providerCode: error.providerCode };
  const cause = { cause: error };
  if (error.providerCode?.startsWith('invalid_client')) {
    const remedy = 'check ZOHO_CLIENT_ID and ZOHO_CLIENT_SECRET against the API console';
    return new Refusal('client-refused', `Zoho does not accept this connector: ${remedy}`, facts, cause);
  }
  switch (error.code) {
    case 'permission':
      return error.providerCode === 'access_denied'
        ? new Refusal('access-refused', 'Access was refused at Zoho', {}, cause)
        : new Refusal('zoho-refused', 'Zoho does not let this person in', facts, cause);
    case 'bad-parameter':
      return new Refusal('unknown-data-center', 'The answer came from an unknown accounts server', {}, cause);
    case 'unavailable':
    case 'rate-limited':
    case 'unknown-outcome':
      return new Refusal('zoho-unavailable', 'Zoho cannot be reached at the moment', facts, cause);
    default:
      return new Refusal('zoho-refused', 'Zoho refused the authorisation', facts, cause);
  }
}

/** Tokens that are not kept must not live on; a failed revocation is worth a line in the log, no more. */
export async function revokeQuietly(
  { oauth, log }: Pick<AuthorizationDeps, 'oauth' | 'log'>,
  dc: string,
  token: string,
): Promise<void> {
  try {
    await oauth.revoke({ dc, token });
  } catch (error) {
    log.warn(
      { dc, error: error instanceof Error ? error.message : 'unknown' },
      'A token could not be revoked',
    );
  }
}
