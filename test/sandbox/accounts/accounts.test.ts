import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { startSandbox } from '../sandbox.ts';
import type { Sandbox } from '../sandbox.ts';

const REDIRECT = 'http://127.0.0.1:9/callback';
const SCOPE = 'Desk.contacts.ALL,ZohoCRM.modules.contacts.ALL,ZohoCRM.org.READ';

let sandbox: Sandbox;
before(async () => {
  sandbox = await startSandbox({
    seed: 0,
    settings: { autoApprove: true },
    connectorClient: { redirectUris: [REDIRECT] },
    otherDataCenters: { eu: 'http://127.0.0.1:8' },
  });
});
after(() => sandbox.stop());

/** One quarter of an hour later no throttle window of an earlier test is left. */
const laterOn = () => sandbox.advance('PT15M');

function authorize(parameters: Record<string, string> = {}): Promise<Response> {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: sandbox.connectorClient.clientId,
    redirect_uri: REDIRECT,
    scope: SCOPE,
    state: 'st&te',
    access_type: 'offline',
    prompt: 'consent',
    ...parameters,
  });
  return fetch(`${sandbox.urls.accounts}/oauth/v2/auth?${query.toString()}`, { redirect: 'manual' });
}
function backTo(answer: Response): URLSearchParams {
  assert.equal(answer.status, 302);
  return new URL(answer.headers.get('location') ?? '').searchParams;
}
type Body = Record<string, unknown>;

