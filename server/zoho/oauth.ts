import axios from 'axios';
import * as z from 'zod';
import { SyncError } from '../core/errors.ts';
import type { OAuthPort, TokenGrant } from '../ports/oauth-port.ts';
import { describeFailure, networkFailure } from './call-failure.ts';
import type { DataCenter, DataCenters } from './data-centers.ts';

/** Ten refreshes per ten minutes and refresh token; whoever is told "Access Denied" stays away that long. */
const THROTTLED_MS = 10 * 60_000;
const TIMEOUT_MS = 15_000;

/** The token endpoint answers errors with HTTP 200 as often as with 400: only `access_token` means success. */
const TokenAnswer = z.looseObject({
  access_token: z.string().min(1),
  refresh_token: z.string().optional(),
  expires_in: z.coerce.number().positive().default(3600),
  api_domain: z.string().optional(),
  scope: z.string().optional(),
});
const ErrorAnswer = z.looseObject({ error: z.string() });

const DEAD_GRANT = new Set([
  'invalid_code',
  'invalid_client',
  'invalid_client_secret',
  'invalid_grant',
  'access_denied',
]);

function tokenError(status: number, body: unknown): SyncError {
  const parsed = ErrorAnswer.safeParse(body);
  const code = parsed.success ? parsed.data.error : `HTTP ${status}`;
  const facts = { providerCode: code };
  if (code === 'Access Denied') {
    return new SyncError('rate-limited', 'Zoho Accounts throttles token requests', {
      ...facts,
      retryAfterMs: THROTTLED_MS,
    });
  }
  if (DEAD_GRANT.has(code))
    return new SyncError('reauthorization-required', `Zoho Accounts refused: ${code}`, facts);
  if (status >= 500 || status === 429)
    return new SyncError('unavailable', `Zoho Accounts answered ${code}`, facts);
  return new SyncError('provider', `Zoho Accounts refused: ${code}`, facts);
}

/** Zoho Accounts over HTTP, restricted to the hosts of `dataCenters` (zoho-desk-api §1, zoho-crm-api §1). */
export function createOAuth({ dataCenters }: { readonly dataCenters: DataCenters }): OAuthPort {
  function center(id: string): DataCenter {
    const dc = dataCenters.byId(id);
    if (dc === undefined) throw new SyncError('bad-parameter', `Unknown data center ${id}`);
    return dc;
  }

  async function post(
    url: string,
    form: Readonly<Record<string, string>>,
  ): Promise<{ status: number; body: unknown }> {
    try {
      const { status, data } = await axios.post<unknown>(url, new URLSearchParams(form).toString(), {
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
        timeout: TIMEOUT_MS,
        maxRedirects: 0,
        validateStatus: () => true,
      });
      return { status, body: data };
    } catch (error) {
      // No cause: an AxiosError carries the form, and the form carries the client secret.
      throw new SyncError('unavailable', `Zoho Accounts: ${describeFailure(networkFailure(error))}`);
    }
  }

  async function token(dc: DataCenter, form: Readonly<Record<string, string>>): Promise<TokenGrant> {
    const { status, body } = await post(`${dc.accounts}/oauth/v2/token`, form);
    const parsed = TokenAnswer.safeParse(body);
    if (!parsed.success) throw tokenError(status, body);
    const { access_token, refresh_token, expires_in, api_domain, scope } = parsed.data;
    if (api_domain !== undefined && dataCenters.byApiDomain(api_domain) === undefined) {
      throw new SyncError('provider', `The token answer names an unknown host: ${api_domain}`);
    }
    return {
      accessToken: access_token,
      refreshToken: refresh_token ?? null,
      expiresInMs: expires_in * 1000,
      apiDomain: api_domain === undefined ? null : new URL(api_domain).origin,
      scopes: scope?.split(/[\s,]+/).filter((name) => name !== '') ?? [],
    };
  }

  return {
    authorizeUrl(request) {
      const url = new URL('/oauth/v2/auth', center(request.dc).accounts);
      const params: Record<string, string | undefined> = {
        response_type: 'code',
        client_id: request.clientId,
        scope: request.scopes.join(','),
        redirect_uri: request.redirectUri,
        state: request.state,
        access_type: request.offline === false ? 'online' : 'offline',
        prompt: request.prompt,
        login_hint: request.loginHint,
        soid: request.organization,
        code_challenge: request.codeChallenge,
        code_challenge_method: request.codeChallenge === undefined ? undefined : 'S256',
      };
      for (const [name, value] of Object.entries(params)) {
        if (value !== undefined) url.searchParams.set(name, value);
      }
      return url.toString();
    },
    readCallback(query) {
      if (query.error !== undefined) {
        throw new SyncError('permission', 'The person refused access', { providerCode: query.error });
      }
      if (query.code === undefined) throw new SyncError('missing-parameter', 'The callback carries no code');
      const server = query['accounts-server'];
      const dc =
        server === undefined ? dataCenters.byId(query.location ?? '') : dataCenters.byAccountsServer(server);
      if (dc === undefined)
        throw new SyncError('bad-parameter', 'The callback names an unknown accounts server');
      return { dc: dc.id, code: query.code };
    },
    exchangeCode({ dc, client, redirectUri, code, codeVerifier }) {
      return token(center(dc), {
        grant_type: 'authorization_code',
        client_id: client.clientId,
        client_secret: client.clientSecret,
        redirect_uri: redirectUri,
        code,
        ...(codeVerifier === undefined ? {} : { code_verifier: codeVerifier }),
      });
    },
    refresh({ dc, client, refreshToken }) {
      return token(center(dc), {
        grant_type: 'refresh_token',
        client_id: client.clientId,
        client_secret: client.clientSecret,
        refresh_token: refreshToken,
      });
    },
    async revoke({ dc, token: secret }) {
      const { status, body } = await post(`${center(dc).accounts}/oauth/v2/token/revoke`, { token: secret });
      // 400 says that the token is dead already, which is what was wanted.
      if (status >= 400 && status !== 400) throw tokenError(status, body);
    },
  };
}
