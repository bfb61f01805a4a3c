import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Preflight } from '../../server/contract/preflight.ts';
import type { OrgStore } from '../../server/ports/store.ts';
import { clockCheck } from '../../server/sync/preflight.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { startConnector, type TestConnector } from '../support/connector.ts';
import { freePort } from '../support/free-port.ts';

const ADMIN = 'ada.admin@zylker.example';

describe('preflight', () => {
  let connector: TestConnector;
  let sandbox: Sandbox;
  let token: string;
  let org: OrgStore;
  before(async () => {
    const port = await freePort();
    sandbox = await startSandbox({
      seed: 0,
      orgs: 2,
      settings: { autoApprove: true },
      connectorClient: { redirectUris: [`http://127.0.0.1:${port}/oauth/callback`] },
    });
    connector = await startConnector(sandbox, port);
    token = String((await connector.signIn(ADMIN)).body['token']);
    org = connector.store.forOrg(sandbox.orgPairs[0]?.deskOrgId ?? '');
  });
  after(async () => {
    await connector.stop();
    await sandbox.stop();
  });

  async function preflight(as = token): Promise<Preflight> {
    const { status, body } = await connector.call('/v1/preflight', { token: as });
    assert.equal(status, 200, JSON.stringify(body));
    return body as unknown as Preflight;
  }
  const find = ({ checks }: Preflight, name: string) => checks.find(({ check }) => check === name);
  const told = (found: Preflight, name: string) => {
    const check = find(found, name);
    return check && [check.ok, check.cause, check.remedy];
  };

  it('S7, S13: before anything is connected, says what comes first, and begins nothing', async () => {
    const nothing = await preflight();
    assert.equal(nothing.ready, false);
    assert.deepEqual(told(nothing, 'desk-administrator'), [true, null, null]);
    assert.deepEqual(told(nothing, 'desk-connected'), [false, 'not-connected', 'connect-desk']);
    assert.deepEqual(told(nothing, 'edition'), [null, 'desk-not-connected', 'connect-desk']);
    assert.equal(await org.integration.get(), null);
  });

  it('S13: with Desk connected, CRM is what is missing', async () => {
    await connector.authorize(token, 'desk', ADMIN);
    const half = await preflight();
    assert.deepEqual(told(half, 'desk-connected'), [true, null, null]);
    assert.deepEqual(told(half, 'scopes-desk'), [true, null, null]);
    assert.deepEqual(told(half, 'crm-connected'), [false, 'not-connected', 'connect-crm']);
  });

  it('S9, S13: with both connected all is well, after a few reads and no write', async () => {
    await connector.authorize(token, 'crm', ADMIN);
    const before = sandbox.calls.list().length;
    const all = await preflight();
    assert.deepEqual(
      all.checks.filter(({ ok }) => ok !== true),
      [],
    );
    assert.equal(all.ready, true);
    assert.equal(new Set(all.checks.map(({ check }) => check)).size, 11);
    assert.ok(Number(find(all, 'credits-desk')?.details['left']) > 1_000, 'Desk told with its last answer');
    const calls = sandbox.calls.list().slice(before);
    assert.ok(calls.length <= 6 && calls.every(({ mutations }) => mutations === 0), JSON.stringify(calls));
  });

  it('S15: a CRM organisation that is bound elsewhere is named with its holder', async () => {
    const other = String((await connector.signIn('ada.admin@nordlicht.example')).body['token']);
    await connector.authorize(other, 'crm', ADMIN);
    const check = find(await preflight(other), 'crm-organisation');
    assert.deepEqual([check?.ok, check?.cause], [false, 'crm-organisation-taken']);
    assert.equal(check?.details['holder'], sandbox.orgPairs[0]?.deskOrgId);
  });

  it('low credits delay the sync and do not forbid it; missing scopes do', async () => {
    const credential = await org.credentials.get('crm');
    assert.ok(credential);
    const { version: _version, ...row } = credential;
    await org.credentials.put({ ...row, scopes: credential.scopes.slice(1) });
    Object.assign(sandbox.world.settings.variants, { 'desk.dailyCredits': '900' });
    const low = await preflight();
    assert.deepEqual(told(low, 'scopes-crm'), [false, 'scopes-missing', 'reconnect-crm']);
    assert.deepEqual(find(low, 'scopes-crm')?.details['missing'], [credential.scopes[0]]);
    assert.deepEqual(told(low, 'credits-desk'), [false, 'credits-low', 'wait-for-credits']);
    assert.deepEqual(
      low.checks.filter(({ ok, blocking }) => ok !== true && blocking).map(({ check }) => check),
      ['scopes-crm'],
    );
  });

  it('S9: an edition that changed after connecting is named, and has no webhooks either', async () => {
    Object.assign(sandbox.world.settings, { deskEdition: 'FREE' });
    const found = await preflight();
    assert.deepEqual(told(found, 'edition'), [false, 'edition-not-supported', 'upgrade-desk']);
    assert.deepEqual(told(found, 'webhooks'), [false, 'edition-without-webhooks', 'upgrade-desk']);
    assert.equal(found.ready, false);
  });

  it('S13: an authorisation that ended asks to connect again', async () => {
    await org.credentials.markUnusable('crm');
    const dead = await preflight();
    assert.deepEqual(told(dead, 'crm-connected'), [false, 'authorisation-ended', 'reconnect-crm']);
  });

  it('a clock that is off by minutes is worth a warning, one that is off by seconds is not', () => {
    const now = '2026-03-01T12:00:00.000Z';
    const off = clockCheck(now, ['2026-03-01T12:00:30.000Z', '2026-03-01T11:57:00.000Z']);
    assert.deepEqual(
      [off.ok, off.cause, off.blocking, off.details['seconds']],
      [false, 'clock-skew', false, 180],
    );
    assert.equal(clockCheck(now, ['2026-03-01T12:00:30.000Z', null]).ok, true);
    assert.equal(clockCheck(now, [null, null]).ok, null);
  });
});