async function token(parameters: Record<string, string>): Promise<{ status: number; body: Body }> {
  const { clientId, clientSecret } = sandbox.connectorClient;
  const answer = await fetch(`${sandbox.urls.accounts}/oauth/v2/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...parameters }),
  });
  return { status: answer.status, body: (await answer.json()) as Body };
}
const exchange = (code: string, more: Record<string, string> = {}) =>
  token({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT, ...more });
const refresh = (refreshToken: string) => token({ grant_type: 'refresh_token', refresh_token: refreshToken });

async function connect(parameters: Record<string, string> = {}): Promise<Body> {
  return (await exchange(backTo(await authorize(parameters)).get('code') ?? '')).body;
}
const lives = (accessToken: unknown): boolean =>
  sandbox.world.authenticate(`Bearer ${String(accessToken)}`) !== null;

describe('authorize', () => {
  it('sends the code back with location, accounts server and state', async () => {
    const back = backTo(await authorize({ login_hint: 'carla.crm@zylker.example' }));
    assert.match(back.get('code') ?? '', /^1000\./);
    assert.equal(back.get('location'), 'sandbox');
    assert.equal(back.get('accounts-server'), sandbox.urls.accounts);
    assert.equal(back.get('state'), 'st&te');
  });

  for (const { when, parameters, shows } of [
    { when: 'an unknown client', parameters: { client_id: '1000.NOBODY' }, shows: 'invalid_client' },
    {
      when: 'a redirect address that differs by a slash',
      parameters: { redirect_uri: `${REDIRECT}/` },
      shows: 'invalid_redirect_uri',
    },
    {
      when: 'one unknown scope',
      parameters: { scope: `${SCOPE},Desk.everything.ALL` },
      shows: 'Desk.everything.ALL',
    },
    { when: 'another response type', parameters: { response_type: 'token' }, shows: 'invalid_response_type' },
    {
      when: 'a plain code challenge',
      parameters: { code_challenge: 'x', code_challenge_method: 'plain' },
      shows: 'S256',
    },
  ]) {
    it(`shows ${when} to the user and sends the browser nowhere`, async () => {
      const answer = await authorize(parameters);
      assert.equal(answer.status, 400);
      assert.ok((await answer.text()).includes(shows));
    });
  }

  it('asks the user when nothing is approved by itself; the answer may be no', async () => {
    await sandbox.reset({ seed: 0, settings: { autoApprove: false } });
    const page = await (await authorize({ state: '"><script>' })).text();
    assert.ok(page.includes('ada.admin@zylker.example') && !page.includes('<script>'));
    const decide = (decision: string) =>
      fetch(`${sandbox.urls.accounts}/oauth/v2/auth`, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({
          response_type: 'code',
          client_id: sandbox.connectorClient.clientId,
          redirect_uri: REDIRECT,
          scope: SCOPE,
          user: 'otto.agent@zylker.example',
          decision,
        }),
      });
    assert.equal(backTo(await decide('reject')).get('error'), 'access_denied');
    const { body } = await exchange(backTo(await decide('accept')).get('code') ?? '');
    const grant = sandbox.world.authenticate(`Zoho-oauthtoken ${String(body['access_token'])}`);
    assert.equal(grant?.person.email, 'otto.agent@zylker.example');
    assert.equal(grant.crmOrgId, null);
    await sandbox.reset({ seed: 0, settings: { autoApprove: true } });
    await laterOn();
  });

  it('issues ten codes in ten minutes and refuses the next', async () => {
    for (let n = 0; n < 10; n += 1) assert.ok(backTo(await authorize()).has('code'));
    assert.equal(backTo(await authorize()).get('error'), 'access_denied');
    await laterOn();
  });
});

describe('the token endpoint', () => {
  it('answers tokens, scope, api_domain and life', async () => {
    const body = await connect();
    assert.equal(body['api_domain'], sandbox.urls.crm);
    assert.deepEqual([body['token_type'], body['expires_in']], ['Bearer', 3600]);
    assert.ok(lives(body['access_token']));
    await sandbox.advance('PT3600S');
    assert.ok(!lives(body['access_token']));
    const renewed = await refresh(String(body['refresh_token']));
    assert.ok(lives(renewed.body['access_token']));
    assert.equal('refresh_token' in renewed.body, false);
  });

  it('takes multipart forms and query strings as well', async () => {
    const { clientId, clientSecret } = sandbox.connectorClient;
    const { refresh_token: refreshToken } = await connect();
    const form = {
      grant_type: 'refresh_token',
      refresh_token: String(refreshToken),
      client_id: clientId,
      client_secret: clientSecret,
    };
    const multipart = new FormData();
    for (const [name, value] of Object.entries(form)) multipart.set(name, value);
    const url = `${sandbox.urls.accounts}/oauth/v2/token`;
    for (const answer of [
      await fetch(url, { method: 'POST', body: multipart }),
      await fetch(`${url}?${new URLSearchParams(form).toString()}`, { method: 'POST' }),
    ]) {
      assert.ok('access_token' in ((await answer.json()) as Body));
    }
  });

  it('takes a code once, within two minutes, with the same redirect address', async () => {
    const code = async () => backTo(await authorize()).get('code') ?? '';
    const used = await code();
    assert.ok('access_token' in (await exchange(used)).body);
    assert.deepEqual(await exchange(used), { status: 200, body: { error: 'invalid_code' } });
    const late = await code();
    await sandbox.advance('PT2M');
    assert.deepEqual((await exchange(late)).body, { error: 'invalid_code' });
    const elsewhere = await exchange(await code(), { redirect_uri: 'http://127.0.0.1:9/other' });
    assert.deepEqual(elsewhere.body, { error: 'invalid_redirect_uri' });
    await laterOn();
  });

  it('wants the verifier of a code challenge', async () => {
    const verifier = 'a-verifier-that-only-the-client-knows-0123456789';
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const code = async () =>
      backTo(await authorize({ code_challenge: challenge, code_challenge_method: 'S256' })).get('code') ?? '';
    assert.deepEqual((await exchange(await code())).body, { error: 'invalid_code' });
    assert.deepEqual((await exchange(await code(), { code_verifier: 'guess' })).body, {
      error: 'invalid_code',
    });
    assert.ok('access_token' in (await exchange(await code(), { code_verifier: verifier })).body);
    await laterOn();
  });

  it('names wrong credentials with HTTP 200', async () => {
    assert.deepEqual(await token({ client_id: 'x' }), { status: 200, body: { error: 'invalid_client' } });
    assert.deepEqual(await token({ client_secret: 'x' }), {
      status: 200,
      body: { error: 'invalid_client_secret' },
    });
    assert.deepEqual(await token({ grant_type: 'magic' }), { status: 200, body: { error: 'general_error' } });
  });

  it('throttles the eleventh access token in ten minutes', async () => {
    const refreshToken = String((await connect())['refresh_token']);
    for (let n = 0; n < 9; n += 1) assert.ok('access_token' in (await refresh(refreshToken)).body);
    const { status, body } = await refresh(refreshToken);
    assert.deepEqual([status, body['error']], [400, 'Access Denied']);
    await sandbox.advance('PT10M');
    assert.ok('access_token' in (await refresh(refreshToken)).body);
  });

  it('keeps fifteen access tokens of one refresh token alive', async () => {
    const first = await connect();
    const refreshToken = String(first['refresh_token']);
    for (let n = 0; n < 7; n += 1) await refresh(refreshToken);
    await sandbox.advance('PT11M');
    for (let n = 0; n < 7; n += 1) await refresh(refreshToken);
    assert.ok(lives(first['access_token']));
    await refresh(refreshToken);
    assert.ok(!lives(first['access_token']));
    await laterOn();
  });

  it('drops the oldest of 21 refresh tokens silently, with its access tokens', async () => {
    const user = { login_hint: 'mia.agent@zylker.example' };
    const oldest = await connect(user);
    for (let n = 0; n < 20; n += 1) {
      if (n % 9 === 8) await sandbox.advance('PT11M');
      await connect(user);
    }
    assert.deepEqual((await refresh(String(oldest['refresh_token']))).body, { error: 'invalid_code' });
    assert.ok(!lives(oldest['access_token']));
    await laterOn();
  });

  it('gives a refresh token only offline, and a second one only on consent', async () => {
    const user = { login_hint: 'lin.light@zylker.example' };
    assert.equal('refresh_token' in (await connect({ ...user, access_type: 'online' })), false);
    assert.equal('refresh_token' in (await connect({ ...user, prompt: '' })), true, 'first grant');
    assert.equal('refresh_token' in (await connect({ ...user, prompt: '' })), false, 'repeated grant');
    assert.equal('refresh_token' in (await connect(user)), true, 'prompt=consent');
  });
});

describe('revoking', () => {
  for (const path of ['/oauth/v2/token/revoke', '/oauth/v2/revoke/token']) {
    it(`${path} ends a refresh token and its access tokens`, async () => {
      const body = await connect();
      const { clientId, clientSecret } = sandbox.connectorClient;
      const revoke = () =>
        fetch(`${sandbox.urls.accounts}${path}?token=${String(body['refresh_token'])}`, {
          method: 'POST',
          headers: {
            authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
          },
        });
      assert.deepEqual(await (await revoke()).json(), { status: 'success' });
      assert.ok(!lives(body['access_token']));
      assert.deepEqual((await refresh(String(body['refresh_token']))).body, { error: 'invalid_code' });
      assert.equal((await revoke()).status, 400);
    });
  }
});

it('serverinfo lists every data center', async () => {
  const answer = (await (await fetch(`${sandbox.urls.accounts}/oauth/serverinfo`)).json()) as Body;
  assert.deepEqual(answer['locations'], { sandbox: sandbox.urls.accounts, eu: 'http://127.0.0.1:8' });
});

it('secrets do not reach the call log', () => {
  const log = JSON.stringify(sandbox.calls.list());
  assert.ok(
    !log.includes(sandbox.connectorClient.clientSecret) &&
      !log.includes('code=') &&
      !log.includes('refresh_token='),
  );
});
