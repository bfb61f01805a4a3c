import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Preflight } from '../../server/contract/preflight.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { freePort, startConnector, type TestConnector } from '../support/connector.ts';

const ADMIN = 'ada.admin@zylker.example';

interface Subject {
  readonly connector: TestConnector;
  readonly sandbox: Sandbox;
  readonly token: string;
  readonly preflight: () => Promise<Preflight>;
}

async function withConnector(settings: object, work: (subject: Subject) => Promise<void>): Promise<void> {
  const port = await freePort();
  const sandbox = await startSandbox({
    seed: 0,
    orgs: 2,
    settings: { autoApprove: true, ...settings },
    connectorClient: { redirectUris: [`http://127.0.0.1:${port}/oauth/callback`] },
  });
  const connector = await startConnector(sandbox, port);
  try {
    const token = String((await connector.signIn(ADMIN)).body['token']);
    const preflight = async () => {
      const { status, body } = await connector.call('/v1/preflight', { token });
      assert.equal(status, 200, JSON.stringify(body));
      return body as unknown as Preflight;
    };
    await work({ connector, sandbox, token, preflight });
  } finally {
    await connector.stop();
    await sandbox.stop();
  }
}

const told = ({ checks }: Preflight, name: string) => {
  const check = checks.find((candidate) => candidate.check === name);
  return check && [check.ok, check.cause, check.remedy];
};

describe('preflight', () => {
  it('S7, S13: at every step of the wizard, says what is well, what comes first, and writes nothing', () =>
    withConnector({}, async ({ connector, sandbox, token, preflight }) => {
      const nothing = await preflight();
      assert.equal(nothing.ready, false);
      assert.deepEqual(told(nothing, 'desk-administrator'), [true, null, null]);
      assert.deepEqual(told(nothing, 'desk-connected'), [false, 'not-connected', 'connect-desk']);
      assert.deepEqual(told(nothing, 'edition'), [null, 'desk-not-connected', 'connect-desk']);
      const org = connector.store.forOrg(sandbox.orgPairs[0]?.deskOrgId ?? '');
      assert.equal(await org.integration.get(), null, 'looking begins no integration');

      await connector.authorize(token, 'desk', ADMIN);
      const half = await preflight();
      assert.deepEqual(told(half, 'desk-connected'), [true, null, null]);
      assert.deepEqual(told(half, 'scopes-desk'), [true, null, null]);
      assert.deepEqual(told(half, 'crm-connected'), [false, 'not-connected', 'connect-crm']);

      await connector.authorize(token, 'crm', ADMIN);
      const before = sandbox.calls.list().length;
      const all = await preflight();
      assert.deepEqual(
        all.checks.filter(({ ok }) => ok !== true),
        [],
      );
      assert.equal(all.ready, true);
      assert.equal(new Set(all.checks.map(({ check }) => check)).size, 11);
      const credits = all.checks.find(({ check }) => check === 'credits-desk');
      assert.ok(Number(credits?.details['left']) > 1_000, 'Desk told with its last answer');
      const calls = sandbox.calls.list().slice(before);
      assert.ok(calls.length <= 6 && calls.every(({ mutations }) => mutations === 0), JSON.stringify(calls));
    }));

  it('S9: an edition that changed after connecting is named, and has no webhooks either', () =>
    withConnector({}, async ({ connector, sandbox, token, preflight }) => {
      await connector.authorize(token, 'desk', ADMIN);
      await connector.authorize(token, 'crm', ADMIN);
      Object.assign(sandbox.world.settings, { deskEdition: 'FREE' });
      const found = await preflight();
      assert.deepEqual(told(found, 'edition'), [false, 'edition-not-supported', 'upgrade-desk']);
      assert.deepEqual(told(found, 'webhooks'), [false, 'edition-without-webhooks', 'upgrade-desk']);
      assert.equal(found.ready, false);
    }));

  it('names a dead authorisation, missing scopes, low credits and a clock that is off, each with its remedy', () =>
    withConnector(
      { variants: { 'desk.dailyCredits': '900' } },
      async ({ connector, sandbox, token, preflight }) => {
        await connector.authorize(token, 'desk', ADMIN);
        await connector.authorize(token, 'crm', ADMIN);
        const org = connector.store.forOrg(sandbox.orgPairs[0]?.deskOrgId ?? '');
        const credential = await org.credentials.get('crm');
        assert.ok(credential);
        const { version: _version, ...row } = credential;
        await org.credentials.put({ ...row, scopes: credential.scopes.slice(1) });
        const low = await preflight();
        assert.deepEqual(told(low, 'scopes-crm'), [false, 'scopes-missing', 'reconnect-crm']);
        assert.deepEqual(low.checks.find(({ check }) => check === 'scopes-crm')?.details['missing'], [
          credential.scopes[0],
        ]);
        assert.deepEqual(told(low, 'credits-desk'), [false, 'credits-low', 'wait-for-credits']);
        assert.equal(low.checks.find(({ check }) => check === 'credits-desk')?.blocking, false);

        await org.credentials.markUnusable('crm');
        const dead = await preflight();
        assert.deepEqual(told(dead, 'crm-connected'), [false, 'authorisation-ended', 'reconnect-crm']);
      },
    ));

  it('S15: a CRM organisation that is bound elsewhere is named with its holder', () =>
    withConnector({}, async ({ connector, sandbox, token }) => {
      await connector.authorize(token, 'crm', ADMIN);
      const other = String((await connector.signIn('ada.admin@nordlicht.example')).body['token']);
      await connector.authorize(other, 'crm', ADMIN);
      const { body } = await connector.call('/v1/preflight', { token: other });
      const check = (body as unknown as Preflight).checks.find((entry) => entry.check === 'crm-organisation');
      assert.deepEqual([check?.ok, check?.cause], [false, 'crm-organisation-taken']);
      assert.equal(check.details['holder'], sandbox.orgPairs[0]?.deskOrgId);
    }));
});
