import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { createCallLog } from './call-log.ts';
import { createClock } from './clock.ts';
import { createEventPost } from './event-post.ts';
import { createFaultBook } from './faults/fault-rules.ts';
import { createOrgPairs } from './people.ts';
import { createProductServer } from './product-server.ts';
import { readSettings } from './settings.ts';
import type { Grant, Person } from './types.ts';
import { createWorld } from './world.ts';

const clock = createClock();
const calls = createCallLog(clock);
const faults = createFaultBook();
const spoilt: string[] = [];

const grantOf = (person: Person): Grant => ({
  person,
  scopes: [],
  clientId: 'c',
  actor: 'connector',
  deskOrgId: '1',
  crmOrgId: null,
});
const { world } = createWorld({
  clock,
  settings: readSettings({}),
  orgPairs: createOrgPairs(1),
  faults,
  post: createEventPost(
    clock,
    () => faults.current().events,
    () => faults.eventRandom(),
  ),
  authenticate: (authorization) => {
    const [person] = [...world.people.values()];
    return authorization === 'Bearer good' && person ? grantOf(person) : null;
  },
});

let app: FastifyInstance;
let url = '';
let written = 0;

before(async () => {
  app = createProductServer({
    world,
    product: 'desk',
    calls,
    faults,
    tokens: { expire: () => void spoilt.push('expired'), revoke: () => void spoilt.push('revoked') },
  });
  app.get('/things/:id', (request) => ({
    by: request.sandbox.grant?.actor ?? 'nobody',
    padding: 'x'.repeat(200),
  }));
  app.post('/things', (request) => {
    written += 1;
    request.sandbox.credits = 2;
    request.sandbox.mutations = 1;
    return { got: request.body };
  });
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
after(() => app.close());
beforeEach(() => {
  faults.set({});
  calls.clear();
});

const call = (
  path: string,
  init: { method?: string; body?: string; headers?: Record<string, string> } = {},
) => fetch(url + path, { ...init, headers: { authorization: 'Bearer good', ...init.headers } });
const post = () =>
  call('/things', { method: 'POST', body: '{"a":1}', headers: { 'content-type': 'application/json' } });

describe('a product server', () => {
  it('logs who called what, without the query', async () => {
    await call('/things/7?token=secret');
    await post();
    const [read, write] = calls.list();
    assert.deepEqual(
      [read?.actor, read?.path, read?.template, read?.status, read?.mutations],
      ['connector', '/things/7', '/things/:id', 200, 0],
    );
    assert.deepEqual([write?.method, write?.credits, write?.mutations], ['POST', 2, 1]);
    assert.deepEqual(calls.summary().totals['desk:connector'], {
      calls: 2,
      credits: 2,
      mutations: 1,
      failed: 0,
    });
  });

  for (const [kind, status, errorCode] of [
    ['rate-limit', 429, 'TOO_MANY_REQUESTS'],
    ['credits-exhausted', 429, 'THRESHOLD_EXCEEDED'],
    ['server-error', 500, 'INTERNAL_SERVER_ERROR'],
  ] as const) {
    it(`answers ${errorCode} instead of running the handler`, async () => {
      faults.set({ rules: [{ kind }] });
      const before = written;
      const answer = await post();
      assert.equal(answer.status, status);
      assert.equal(((await answer.json()) as { errorCode: string }).errorCode, errorCode);
      assert.equal(written, before);
      assert.equal(calls.list()[0]?.fault, kind);
    });
  }

  it('resets the connection', async () => {
    faults.set({ rules: [{ kind: 'reset' }] });
    await assert.rejects(call('/things/1'), (error: Error) =>
      (error.cause as Error).message.includes('ECONNRESET'),
    );
    assert.equal(calls.list()[0]?.status, 0);
  });

  it('never answers a timeout, and does nothing', async () => {
    faults.set({ rules: [{ kind: 'timeout', holdMs: 30 }] });
    const before = written;
    await assert.rejects(post());
    assert.equal(written, before);
  });

  it('commits, then drops the answer', async () => {
    faults.set({ rules: [{ kind: 'commit-then-timeout' }] });
    const before = written;
    await assert.rejects(post());
    assert.equal(written, before + 1);
    assert.deepEqual([calls.list()[0]?.mutations, calls.list()[0]?.fault], [1, 'commit-then-timeout']);
  });

  it('breaks off in the middle of a body', async () => {
    faults.set({ rules: [{ kind: 'truncated' }] });
    await assert.rejects(call('/things/1').then((answer) => answer.text()));
  });

  it('cuts JSON under an honest length', async () => {
    faults.set({ rules: [{ kind: 'cut-json' }] });
    const answer = await call('/things/1');
    assert.equal(answer.status, 200);
    await assert.rejects(answer.json());
  });

  it('spoils tokens before the handler looks at them', async () => {
    faults.set({
      rules: [
        { kind: 'expired-token', times: 1 },
        { kind: 'revoked-token', times: 1 },
      ],
    });
    spoilt.length = 0;
    const bodies = [];
    for (let n = 0; n < 3; n += 1)
      bodies.push(((await (await call('/things/1')).json()) as { by: string }).by);
    assert.deepEqual(bodies, ['nobody', 'nobody', 'connector']);
    assert.deepEqual(spoilt, ['expired', 'revoked']);
  });

  it('strikes only the product, path, method and actor that a rule names', async () => {
    faults.set({ rules: [{ kind: 'server-error', product: 'desk', path: '^/things/9', method: 'get' }] });
    assert.equal((await call('/things/9')).status, 500);
    assert.equal((await call('/things/8')).status, 200);
    assert.equal((await post()).status, 200);
    assert.equal(
      (await fetch(`${url}/things/9`)).status,
      200,
      'callers without a token are not the connector',
    );
    faults.set({ rules: [{ kind: 'server-error', product: 'crm' }] });
    assert.equal((await call('/things/9')).status, 200);
  });

  it('strikes the same calls again under the same seed', async () => {
    const play = async (): Promise<number[]> => {
      faults.set({ seed: 7, rules: [{ kind: 'server-error', rate: 0.5 }] });
      const statuses = [];
      for (let n = 0; n < 12; n += 1) statuses.push((await call('/things/1')).status);
      return statuses;
    };
    const first = await play();
    assert.deepEqual(await play(), first);
    assert.ok(first.includes(200) && first.includes(500));
  });

  it('refuses a rule it does not understand, in one line', () => {
    assert.throws(
      () => faults.set({ rules: [{ kind: 'gremlins' }] }),
      /^SandboxError: Wrong faults: rules\.0\.kind: [^\n]*$/,
    );
    assert.throws(() => faults.set({ rules: [{ kind: 'reset', path: '(' }] }), /is no regular expression/);
  });
});
