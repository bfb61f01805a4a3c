/** An application registered in the API console. */
export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Compared character by character with what the authorize request names. */
  readonly redirectUris: readonly string[];
  /** What the call log calls its users. */
  readonly actor: string;
  /** Exempt from the limit of refresh tokens per user: a test may ask for a token before every step. */
  readonly unlimited?: boolean;
}

/** What a sandbox may be told about the connector's registration; the rest keeps its default. */
export interface ConnectorClient {
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly redirectUris?: readonly string[];
}

/** Fixed, so that `.env` files and tests can name them; they open nothing but this pretend Zoho. */
export const DEFAULT_CONNECTOR_CLIENT = {
  clientId: '1000.SANDBOXCONNECTOR00000000000000',
  clientSecret: 'sandbox-connector-secret',
  redirectUris: ['http://127.0.0.1:4300/oauth/callback'],
} as const satisfies Required<ConnectorClient>;

/** Whoever edits records by hand in a test: `POST /_sandbox/token`. */
export const HUMAN_CLIENT: OAuthClient = {
  clientId: '1000.SANDBOXHUMAN000000000000000000',
  clientSecret: 'sandbox-human-secret',
  redirectUris: [],
  actor: 'human',
  unlimited: true,
};

export function connectorClient(given: ConnectorClient = {}): OAuthClient {
  return { ...DEFAULT_CONNECTOR_CLIENT, ...given, actor: 'connector' };
}
