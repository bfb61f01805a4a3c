import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SyncError } from '../../server/core/errors.ts';
import type { OAuthPort, TokenGrant } from '../../server/ports/oauth-port.ts';
import type { Credential, CredentialRepository } from '../../server/ports/store.ts';
import { createTokenProvider } from '../../server/sync/token-provider.ts';
import { collectLog } from '../support/collect-log.ts';

const START = Date.parse('2026-01-01T00:00:00.000Z');

/** A credential shared by "processes", a fake Zoho Accounts, and time that moves when somebody sleeps. */
function world(refreshed: () => Promise<string> = () => Promise.resolve('fresh')) {
  let nowMs = START;
  let lease: { version: number; untilMs: number } | null = null;
  const calls: string[] = [];
  const iso = (ms: number): string => new Date(ms).toISOString();
  let credential: Credential = {
    product: 'crm',
    refreshToken: 'refresh',
    accessToken: 'old',
    accessExpiresAt: iso(START + 3_600_000),
    version: 1,
    scopes: [],
    dataCenter: 'us',
    apiDomain: null,
    accountEmail: null,
    status: 'valid',
  };
  const credentials: CredentialRepository = {
    get: () => Promise.resolve(credential),
    put: () => Promise.reject(new Error('not used')),
    claimRefresh(_product, version, now, leaseUntil) {
      const isFree = lease === null || lease.version !== version || lease.untilMs <= Date.parse(now);
      const won = version === credential.version && isFree;
      if (won) lease = { version, untilMs: Date.parse(leaseUntil) };
      return Promise.resolve(won);
    },
    saveAccessToken(_product, accessToken, accessExpiresAt) {
      credential = { ...credential, accessToken, accessExpiresAt, version: credential.version + 1 };
      return Promise.resolve();
    },
    markUnusable() {
      credential = { ...credential, status: 'reauthorization-required' };
      return Promise.resolve();
    },
    delete: () => Promise.reject(new Error('not used')),
  };
  const unused = (): never => {
    throw new Error('not used');
  };
  const oauth: OAuthPort = {
    authorizeUrl: unused,
    readCallback: unused,
    exchangeCode: unused,
    revoke: unused,
    async refresh(): Promise<TokenGrant> {
      calls.push('refresh');
      const accessToken = await refreshed();
      return { accessToken, refreshToken: null, expiresInMs: 3_600_000, apiDomain: null, scopes: [] };
    },
  };
  const clock = {
    now: () => iso(nowMs),
    sleep: (ms: number) => {
      nowMs += ms;
      return new Promise<void>((resolve) => setImmediate(resolve));
    },
  };
  const client = { clientId: 'id', clientSecret: 'secret' };
  const provider = () =>
    createTokenProvider({ credentials, product: 'crm', oauth, client, clock, log: collectLog() });
  return {
    provider,
    calls,
    advance: (ms: number) => {
      nowMs += ms;
    },
    credential: () => credential,
  };
}
const refusal =
  (code: SyncError['code'], facts = {}) =>
  () =>
    Promise.reject(new SyncError(code, 'Zoho Accounts refused', facts));

describe('createTokenProvider', () => {
  it('hands out the stored token while it is good', async () => {
    const { provider, calls } = world();
    assert.equal(await provider().accessToken(), 'old');
    assert.deepEqual(calls, []);
  });

  it('refreshes five minutes before the end', async () => {
    const { provider, calls, advance } = world();
    const tokens = provider();
    advance(54 * 60_000);
    assert.equal(await tokens.accessToken(), 'old');
    advance(2 * 60_000);
    assert.equal(await tokens.accessToken(), 'fresh');
    assert.equal(calls.length, 1);
  });

  it('refreshes once for many callers of several processes', async () => {
    const { provider, calls, advance } = world();
    advance(3_600_000);
    const processes = [provider(), provider(), provider()];
    const tokens = await Promise.all(
      processes.flatMap((one) => [one.accessToken(), one.accessToken(), one.accessToken()]),
    );
    assert.deepEqual(new Set(tokens), new Set(['fresh']));
    assert.equal(calls.length, 1);
  });

  it('replaces a refused token, unless another process has done so already', async () => {
    const { provider, calls } = world();
    const [one, other] = [provider(), provider()];
    await Promise.all([one.accessToken(), other.accessToken()]);
    await one.invalidate('old');
    assert.equal(await one.accessToken(), 'fresh');
    await other.invalidate('old');
    assert.equal(await other.accessToken(), 'fresh');
    assert.equal(calls.length, 1);
  });

  it('marks the credential unusable when the grant is dead', async () => {
    const dead = refusal('reauthorization-required', { providerCode: 'invalid_code' });
    const { provider, credential, advance } = world(dead);
    advance(3_600_000);
    await assert.rejects(provider().accessToken(), { code: 'reauthorization-required' });
    assert.equal(credential().status, 'reauthorization-required');
  });

  it('keeps the credential when only our own client secret is wrong', async () => {
    const wrong = refusal('reauthorization-required', { providerCode: 'invalid_client_secret' });
    const { provider, credential, advance } = world(wrong);
    advance(3_600_000);
    await assert.rejects(provider().accessToken(), { code: 'reauthorization-required' });
    assert.equal(credential().status, 'valid');
  });

  it('stays away from Zoho while it throttles', async () => {
    const { provider, calls, advance } = world(refusal('rate-limited', { retryAfterMs: 600_000 }));
    const tokens = provider();
    advance(3_600_000);
    await assert.rejects(tokens.accessToken(), { code: 'rate-limited' });
    advance(60_000);
    await assert.rejects(tokens.accessToken(), { code: 'rate-limited', retryAfterMs: 540_000 });
    assert.equal(calls.length, 1);
  });

  it('takes over when the process that was refreshing died', async () => {
    const answers = [() => new Promise<string>(() => undefined), () => Promise.resolve('fresh')];
    const { provider, calls, advance } = world(() => (answers.shift() ?? (() => Promise.resolve('extra')))());
    advance(3_600_000);
    void provider().accessToken();
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(await provider().accessToken(), 'fresh');
    assert.equal(calls.length, 2);
  });
});
