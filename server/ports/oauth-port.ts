/** The OAuth client registered in Zoho's API console; the secret can differ per data center. */
export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface AuthorizeRequest {
  /** Id of the data center to ask; a multi-DC client may always start at `us`. */
  readonly dc: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  /** Unguessable value that ties the callback to this browser. */
  readonly state: string;
  /** PKCE S256 challenge. */
  readonly codeChallenge?: string;
  readonly loginHint?: string;
  /** Organisation to bind the grant to, e.g. `ZohoCRM.<zgid>`; without it Zoho lets the person choose. */
  readonly organization?: string;
  /** `consent` forces a new refresh token. */
  readonly prompt?: 'consent' | 'login';
  /** False for a sign-in that needs no refresh token. Default true. */
  readonly offline?: boolean;
}

export interface TokenGrant {
  readonly accessToken: string;
  /** Absent on refresh: the old one stays valid. */
  readonly refreshToken: string | null;
  readonly expiresInMs: number;
  /** Base URL of the CRM API, checked against the list of data centers; null when the answer named none. */
  readonly apiDomain: string | null;
  /** Empty when the answer did not list them. */
  readonly scopes: readonly string[];
}

/** What Zoho Accounts appends to the redirect URI. */
export interface CallbackQuery {
  readonly code?: string | undefined;
  readonly error?: string | undefined;
  readonly location?: string | undefined;
  readonly 'accounts-server'?: string | undefined;
}

/**
 * Zoho Accounts. Failures are `SyncError`s: `reauthorization-required` (dead code, dead refresh token or wrong
 * client; `providerCode` tells which), `rate-limited` (throttled, wait `retryAfterMs`), `unavailable`, `provider`.
 */
export interface OAuthPort {
  authorizeUrl(request: AuthorizeRequest): string;
  /** Settles which data center answered; throws `permission` on refusal, `bad-parameter` for a host not on the list. */
  readCallback(query: CallbackQuery): { readonly dc: string; readonly code: string };
  exchangeCode(request: {
    readonly dc: string;
    readonly client: OAuthClient;
    readonly redirectUri: string;
    readonly code: string;
    readonly codeVerifier?: string;
  }): Promise<TokenGrant>;
  refresh(request: {
    readonly dc: string;
    readonly client: OAuthClient;
    readonly refreshToken: string;
  }): Promise<TokenGrant>;
  /** Revokes a refresh token and its access tokens; a token that is dead already is no error. */
  revoke(request: { readonly dc: string; readonly token: string }): Promise<void>;
}
