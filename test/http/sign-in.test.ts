import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { SignJWT } from 'jose';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { startConnector } from '../support/connector.ts';
import { freePort } from '../support/free-port.ts';
import type { TestConnector } from '../support/connector.ts';

const ADMIN = 'ada.admin@zylker.example';
const VERIFIER = 'v'.repeat(43);
const challenge = createHash('sha256').update(VERIFIER).digest('base64url');

describe('signing in', () => {
  let sandbox: Sandbox;
  let connector: TestConnector;
  before(async () => {
    const port = await freePort();
    sandbox = await startSandbox({
      seed: 0,
      orgs: 2,
      settings: { autoApprove: true },
      connectorClient: { redirectUris: [`http://127.0.0.1:${port}/oauth/callback`] },
    });
    connector = await startConnector(sandbox, port);
  });
  after(async () => {
    await connector.stop();
    await sandbox.stop();
  });

  async function start(): Promise<{ claimId: string; authorizeUrl: string }> {
    const { body } = await connector.call('/v1/session/start', { body: { challenge } });
    return body as { claimId: string; authorizeUrl: string };
  }
  const claim = (claimId: string, verifier = VERIFIER) =>
    connector.call('/v1/session/claim', { body: { claimId, verifier } });
  const refresh = (refreshHandle: unknown) =>
    connector.call('/v1/session/refresh', { body: { refreshHandle } });
  const progress = (token: unknown) => connector.call('/v1/sync/progress', { token: String(token) });

  it('asks Zoho with state and PKCE, for no more than who it is', async () => {
    const { searchParams } = new URL((await start()).authorizeUrl);
    assert.equal(searchParams.get('scope'), 'Desk.basic.READ');
    assert.equal(searchParams.get('code_challenge_method'), 'S256');
    assert.equal(searchParams.get('access_type'), 'online');
    assert.match(searchParams.get('state') ?? '', /^[\w-]{43}$/);
  });

  it('has nothing to claim before the popup is through', async () => {
    const { claimId } = await start();
    const { status, body } = await claim(claimId);
    assert.equal(status, 404);
    assert.equal(body['code'], 'claim-not-ready');
  });

  it('hands a claim over once, and only to whoever knows the verifier', async () => {
    const stolen = await start();
    await fetch(stolen.authorizeUrl);
    assert.equal((await claim(stolen.claimId, 'x'.repeat(43))).body['code'], 'claim-verifier');
    const own = await start();
    await fetch(own.authorizeUrl);
    assert.equal((await claim(own.claimId)).status, 200);
    assert.equal((await claim(own.claimId)).status, 404);
  });

  it('takes a state once', async () => {
    const { authorizeUrl } = await start();
    const answer = await fetch(authorizeUrl, { redirect: 'manual' });
    const back = answer.headers.get('location') ?? '';
    assert.equal((await fetch(back)).status, 200);
    const again = await fetch(back);
    assert.equal(again.status, 400);
    assert.match(await again.text(), /state-unknown/);
  });

  it('shows a page without scripts that only says to close the window', async () => {
    const { authorizeUrl } = await start();
    const answer = await fetch(authorizeUrl);
    assert.match(answer.headers.get('content-security-policy') ?? '', /default-src 'none'/);
    const page = await answer.text();
    assert.match(page, /You can close this window/);
    assert.doesNotMatch(page, /<script/);
  });

  it('turns away an accounts server that is on no list', async () => {
    const { authorizeUrl, claimId } = await start();
    const state = new URL(authorizeUrl).searchParams.get('state') ?? '';
    const query = new URLSearchParams({ state, code: 'c', 'accounts-server': 'https://evil.example' });
    const answer = await fetch(`${connector.url}/oauth/callback?${query.toString()}`);
    assert.equal(answer.status, 400);
    assert.equal((await claim(claimId)).body['code'], 'unknown-data-center');
  });

  it('tells the widget when the person pressed Reject', async () => {
    const { authorizeUrl, claimId } = await start();
    const state = new URL(authorizeUrl).searchParams.get('state') ?? '';
    await fetch(`${connector.url}/oauth/callback?state=${state}&error=access_denied`);
    assert.equal((await claim(claimId)).body['code'], 'access-refused');
  });

  it('S105: refuses a wish for an organisation the person does not belong to', async () => {
    const other = sandbox.orgPairs[1]?.deskOrgId ?? '';
    const { body } = await connector.signIn(ADMIN, other);
    assert.equal(body['code'], 'wrong-organisation');
  });

  it('keeps no Zoho token of an agent', async () => {
    const from = sandbox.world.clock.iso();
    await connector.signIn(ADMIN);
    const paths = sandbox.calls.list(from).map(({ path }) => path);
    assert.ok(
      paths.some((path) => path.includes('revoke')),
      paths.join(' '),
    );
  });

  it('rotates the refresh handle; an old one shown again ends all sessions of the agent', async () => {
    const first = (await connector.signIn(ADMIN)).body;
    const second = (await refresh(first['refreshHandle'])).body;
    assert.notEqual(second['refreshHandle'], first['refreshHandle']);
    assert.equal((await progress(second['token'])).status, 200);
    assert.equal((await refresh(first['refreshHandle'])).status, 401);
    assert.equal((await refresh(second['refreshHandle'])).status, 401);
  });

  it('ends a session', async () => {
    const { refreshHandle } = (await connector.signIn(ADMIN)).body;
    assert.equal((await connector.call('/v1/session/end', { body: { refreshHandle } })).status, 200);
    assert.equal((await refresh(refreshHandle)).status, 401);
  });

  it('lets a token go after 15 minutes, and a handle after 12 hours', async () => {
    const { token, refreshHandle } = (await connector.signIn(ADMIN)).body;
    await sandbox.advance('PT14M');
    assert.equal((await progress(token)).status, 200);
    await sandbox.advance('PT2M');
    assert.equal((await progress(token)).body['code'], 'session-required');
    await sandbox.advance('PT12H');
    assert.equal((await refresh(refreshHandle)).status, 401);
  });

  it('believes no token it did not sign', async () => {
    const claims = { org: '1', profile: null, email: null, name: null, admin: true, dc: 'us' };
    const forged = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('1')
      .setIssuer('zoho-crm-for-desk')
      .setAudience('zoho-crm-for-desk')
      .setExpirationTime('10m')
      .sign(new TextEncoder().encode('another secret of 32 characters!'));
    const unsigned = `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify(claims))}.`;
    for (const token of [forged, unsigned, 'nonsense']) assert.equal((await progress(token)).status, 401);
    assert.equal((await connector.call('/v1/sync/progress')).status, 401);
  });

  it('does not show progress without sign-in unless configured', async () => {
    assert.equal((await connector.call('/v1/progress')).status, 404);
  });

  it('limits how often sign-ins may be started', async () => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => connector.call('/v1/session/start', { body: { challenge } })),
    );
    const refused = answers.filter(({ status }) => status === 429);
    assert.ok(refused.length > 0);
    assert.equal(refused[0]?.body['code'], 'too-many-requests');
  });
});
