import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import type { OAuthPort } from '../../server/ports/oauth-port.ts';
import { withSandbox, ZOHO_DATA_CENTERS } from '../../server/zoho/data-centers.ts';
import { createOAuth } from '../../server/zoho/oauth.ts';
import { startScriptedServer } from './support/scripted-server.ts';
import type { Reply, Seen } from './support/scripted-server.ts';

const CLIENT = { clientId: 'id', clientSecret: 'very-secret' };
const GRANT = {
  access_token: 'a',
  refresh_token: 'r',
  expires_in: 3600,
  scope: 'Desk.basic.READ Desk.search.READ',
};

async function withAccounts(
  reply: Reply,
  work: (oauth: OAuthPort, seen: Seen[], url: string) => Promise<void>,
) {
  const server = await startScriptedServer(() => reply);
  const { url } = server;
  const oauth = createOAuth({ dataCenters: withSandbox({ accounts: url, desk: url, crm: url }) });
  try {
    await work(oauth, server.seen, url);
  } finally {
    await server.close();
  }
}
const refresh = (oauth: OAuthPort) => oauth.refresh({ dc: 'sandbox', client: CLIENT, refreshToken: 'r' });

describe('OAuth', () => {
  it('builds the authorize address', () => {
    const oauth = createOAuth({ dataCenters: ZOHO_DATA_CENTERS });
    const url = new URL(
      oauth.authorizeUrl({
        dc: 'eu',
        clientId: 'id',
        redirectUri: 'https://connector.example/back',
        scopes: ['A.b.READ', 'C.d.READ'],
        state: 's',
        codeChallenge: 'c',
        prompt: 'consent',
      }),
    );
    assert.equal(url.origin + url.pathname, 'https://accounts.zoho.eu/oauth/v2/auth');
    assert.equal(url.searchParams.get('scope'), 'A.b.READ,C.d.READ');
    assert.equal(url.searchParams.get('access_type'), 'offline');
    assert.equal(url.searchParams.get('code_challenge_method'), 'S256');
    assert.equal(url.searchParams.has('login_hint'), false);
  });

  it('exchanges a code', async () => {
    await withAccounts({ status: 200, body: GRANT }, async (oauth, seen) => {
      const grant = await oauth.exchangeCode({
        dc: 'sandbox',
        client: CLIENT,
        redirectUri: 'https://x.example',
        code: 'k',
        codeVerifier: 'v',
      });
      assert.deepEqual(grant, {
        accessToken: 'a',
        refreshToken: 'r',
        expiresInMs: 3_600_000,
        apiDomain: null,
        scopes: ['Desk.basic.READ', 'Desk.search.READ'],
      });
      assert.match(String(seen[0]?.body), /grant_type=authorization_code.*code_verifier=v/);
      assert.ok(!(seen[0]?.query.toString() ?? '').includes('secret'));
    });
  });

  const failures = [
    { answer: { status: 200, body: { error: 'invalid_code' } }, code: 'reauthorization-required' },
    { answer: { status: 400, body: { error: 'invalid_client' } }, code: 'reauthorization-required' },
    { answer: { status: 200, body: { error: 'invalid_client_secret' } }, code: 'reauthorization-required' },
    {
      answer: { status: 400, body: { error: 'Access Denied' } },
      code: 'rate-limited',
      retryAfterMs: 600_000,
    },
    { answer: { status: 200, body: { error: 'general_error' } }, code: 'provider' },
    { answer: { status: 502, body: '<html>' }, code: 'unavailable' },
    { answer: { status: 200, body: { ...GRANT, api_domain: 'https://evil.example' } }, code: 'provider' },
    { answer: 'reset' as const, code: 'unavailable' },
  ];
  for (const { answer, code, retryAfterMs } of failures) {
    it(`${JSON.stringify(answer)} on refresh is ${code}`, async () => {
      await withAccounts(answer, async (oauth) => {
        const error: unknown = await refresh(oauth).catch((reason: unknown) => reason);
        assert.ok(error instanceof Error && 'code' in error && 'retryAfterMs' in error);
        assert.equal(error.code, code);
        assert.equal(error.retryAfterMs, retryAfterMs);
        assert.ok(!inspect(error, { depth: 9, showHidden: true }).includes('very-secret'));
      });
    });
  }

  it('accepts the CRM host of the data center', async () => {
    await withAccounts({ status: 200, body: GRANT }, async (_oauth, _seen, url) => {
      await withAccounts(
        { status: 200, body: { ...GRANT, api_domain: 'https://www.zohoapis.eu' } },
        async (oauth) => {
          assert.equal((await refresh(oauth)).apiDomain, 'https://www.zohoapis.eu');
        },
      );
      assert.notEqual(url, '');
    });
  });

  it('trusts only accounts servers on the list', () => {
    const oauth = createOAuth({ dataCenters: ZOHO_DATA_CENTERS });
    assert.deepEqual(
      oauth.readCallback({ code: 'k', location: 'us', 'accounts-server': 'https://accounts.zoho.in' }),
      { dc: 'in', code: 'k' },
    );
    assert.throws(
      () => oauth.readCallback({ code: 'k', 'accounts-server': 'https://accounts.zoho.com.evil.example' }),
      { code: 'bad-parameter' },
    );
    assert.throws(() => oauth.readCallback({ error: 'access_denied' }), { code: 'permission' });
  });

  it('takes a token that is dead already for revoked', async () => {
    await withAccounts({ status: 400, body: { error: 'invalid_token' } }, async (oauth) => {
      await oauth.revoke({ dc: 'sandbox', token: 'r' });
    });
  });
});

describe('data centers', () => {
  it('know their hosts', () => {
    assert.equal(ZOHO_DATA_CENTERS.byApiDomain('https://www.zohoapis.com.au')?.id, 'au');
    assert.equal(ZOHO_DATA_CENTERS.byApiDomain('https://sandbox.zohoapis.eu')?.id, 'eu');
    assert.equal(ZOHO_DATA_CENTERS.byAccountsServer('https://accounts.zoho.com')?.id, 'us');
    assert.equal(ZOHO_DATA_CENTERS.byAccountsServer('accounts.zoho.com'), undefined);
  });
});
