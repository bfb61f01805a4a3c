import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { MODULES } from '../../server/core/record.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { EXTENSION_ORIGIN, startConnector } from '../support/connector.ts';
import { freePort } from '../support/free-port.ts';
import type { TestConnector } from '../support/connector.ts';
import { until } from '../support/until.ts';

const ADMIN = 'ada.admin@zylker.example';
const AGENT = 'otto.agent@zylker.example';

describe('the connector against the sandbox', () => {
  let sandbox: Sandbox;
  let connector: TestConnector;
  let orgKey: string;
  let token: string;
  let agentToken: string;

  before(async () => {
    const port = await freePort();
    sandbox = await startSandbox({
      seed: 'small',
      orgs: 2,
      settings: { autoApprove: true },
      connectorClient: { redirectUris: [`http://127.0.0.1:${port}/oauth/callback`] },
    });
    connector = await startConnector(sandbox, port, { publicProgress: true });
    orgKey = sandbox.orgPairs[0]?.deskOrgId ?? '';
    token = String((await connector.signIn(ADMIN)).body['token']);
    agentToken = String((await connector.signIn(AGENT)).body['token']);
  });
  after(async () => {
    await connector.stop();
    await sandbox.stop();
  });
  const get = (path: string, as = token) => connector.call(path, { token: as });
  const state = async () => (await get('/v1/integration')).body['state'];
  const problems = async () =>
    (await get('/v1/integration')).body['problems'] as { code: string; details: object }[];

  it('signs an agent in and says who it is', async () => {
    const { status, body } = await connector.signIn(AGENT);
    assert.equal(status, 200);
    const agent = body['agent'] as Record<string, unknown>;
    assert.equal(agent['orgId'], orgKey);
    assert.equal(agent['administrator'], false);
    assert.equal(body['expiresInSeconds'], 900);
  });

  it('S7: an agent who is no administrator gets 403 from every config endpoint', async () => {
    for (const path of [
      '/v1/integration',
      '/v1/modules/contacts/fields',
      '/v1/modules/contacts/mapping',
      '/v1/departments',
      '/v1/history',
      '/v1/history/some-run',
      '/v1/failures',
    ]) {
      const { status, body } = await get(path, agentToken);
      assert.equal(status, 403, path);
      assert.equal(body['code'], 'administrator-required');
    }
    const start = await connector.call('/v1/sync/start', {
      body: { modules: ['contacts'] },
      token: agentToken,
    });
    assert.equal(start.status, 403);
  });

  it('S10: begins as not integrated', async () => {
    assert.equal(await state(), 'none');
    assert.deepEqual(await problems(), []);
  });

  it('S11: offers the administrator’s own e-mail', async () => {
    assert.equal((await get('/v1/integration')).body['suggestedCrmAccount'], ADMIN);
  });

  it('S106: refuses to start before both sides are connected', async () => {
    const { status, body } = await connector.call('/v1/sync/start', {
      body: { modules: ['contacts'] },
      token,
    });
    assert.equal(status, 409);
    assert.equal(body['code'], 'not-connected');
  });

  it('S7: refuses a Desk account that is no administrator, with no partial configuration', async () => {
    const { status, page } = await connector.authorize(token, 'desk', AGENT);
    assert.equal(status, 403);
    assert.match(page, /not-desk-administrator/);
    assert.deepEqual(
      (await problems()).map(({ code }) => code),
      ['not-desk-administrator'],
    );
    assert.equal(await connector.store.forOrg(orgKey).credentials.get('desk'), null);
    assert.equal(await state(), 'connecting');
  });

  it('S105: refuses a Desk account of another organisation', async () => {
    const { page } = await connector.authorize(token, 'desk', 'ada.admin@nordlicht.example');
    assert.match(page, /wrong-organisation/);
  });

  it('S8: refuses a CRM account that is no administrator', async () => {
    const { page } = await connector.authorize(token, 'crm', 'mia.agent@zylker.example');
    assert.match(page, /not-crm-administrator/);
    assert.equal(await connector.store.forOrg(orgKey).credentials.get('crm'), null);
  });

  it('S13: connects both sides, and the reasons of failed attempts are gone', async () => {
    assert.equal((await connector.authorize(token, 'desk', ADMIN)).status, 200);
    assert.equal(await state(), 'connecting');
    assert.equal((await connector.authorize(token, 'crm', 'carla.crm@zylker.example')).status, 200);
    assert.equal(await state(), 'configured');
    assert.deepEqual(await problems(), []);
    const { connections } = (await get('/v1/integration')).body as { connections: Record<string, unknown>[] };
    assert.deepEqual(
      connections.map(({ status, accountEmail }) => ({ status, accountEmail })),
      [
        { status: 'valid', accountEmail: ADMIN },
        { status: 'valid', accountEmail: 'carla.crm@zylker.example' },
      ],
    );
  });

  it('S13: leads from Desk on to CRM in the same window when that was asked for', async () => {
    const { body } = await connector.call('/v1/connections/desk/authorize', {
      body: { loginHint: ADMIN, thenCrm: { loginHint: 'carla.crm@zylker.example' } },
      token,
    });
    const page = await fetch(String(body['authorizeUrl']), { redirect: 'manual' });
    const back = await fetch(page.headers.get('location') ?? '', { redirect: 'manual' });
    assert.equal(back.status, 303);
    const next = new URL(back.headers.get('location') ?? '');
    assert.equal(next.origin, new URL(sandbox.urls.accounts).origin);
    assert.equal(next.searchParams.get('login_hint'), 'carla.crm@zylker.example');
    assert.match(next.searchParams.get('scope') ?? '', /ZohoCRM/);
    const done = await fetch(next);
    assert.deepEqual([done.status, await state()], [200, 'configured']);
  });

  it('S15: refuses a CRM organisation that another Desk organisation holds, and names the holder', async () => {
    const other = await connector.signIn('ada.admin@nordlicht.example');
    const otherToken = String(other.body['token']);
    assert.match((await connector.authorize(otherToken, 'crm', ADMIN)).page, /crm-organisation-taken/);
    const view = await get('/v1/integration', otherToken);
    const [problem] = view.body['problems'] as { code: string; details: { holder: string } }[];
    assert.equal(problem?.code, 'crm-organisation-taken');
    assert.equal(problem.details.holder, orgKey);
  });

  it('S16, S18: a fresh module is two-way and pre-mapped, mandatory fields included', async () => {
    for (const [module, desk] of [
      ['contacts', 'lastName'],
      ['accounts', 'accountName'],
    ] as const) {
      const { status, body } = await get(`/v1/modules/${module}/mapping`);
      assert.equal(status, 200);
      assert.equal(body['version'], 0);
      assert.equal(body['syncType'], 'two-way');
      assert.ok((body['mappings'] as { desk: string }[]).some((row) => row.desk === desk));
      assert.deepEqual(
        (body['problems'] as { severity: string }[]).filter(({ severity }) => severity === 'error'),
        [],
      );
    }
  });

  it('S19: lists each module’s own fields of both sides', async () => {
    const { body } = await get('/v1/modules/products/fields');
    assert.ok((body['desk'] as { apiName: string }[]).some(({ apiName }) => apiName === 'productName'));
    assert.ok((body['crm'] as { apiName: string }[]).some(({ apiName }) => apiName === 'Product_Name'));
  });

  const save = async (module: string, change: Record<string, unknown>) =>
    connector.call(`/v1/modules/${module}/config`, { method: 'PUT', body: change, token });
  const suggested = async (module: string) => (await get(`/v1/modules/${module}/mapping`)).body['mappings'];

  it('S19: refuses a mapping whose field does not exist, and lists it', async () => {
    const mappings = [...((await suggested('contacts')) as object[]), { desk: 'nope', crm: 'Nope' }];
    const { status, body } = await save('contacts', { mappings, expectedVersion: 0 });
    assert.equal(status, 422);
    assert.equal(body['code'], 'mapping-invalid');
    assert.match(JSON.stringify(body['details']), /unknown-field/);
  });

  it('S21: a saved mapping gets a version, and a stale one is refused', async () => {
    for (const module of ['contacts', 'accounts']) {
      const mappings = await suggested(module);
      const first = await save(module, { mappings, expectedVersion: 0 });
      assert.equal(first.status, 200, JSON.stringify(first.body));
      assert.equal(first.body['version'], 1);
      const stale = await save(module, { mappings, expectedVersion: 0 });
      assert.equal(stale.status, 409);
      assert.equal(stale.body['code'], 'stale-version');
    }
  });

  it('S24: products need a department that exists', async () => {
    const mappings = await suggested('products');
    const none = await save('products', { mappings, expectedVersion: 0 });
    assert.equal(none.body['code'], 'departments-required');
    const unknown = await save('products', { mappings, departmentIds: ['1'], expectedVersion: 0 });
    assert.equal(unknown.body['code'], 'unknown-department');
    const { departments } = (await get('/v1/departments')).body as { departments: { id: string }[] };
    const departmentIds = departments.map(({ id }) => id);
    const saved = await save('products', { mappings, departmentIds, expectedVersion: 0 });
    assert.equal(saved.status, 200, JSON.stringify(saved.body));
  });

  it('S20: a double click starts one run, and both sides call us from then on', async () => {
    const clicks = await Promise.all(
      [1, 2].map(() => connector.call('/v1/sync/start', { body: { modules: MODULES }, token })),
    );
    assert.deepEqual(
      clicks.map(({ status }) => status),
      [200, 200],
      JSON.stringify(clicks.map(({ body }) => body)),
    );
    assert.equal(clicks[0]?.body['runId'], clicks[1]?.body['runId']);
    assert.equal(await state(), 'active');
    assert.deepEqual(await problems(), []);
    const { subscriptions } = connector.store.forOrg(orgKey);
    assert.equal((await subscriptions.list('desk')).length, 1);
    const [channel, ...more] = await subscriptions.list('crm');
    assert.deepEqual(more, []);
    const daysLeft = (Date.parse(channel?.expiresAt ?? '') - Date.parse(connector.clock.now())) / 86_400_000;
    assert.ok(daysLeft > 6, `${daysLeft} days`);
    assert.ok(connector.woken.includes(orgKey));
  });

  it('S29: shows progress, without sign-in only because configuration says so', async () => {
    const { body } = await get('/v1/sync/progress', agentToken);
    assert.equal(body['state'], 'running');
    const open = await connector.call('/v1/progress');
    assert.deepEqual(open.body['modules'], body['modules']);
    assert.equal(open.headers.get('access-control-allow-origin'), '*');
  });

  it('S38: an edit in either product is stored as "look at this record"', async () => {
    const { inbox } = connector.store.forOrg(orgKey);
    const human = sandbox.token({ product: 'desk', orgId: orgKey });
    const [desk] = sandbox.records({ product: 'desk', module: 'contacts', orgId: orgKey });
    const deskId = String(desk?.['id']);
    const edited = await fetch(`${sandbox.urls.desk}/api/v1/contacts/${deskId}`, {
      method: 'PATCH',
      headers: {
        authorization: `Zoho-oauthtoken ${human.access_token}`,
        orgId: orgKey,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ description: 'edited' }),
    });
    assert.equal(edited.status, 200, await edited.text());
    await until(async () => (await due()).some((row) => row.side === 'desk' && row.recordId === deskId));

    const crmOrg = sandbox.orgPairs[0]?.crmOrgId;
    const crmHuman = sandbox.token({ product: 'crm', orgId: crmOrg });
    const [crm] = sandbox.records({ product: 'crm', module: 'contacts', orgId: crmOrg });
    const crmId = String(crm?.['id']);
    const written = await fetch(`${sandbox.urls.crm}/crm/v8/Contacts`, {
      method: 'PUT',
      headers: {
        authorization: `Zoho-oauthtoken ${crmHuman.access_token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ data: [{ id: crmId, Description: 'edited' }] }),
    });
    assert.equal(written.status, 200, await written.text());
    await until(async () => (await due()).some((row) => row.side === 'crm' && row.recordId === crmId));

    function due() {
      return inbox.due('contacts', 100, sandbox.world.clock.iso());
    }
  });

  it('renewing while all is well changes nothing', async () => {
    const { subscriptions } = connector.store.forOrg(orgKey);
    const ids = async () => [
      ...(await subscriptions.list('desk')).map(({ externalId }) => externalId),
      ...(await subscriptions.list('crm')).map(({ externalId }) => externalId),
    ];
    const before = await ids();
    await connector.renew(orgKey);
    assert.deepEqual(await ids(), before);
  });

  it('a channel near its end is replaced, and a vanished webhook subscribed anew', async () => {
    const { subscriptions } = connector.store.forOrg(orgKey);
    const [oldChannel] = await subscriptions.list('crm');
    const [oldWebhook] = await subscriptions.list('desk');
    const { access_token } = sandbox.token({ product: 'desk', orgId: orgKey });
    const gone = await fetch(`${sandbox.urls.desk}/api/v1/webhooks/${oldWebhook?.externalId ?? ''}`, {
      method: 'DELETE',
      headers: { authorization: `Zoho-oauthtoken ${access_token}`, orgId: orgKey },
    });
    assert.ok(gone.ok, await gone.text());
    await sandbox.advance('P5D');
    await connector.renew(orgKey);
    const channels = await subscriptions.list('crm');
    const webhooks = await subscriptions.list('desk');
    assert.equal(channels.length, 1);
    assert.notEqual(channels[0]?.externalId, oldChannel?.externalId);
    assert.equal(webhooks.length, 1);
    assert.notEqual(webhooks[0]?.externalId, oldWebhook?.externalId);
    const signedIn = await connector.signIn(ADMIN);
    token = String(signedIn.body['token']);
    assert.deepEqual(await problems(), []);
  });

  it('browsers of other origins get no CORS headers', async () => {
    const ours = await connector.call('/livez', { headers: { origin: EXTENSION_ORIGIN } });
    assert.equal(ours.headers.get('access-control-allow-origin'), EXTENSION_ORIGIN);
    const other = await connector.call('/livez', { headers: { origin: 'https://evil.example' } });
    assert.equal(other.headers.get('access-control-allow-origin'), null);
  });

  it('answers health and metrics, and problems for the rest', async () => {
    assert.equal((await connector.call('/livez')).status, 200);
    assert.equal((await connector.call('/readyz')).status, 200);
    assert.match(String((await connector.call('/metrics')).body['text']), /http_request_duration_seconds/);
    const lost = await connector.call('/v1/nothing');
    assert.equal(lost.status, 404);
    assert.match(lost.headers.get('content-type') ?? '', /application\/problem\+json/);
    assert.equal(lost.body['requestId'], lost.headers.get('x-request-id'));
    const malformed = await connector.call('/v1/session/start', { body: { challenge: 'short' } });
    assert.equal(malformed.status, 400);
    assert.equal(malformed.body['code'], 'invalid-request');
  });

  it('describes itself as OpenAPI 3.1', async () => {
    const { body } = await connector.call('/openapi.json');
    assert.equal(body['openapi'], '3.1.0');
    const paths = body['paths'] as Record<string, Record<string, { responses: object; security?: object }>>;
    const put = paths['/v1/modules/{module}/config']?.['put'];
    assert.deepEqual(Object.keys(put?.responses ?? {}).sort(), ['200', 'default']);
    assert.ok(put?.security);
    assert.ok(!('/metrics' in paths));
  });

  it('logs no token, code, state, callback path or e-mail', () => {
    const { access_token } = sandbox.token({ product: 'desk', orgId: orgKey });
    const log = connector.logLines.join('');
    assert.ok(log.includes('/oauth/callback'));
    for (const secret of [access_token, token, agentToken, 'code=', 'state=', '@zylker.example', '1000.']) {
      assert.ok(!log.includes(secret), secret);
    }
    assert.doesNotMatch(log, /\/callbacks\/(desk|crm)\/[A-Za-z0-9_-]{10}/);
  });
});
