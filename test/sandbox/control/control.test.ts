import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { after, before, describe, it } from 'node:test';
import { startSandbox } from '../sandbox.ts';
import type { Sandbox } from '../sandbox.ts';

let sandbox: Sandbox;
before(async () => {
  sandbox = await startSandbox({ seed: 20, orgs: 2 });
});
after(() => sandbox.stop());

async function control(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${sandbox.urls.control}/_sandbox${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  return { status: answer.status, body: await answer.json() };
}
type Token = Readonly<
  Record<'access_token' | 'refresh_token' | 'api_domain' | 'deskOrgId' | 'email', string>
>;
type Row = Readonly<Record<string, unknown>>;
const records = async (query: string): Promise<Row[]> =>
  (await control('GET', `/records?${query}`)).body as Row[];

async function createDeskAccount(token: Token, accountName: string): Promise<Response> {
  return fetch(`${sandbox.urls.desk}/api/v1/accounts`, {
    method: 'POST',
    headers: {
      authorization: `Zoho-oauthtoken ${token.access_token}`,
      orgId: token.deskOrgId,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ accountName }),
  });
}

describe('the control API', () => {
  it('answers /health on its own port', async () => {
    assert.equal((await fetch(`${sandbox.urls.control}/health`)).status, 200);
    assert.equal((await fetch(`${sandbox.urls.deskPage}/`)).status, 200);
  });

  it('gives a human token that edits records; the call log and the dump show the edit', async () => {
    const token = (await control('POST', '/token', {})).body as Token;
    assert.equal(token.api_domain, sandbox.urls.crm);
    const since = sandbox.world.clock.iso();
    assert.equal((await createDeskAccount(token, 'Made by hand')).status, 200);
    const calls = (await control('GET', `/calls?since=${since}`)).body as Row[];
    assert.deepEqual(
      calls.map(({ actor, method, template, mutations }) => [actor, method, template, mutations]),
      [['human', 'POST', '/api/v1/accounts', 1]],
    );
    assert.ok(
      (await records('product=desk&module=accounts')).some((row) => row['accountName'] === 'Made by hand'),
    );
    const { totals } = (await control('GET', '/calls/summary')).body as {
      totals: Record<string, { mutations: number }>;
    };
    assert.equal(totals['desk:human']?.mutations, 1);
  });

  it('keeps the organisations and their people apart', async () => {
    const [first, second] = sandbox.orgPairs;
    const token = (await control('POST', '/token', { product: 'desk', orgId: second?.deskOrgId }))
      .body as Token;
    assert.match(token.email, /@nordlicht\.example$/);
    await createDeskAccount(token, 'Only in the second');
    const names = async (orgId = '') =>
      (await records(`product=desk&module=accounts&orgId=${orgId}`)).map((row) => row['accountName']);
    assert.ok((await names(second?.deskOrgId)).includes('Only in the second'));
    assert.ok(!(await names(first?.deskOrgId)).includes('Only in the second'));
  });

  it('takes the token of an ordinary agent', async () => {
    const token = (await control('POST', '/token', { email: 'otto.agent@zylker.example' })).body as Token;
    assert.equal(token.email, 'otto.agent@zylker.example');
  });

  it('hands out more than twenty human tokens without spoiling the first', () => {
    const first = sandbox.token();
    for (let n = 0; n < 25; n += 1) sandbox.token();
    assert.ok(sandbox.world.authenticate(`Bearer ${first.access_token}`));
  });

  it('moves time', async () => {
    const before = sandbox.world.clock.now();
    await control('POST', '/clock', { advance: 'P61D' });
    assert.ok(sandbox.world.clock.now() - before >= 61 * 86_400_000);
  });

  it('resets data, settings, faults and the call log; time goes on', async () => {
    const before = sandbox.world.clock.now();
    await control('POST', '/faults', { rules: [{ kind: 'reset' }] });
    const { status } = await control('POST', '/reset', { seed: 0, settings: { autoApprove: true } });
    assert.equal(status, 200);
    assert.deepEqual(await records('product=crm&module=contacts'), []);
    assert.equal(sandbox.world.settings.autoApprove, true);
    assert.deepEqual(sandbox.setFaults({}).rules, []);
    assert.deepEqual(sandbox.calls.list(), []);
    assert.ok(sandbox.world.clock.now() >= before);
  });

  for (const { method, path, body, says } of [
    { method: 'POST', path: '/clock', body: { advance: 'tomorrow' }, says: /ISO 8601 duration/ },
    { method: 'POST', path: '/clock', body: undefined, says: /expected object/ },
    {
      method: 'POST',
      path: '/faults',
      body: { rules: [{ kind: 'reset', rate: 2 }] },
      says: /rules\.0\.rate/,
    },
    { method: 'POST', path: '/reset', body: { seed: 'nowhere' }, says: /nowhere is no seed/ },
    { method: 'POST', path: '/reset', body: { settings: { colour: 'red' } }, says: /colour/ },
    { method: 'POST', path: '/token', body: { orgId: '1' }, says: /organisations: \d+/ },
    { method: 'GET', path: '/records?product=mail', body: undefined, says: /product/ },
    { method: 'GET', path: '/calls?since=yesterday', body: undefined, says: /since/ },
  ]) {
    it(`refuses ${method} ${path} ${body === undefined ? '' : JSON.stringify(body)} in one line`, async () => {
      const answer = await control(method, path, body);
      assert.equal(answer.status, 400);
      const { error } = answer.body as { error: string };
      assert.match(error, says);
      assert.ok(!error.includes('\n'));
    });
  }
});

describe('npm run sandbox', () => {
  const run = (...args: string[]) =>
    new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
      const main = fileURLToPath(new URL('../main.ts', import.meta.url));
      execFile(process.execPath, [main, ...args], { timeout: 20_000 }, (error, stdout, stderr) =>
        resolve({ code: error?.code ?? 0, stdout, stderr }),
      );
    });

  it('says in one line that a port is in use, and ends with 1', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const { port } = blocker.address() as AddressInfo;
    const { code, stdout, stderr } = await run('--port', String(Math.min(port, 65_530)), '--seed', '0');
    blocker.close();
    assert.equal(code, 1);
    assert.equal(stdout, '');
    assert.match(stderr, /^sandbox: Port \d+ is in use; [^\n]+\n$/);
  });

  for (const args of [
    ['--seed', 'nowhere'],
    ['--port', 'many'],
    ['--sed', 'small'],
  ]) {
    it(`says in one line what is wrong with ${args.join(' ')}, and ends with 1`, async () => {
      const { code, stderr } = await run('--port', '0', ...args);
      assert.equal(code, 1);
      assert.match(stderr, /^sandbox: [^\n]+\n$/);
    });
  }
});
