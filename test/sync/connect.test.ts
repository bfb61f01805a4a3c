import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MODULES } from '../../server/core/record.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { startConnector } from '../support/connector.ts';
import { freePort } from '../support/free-port.ts';
import type { TestConnector } from '../support/connector.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

const ADMIN = 'ada.admin@zylker.example';

async function withConnector(
  options: { readonly settings?: object; readonly publicUrl?: string },
  work: (connector: TestConnector, sandbox: Sandbox, token: string) => Promise<void>,
): Promise<void> {
  const port = await freePort();
  const sandbox = await startSandbox({
    seed: 'small',
    settings: { autoApprove: true, ...options.settings },
    connectorClient: { redirectUris: [`http://127.0.0.1:${port}/oauth/callback`] },
  });
  const { publicUrl } = options;
  const connector = await startConnector(sandbox, port, publicUrl === undefined ? {} : { publicUrl });
  try {
    await work(connector, sandbox, String((await connector.signIn(ADMIN)).body['token']));
  } finally {
    await connector.stop();
    await sandbox.stop();
  }
}
async function problemCodes(connector: TestConnector, token: string): Promise<string[]> {
  const { body } = await connector.call('/v1/integration', { token });
  return (body['problems'] as { topic: string; code: string }[]).map(({ topic, code }) => `${topic} ${code}`);
}

describe('connecting', () => {
  it('S9: refuses editions that are not allowed, naming them, and revokes the token', () =>
    withConnector({ settings: { deskEdition: 'FREE' } }, async (connector, sandbox, token) => {
      assert.match((await connector.authorize(token, 'desk', ADMIN)).page, /edition-not-supported/);
      assert.deepEqual(await problemCodes(connector, token), ['connect-desk edition-not-supported']);
      const { body } = await connector.call('/v1/integration', { token });
      const [problem] = body['problems'] as { details: { edition: string } }[];
      assert.equal(problem?.details.edition, 'FREE');
      const org = connector.store.forOrg(sandbox.orgPairs[0]?.deskOrgId ?? '');
      assert.equal(await org.credentials.get('desk'), null);
    }));

  it('says that a connection died, and offers to authorise again', () =>
    withConnector({}, async (connector, sandbox, token) => {
      await connector.authorize(token, 'desk', ADMIN);
      const org = connector.store.forOrg(sandbox.orgPairs[0]?.deskOrgId ?? '');
      const credential = await org.credentials.get('desk');
      assert.ok(credential);
      const revoked = await fetch(
        `${sandbox.urls.accounts}/oauth/v2/token/revoke?token=${credential.refreshToken}`,
        { method: 'POST' },
      );
      assert.ok(revoked.ok);
      const departments = await connector.call('/v1/departments', { token });
      assert.equal(departments.status, 409);
      assert.equal(departments.body['code'], 'zoho-reauthorization-required');
      const statusOf = async () =>
        ((await connector.call('/v1/integration', { token })).body['connections'] as { status: string }[])[0]
          ?.status;
      assert.equal(await statusOf(), 'reauthorization-required');
      assert.equal((await connector.authorize(token, 'desk', ADMIN)).status, 200);
      assert.equal(await statusOf(), 'valid');
      assert.equal((await connector.call('/v1/departments', { token })).status, 200);
    }));

  it('starts without webhooks when Zoho cannot reach us, and says so', () =>
    withConnector({ publicUrl: 'http://127.0.0.1:9' }, async (connector, _sandbox, token) => {
      await connector.authorize(token, 'desk', ADMIN);
      await connector.authorize(token, 'crm', ADMIN);
      for (const module of ['contacts', 'accounts']) {
        const { mappings } = (await connector.call(`/v1/modules/${module}/mapping`, { token })).body;
        const body = { mappings, expectedVersion: 0 };
        await connector.call(`/v1/modules/${module}/config`, { method: 'PUT', token, body });
      }
      const early = await connector.call('/v1/sync/start', { token, body: { modules: MODULES } });
      assert.equal(early.body['code'], 'module-not-configured');
      const modules = ['contacts', 'accounts'];
      const start = await connector.call('/v1/sync/start', { token, body: { modules } });
      assert.equal(start.status, 200, JSON.stringify(start.body));
      const again = await connector.call('/v1/sync/start', { token, body: { modules: ['contacts'] } });
      assert.equal(again.body['runId'], start.body['runId']);
      const codes = await problemCodes(connector, token);
      assert.equal(codes.length, 1, codes.join());
      assert.match(codes[0] ?? '', /^events-desk /);
    }));
});
