import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { ZscIssued, ZscPage } from '../../server/contract/zsc.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { startConnector, type TestConnector } from '../support/connector.ts';
import { freePort } from '../support/free-port.ts';

const ADMIN = 'ada.admin@zylker.example';
const CARLA = 'carla.crm@zylker.example';
/** Longer than wrong keys are remembered. */
const FORGET_MS = 16 * 60_000;

describe('step 1(B): connecting CRM by ZSC key', () => {
  let sandbox: Sandbox;
  let connector: TestConnector;
  let orgKey: string;
  before(async () => {
    const port = await freePort();
    sandbox = await startSandbox({
      seed: 0,
      orgs: 2,
      settings: { autoApprove: true },
      connectorClient: { redirectUris: [`http://127.0.0.1:${port}/oauth/callback`] },
    });
    connector = await startConnector(sandbox, port);
    orgKey = sandbox.orgPairs[0]?.deskOrgId ?? '';
  });
  after(async () => {
    await connector.stop();
    await sandbox.stop();
  });

  const tokenOf = async (email: string) => String((await connector.signIn(email)).body['token']);
  const post = (path: string, body: object, token?: string) => connector.call(path, { body, token });
  /** What the page does: begins, lets the person agree at Zoho, claims. */
  async function openPage(email: string) {
    const verifier = randomBytes(32).toString('base64url');
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const { body } = await post('/zsc/start', { challenge });
    const url = `${String(body['authorizeUrl'])}&login_hint=${encodeURIComponent(email)}`;
    const consent = await fetch(url);
    return { consent, claim: await post('/zsc/claim', { claimId: body['claimId'], verifier }) };
  }
  async function page(email: string): Promise<ZscPage> {
    const { claim } = await openPage(email);
    assert.equal(claim.status, 200, JSON.stringify(claim.body));
    return claim.body as unknown as ZscPage;
  }
  async function issue(email: string): Promise<ZscIssued> {
    const { status, body } = await post('/zsc/issue', { handle: (await page(email)).handle });
    assert.equal(status, 200, JSON.stringify(body));
    return body as unknown as ZscIssued;
  }
  async function connect(body: object, admin = ADMIN) {
    const answer = await post('/v1/connections/crm/zsc', body, await tokenOf(admin));
    return { status: answer.status, code: answer.body['code'], body: answer.body };
  }
  const credential = () => connector.store.forOrg(orgKey).credentials.get('crm');

  it('S14: the page is static, of our own origin, and allows no other', async () => {
    const answer = await fetch(`${connector.url}/zsc`);
    const policy = answer.headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'/);
    const html = await answer.text();
    assert.doesNotMatch(html, /<script(?! src="\/zsc\/page\.js" defer><\/script>)|style="|onclick=/);
    for (const file of ['page.js', 'page.css']) {
      assert.equal((await fetch(`${connector.url}/zsc/${file}`)).status, 200);
    }
  });

  it('S14: asks Zoho with state, PKCE and offline access', async () => {
    const { body } = await post('/zsc/start', { challenge: 'c'.repeat(43) });
    const { searchParams } = new URL(String(body['authorizeUrl']));
    assert.equal(searchParams.get('code_challenge_method'), 'S256');
    assert.equal(searchParams.get('access_type'), 'offline');
    assert.match(searchParams.get('state') ?? '', /^[\w-]{43}$/);
    assert.match(searchParams.get('scope') ?? '', /ZohoCRM/);
    assert.doesNotMatch(searchParams.get('scope') ?? '', /Desk\./);
  });

  it('S8, S14: somebody who is no CRM administrator gets no key, and is told why', async () => {
    const { consent, claim } = await openPage('mia.agent@zylker.example');
    assert.equal(consent.status, 403);
    assert.deepEqual([claim.status, claim.body['code']], [403, 'not-crm-administrator']);
  });

  it('S14: a handle works once, and only whoever began may claim', async () => {
    const { handle, account } = await page(CARLA);
    assert.deepEqual([account.email, account.key, account.dataCenter], [CARLA, null, 'sandbox']);
    const first = await post('/zsc/issue', { handle });
    assert.equal(first.status, 200);
    const again = await post('/zsc/issue', { handle });
    assert.deepEqual([again.status, again.body['code']], [401, 'session-ended']);
    const verifier = randomBytes(32).toString('base64url');
    const stolen = await post('/zsc/claim', { claimId: verifier, verifier });
    assert.deepEqual([stolen.status, stolen.body['code']], [404, 'claim-not-ready']);
    const signIn = await post('/v1/session/claim', { claimId: first.body['handle'], verifier });
    assert.equal(signIn.status, 403, 'a handle of this page signs nobody in');
  });

  it('S14: wrong key, wrong e-mail and revoked key are refused, each by its name, and leave nothing behind', async () => {
    const { key } = await issue(CARLA);
    const other = `${key.slice(0, -43)}${'x'.repeat(43)}`;
    assert.deepEqual([(await connect({ email: CARLA, key: other })).code], ['zsc-key-wrong']);
    assert.equal((await connect({ email: CARLA, key: 'not a key' })).code, 'zsc-key-wrong');
    assert.equal(
      (await connect({ email: 'nobody@nowhere.example', key: other })).code,
      'zsc-key-wrong',
      'with a wrong key nothing is said about the e-mail',
    );
    assert.equal((await connect({ email: ADMIN, key })).code, 'zsc-email-wrong');
    const { handle } = await page(CARLA);
    const revoked = await post('/zsc/revoke', { handle });
    assert.equal((revoked.body as unknown as ZscPage).account.key, null);
    assert.equal((await connect({ email: CARLA, key })).code, 'zsc-key-revoked');
    assert.equal(await credential(), null);
    assert.equal(await connector.store.forOrg(orgKey).integration.get(), null, 'no partial configuration');
  });

  it('S14: guessing is slowed down, and forgiven later', async () => {
    const blocked = await connect({ email: CARLA, key: 'one more' });
    assert.deepEqual([blocked.status, blocked.code], [429, 'zsc-too-many-attempts']);
    const { retryAfterSeconds } = blocked.body['details'] as { retryAfterSeconds: number };
    assert.ok(retryAfterSeconds > 0 && retryAfterSeconds <= 900);
    const { key } = await issue(CARLA);
    assert.equal(
      (await connect({ email: CARLA, key })).code,
      'zsc-too-many-attempts',
      'also for the right key',
    );
    await sandbox.world.clock.advance(FORGET_MS);
    assert.equal((await connect({ email: CARLA, key: 'again' })).code, 'zsc-key-wrong');
  });

  it('S14: a new key kills the one before', async () => {
    const before = await issue(CARLA);
    const next = await post('/zsc/issue', { handle: before.handle });
    assert.equal(next.status, 200, 'the page can regenerate without authorising again');
    assert.equal((await connect({ email: CARLA, key: before.key })).code, 'zsc-key-revoked');
  });

  it('S14: a key whose authorisation ended at Zoho says so', async () => {
    const { key } = await issue(CARLA);
    const id = key.split('.')[1] ?? '';
    const row = await connector.store.zscKeys.find(id);
    await fetch(`${sandbox.urls.accounts}/oauth/v2/token/revoke?token=${row?.refreshToken ?? ''}`, {
      method: 'POST',
    });
    assert.deepEqual((await connect({ email: CARLA, key })).code, 'zsc-authorisation-expired');
  });

  it('S8, S14: the key of somebody who is CRM administrator no longer is refused', async () => {
    const { key } = await issue(CARLA);
    const person = [...sandbox.world.people.values()].find(({ email }) => email === CARLA);
    assert.ok(person?.crm);
    const membership = person.crm as { orgId: string; profile: string }[];
    const before = membership.map(({ profile }) => profile);
    for (const member of membership) member.profile = 'Standard';
    try {
      const { status, code } = await connect({ email: CARLA, key });
      assert.deepEqual([status, code], [403, 'not-crm-administrator']);
      assert.equal(await credential(), null);
    } finally {
      membership.forEach((member, index) => (member.profile = before[index] ?? ''));
    }
  });

  it('S13, S14: the right pair connects CRM as OAuth would, with the CRM administrator’s access, encrypted', async () => {
    await sandbox.world.clock.advance(FORGET_MS);
    const { key } = await issue(CARLA);
    const { status, body } = await connect({ email: ` ${CARLA.toUpperCase()} `, key: ` ${key}\n` });
    assert.equal(status, 200, JSON.stringify(body));
    assert.deepEqual(body, { state: 'connecting', accountEmail: CARLA });
    const token = await tokenOf(ADMIN);
    assert.equal((await connector.authorize(token, 'desk', ADMIN)).status, 200);
    const view = (await connector.call('/v1/integration', { token })).body;
    assert.deepEqual([view['state'], view['step']], ['configured', 'contacts-accounts']);
    assert.equal((await connector.call('/v1/modules/contacts/fields', { token })).status, 200, 'CRM answers');
    assert.equal((await credential())?.status, 'valid');
    assert.equal((await page(CARLA)).account.key?.connected, true);
  });

  it('S15: a key for a CRM organisation that another Desk organisation holds names the holder', async () => {
    const { key } = await issue(CARLA);
    const { status, code, body } = await connect({ email: CARLA, key }, 'ada.admin@nordlicht.example');
    assert.deepEqual([status, code], [409, 'crm-organisation-taken']);
    assert.equal((body['details'] as { holder: string }).holder, orgKey);
  });

  it('S14: a new key, and revoking, leave the connection alone', async () => {
    const { handle } = await page(CARLA);
    await post('/zsc/revoke', { handle });
    await sandbox.world.clock.advance(2 * 3_600_000);
    const token = await tokenOf(ADMIN);
    assert.equal((await connector.call('/v1/modules/contacts/fields', { token })).status, 200);
  });

  it('S14: the key is in no log, no audit, no answer but its own, and stored only as a hash', async () => {
    const { key } = await issue(CARLA);
    const secret = key.split('.')[2] ?? '';
    await connect({ email: CARLA, key });
    const token = await tokenOf(ADMIN);
    const audit = (await connector.call('/v1/audit', { token })).body;
    assert.ok(
      (audit['entries'] as { action: string }[]).some(({ action }) => action === 'crm-connected-by-key'),
    );
    const shown = [
      ...connector.logLines,
      JSON.stringify(audit),
      JSON.stringify((await connector.call('/v1/integration', { token })).body),
      JSON.stringify((await page(CARLA)).account),
      JSON.stringify(await connector.store.zscKeys.find(key.split('.')[1] ?? '')),
    ].join('\n');
    assert.ok(!shown.includes(secret));
    assert.ok(!connector.logLines.join('\n').includes(CARLA));
  });
});
