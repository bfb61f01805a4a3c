import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { inspect } from 'node:util';
import { SyncError } from '../../server/core/errors.ts';
import type { HttpRequest } from '../../server/zoho/http-client.ts';
import { crmClient, deskClient, testLimiter, tokensOf } from './support/clients.ts';
import type { TestClientOptions } from './support/clients.ts';
import { startScriptedServer } from './support/scripted-server.ts';
import type { Reply, Seen } from './support/scripted-server.ts';

const OK = { status: 200, body: { data: [] } };
const READ: HttpRequest = { method: 'GET', path: '/contacts' };
const WRITE: HttpRequest = { method: 'POST', path: '/contacts', data: { lastName: 'X' } };

const closers: (() => Promise<void>)[] = [];
after(async () => {
  for (const close of closers) await close();
});

async function setUp(reply: (seen: Seen, count: number) => Reply, options: TestClientOptions = {}) {
  const server = await startScriptedServer(reply);
  const http = deskClient(server.url, options);
  closers.push(async () => {
    http.close();
    await server.close();
  });
  return { server, http };
}

describe('http client', () => {
  it('sends token, organisation and JSON; answers parsed data', async () => {
    const { server, http } = await setUp(() => ({ status: 200, body: { id: '1' } }));
    assert.deepEqual(await http.request(WRITE), { status: 200, data: { id: '1' } });
    const [seen] = server.seen;
    assert.equal(seen?.headers.authorization, 'Zoho-oauthtoken token');
    assert.equal(seen.headers['orgid'], '7');
    assert.deepEqual(seen.body, { lastName: 'X' });
    assert.equal(seen.path, '/api/v1/contacts');
  });

  it('keeps ids beyond 2^53 exact, even when sent as numbers', async () => {
    const { http } = await setUp(() => ({
      status: 200,
      body: '{"mappingId":1892000000042032123,"n":12,"x":"1892000000042032123"}',
    }));
    const { data } = await http.request(READ);
    assert.deepEqual(data, { mappingId: '1892000000042032123', n: 12, x: '1892000000042032123' });
  });

  it('tries no more often than the caller has time for', async () => {
    const { server, http } = await setUp(() => ({
      status: 500,
      body: { errorCode: 'INTERNAL_SERVER_ERROR' },
    }));
    await assert.rejects(http.request({ ...READ, attempts: 2 }), { code: 'unavailable' });
    assert.equal(server.seen.length, 2);
  });

  for (const status of [204, 304]) {
    it(`answers null for ${status}`, async () => {
      const { http } = await setUp(() => ({ status }));
      assert.equal((await http.request(READ)).data, null);
    });
  }

  for (const fault of [
    'reset',
    'cut',
    { status: 500, body: { errorCode: 'INTERNAL_SERVER_ERROR' } },
    { status: 200, body: '{"data":[' },
  ] as const) {
    const name = typeof fault === 'string' ? fault : `${fault.status} ${JSON.stringify(fault.body)}`;
    it(`repeats a read after ${name}`, async () => {
      const { server, http } = await setUp((_seen, count) => (count === 1 ? fault : OK));
      assert.equal((await http.request(READ)).status, 200);
      assert.equal(server.seen.length, 2);
    });
    it(`calls the outcome of a write unknown after ${name}, and sends it once`, async () => {
      const { server, http } = await setUp(() => fault);
      await assert.rejects(http.request(WRITE), { code: 'unknown-outcome' });
      assert.equal(server.seen.length, 1);
    });
  }

  it('calls the outcome of a write unknown when no answer comes in time', async () => {
    const { http } = await setUp(() => 'hang', { timeoutMs: 60 });
    await assert.rejects(http.request(WRITE), { code: 'unknown-outcome' });
  });

  it('gives a read up after four attempts', async () => {
    const waits: number[] = [];
    const { server, http } = await setUp(() => 'reset', { waits });
    await assert.rejects(http.request(READ), { code: 'unavailable' });
    assert.equal(server.seen.length, 4);
    assert.deepEqual(waits, [375, 750, 1_500]);
  });

  it('repeats a write that could not connect, then says unavailable', async () => {
    const { server, http } = await setUp(() => OK);
    await server.close();
    await assert.rejects(http.request(WRITE), { code: 'unavailable' });
  });

  it('backs off and lowers concurrency when there were too many calls at once', async () => {
    const limiter = testLimiter();
    const waits: number[] = [];
    const { http } = await setUp(
      (_seen, count) =>
        count === 1 ? { status: 429, body: { errorCode: 'TOO_MANY_REQUESTS', message: '' } } : OK,
      { limiter, waits },
    );
    assert.equal((await http.request(WRITE)).status, 200);
    assert.deepEqual(waits, [750]);
    assert.equal(limiter.state().limit, 4);
  });

  it('does not wait for midnight: rate-limited with the time to wait', async () => {
    const { http } = await setUp(() => ({
      status: 429,
      headers: { 'Retry-After': '7200' },
      body: { errorCode: 'THRESHOLD_EXCEEDED' },
    }));
    await assert.rejects(http.request(READ), { code: 'rate-limited', retryAfterMs: 7_200_000 });
  });

  it('learns the credits left from the answers', async () => {
    const limiter = testLimiter();
    const { http } = await setUp(() => ({ ...OK, headers: { 'X-Rate-Limit-Remaining-v3': '4711' } }), {
      limiter,
    });
    await http.request(READ);
    assert.equal(limiter.state().remainingCredits, 4711);
  });

  it('fetches a new token once when the old one is refused', async () => {
    const tokens = tokensOf('old', 'new');
    const { http } = await setUp(
      ({ headers }) =>
        headers.authorization?.endsWith('old') === true
          ? { status: 401, body: { errorCode: 'INVALID_OAUTH' } }
          : OK,
      { tokens },
    );
    assert.equal((await http.request(WRITE)).status, 200);
    assert.deepEqual(tokens.refused, ['old']);
  });

  it('asks for a new authorisation when the new token is refused as well', async () => {
    const { server, http } = await setUp(() => ({ status: 401, body: { errorCode: 'INVALID_OAUTH' } }), {
      tokens: tokensOf('a', 'b'),
    });
    await assert.rejects(http.request(READ), {
      code: 'reauthorization-required',
      providerCode: 'INVALID_OAUTH',
    });
    assert.equal(server.seen.length, 2);
  });

  it('never lets a token into an error', async () => {
    const { http } = await setUp(() => 'reset', { tokens: tokensOf('secret-token') });
    const error: unknown = await http.request(WRITE).catch((reason: unknown) => reason);
    assert.ok(error instanceof SyncError);
    assert.ok(!inspect(error, { depth: 9, showHidden: true }).includes('secret-token'));
  });

  it('stops a read when asked', async () => {
    const stop = new AbortController();
    const { http } = await setUp(() => 'hang');
    const reading = http.request({ ...READ, signal: stop.signal });
    setTimeout(() => stop.abort(new Error('stopping')), 20);
    await assert.rejects(reading);
  });

  it("tells the product's time", async () => {
    const { http } = await setUp(() => ({ ...OK, headers: { Date: 'Thu, 01 Jan 2026 00:00:00 GMT' } }));
    assert.equal(http.serverTime(), null);
    await http.request(READ);
    assert.equal(http.serverTime(), '2026-01-01T00:00:00.000Z');
  });

  it('encodes what a query may hold', async () => {
    const { server, http } = await setUp(() => OK);
    await http.request({ ...READ, params: { email: 'a+b@x.y,c&d', none: undefined, n: 3 } });
    assert.equal(server.seen[0]?.query.get('email'), 'a+b@x.y,c&d');
    assert.deepEqual([...(server.seen.at(0)?.query.keys() ?? [])], ['email', 'n']);
  });

  it("reads CRM's error codes", async () => {
    const server = await startScriptedServer(() => ({
      status: 400,
      body: { code: 'LIMIT_EXCEEDED', details: {}, message: 'too many', status: 'error' },
    }));
    const http = crmClient(server.url);
    await assert.rejects(http.request({ method: 'GET', path: '/v8/Contacts' }), {
      code: 'bad-parameter',
      providerCode: 'LIMIT_EXCEEDED',
    });
    http.close();
    await server.close();
  });
});
