import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { CryptoKey, JWTVerifyGetKey } from 'jose';
import { createWebhookVerifier } from '../../server/zoho/desk/jwt.ts';
import { startScriptedServer } from './support/scripted-server.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const EXPECTED = { orgId: '7', webhookId: '9' };

describe('X-ZDesk-JWT', () => {
  let privateKey: CryptoKey;
  let stranger: CryptoKey;
  let keys: JWTVerifyGetKey;
  let jwks: { keys: object[] };
  before(async () => {
    const pair = await generateKeyPair('RS256', { extractable: true });
    privateKey = pair.privateKey;
    stranger = (await generateKeyPair('RS256')).privateKey;
    const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'RS256' };
    jwks = { keys: [jwk] };
    keys = createLocalJWKSet({ keys: [jwk] });
  });

  const token = (claims: { iss?: string; aud?: string; exp?: number }, key = privateKey) =>
    new SignJWT({ iss: 'orgId:7', aud: 'webhookId:9', exp: NOW / 1000 + 300, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .sign(key);
  const verify = async (signed: string | undefined) => {
    await createWebhookVerifier({ deskUrl: 'https://desk.example', keys, now: () => NOW }).verify(
      signed,
      EXPECTED,
    );
  };

  it('accepts an expiry in seconds and in milliseconds', async () => {
    await verify(await token({}));
    await verify(await token({ exp: NOW + 300_000 }));
  });
  it('refuses an expiry that has passed, in seconds and in milliseconds', async () => {
    await assert.rejects(verify(await token({ exp: NOW / 1000 - 300 })), { code: 'permission' });
    await assert.rejects(verify(await token({ exp: NOW - 300_000 })), { code: 'permission' });
  });
  it('refuses another organisation, another subscription, another key, none', async () => {
    await assert.rejects(verify(await token({ iss: 'orgId:8' })), { code: 'permission' });
    await assert.rejects(verify(await token({ aud: 'webhookId:8' })), { code: 'permission' });
    await assert.rejects(verify(await token({}, stranger)), { code: 'permission' });
    await assert.rejects(verify('nonsense'), { code: 'permission' });
    await assert.rejects(verify(undefined), { code: 'permission' });
  });
  it("fetches Desk's keys once and says unavailable when it cannot", async () => {
    const server = await startScriptedServer(() => ({ status: 200, body: jwks }));
    const verifier = createWebhookVerifier({ deskUrl: server.url, now: () => NOW });
    await verifier.verify(await token({}), EXPECTED);
    await verifier.verify(await token({}), EXPECTED);
    assert.deepEqual(
      server.seen.map(({ path }) => path),
      ['/.well-known/jwks.json'],
    );
    await server.close();
    const late = createWebhookVerifier({ deskUrl: server.url, now: () => NOW });
    await assert.rejects(late.verify(await token({}), EXPECTED), { code: 'unavailable' });
  });
});
