import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { OAuthPort, TokenGrant } from '../../server/ports/oauth-port.ts';
import { createCrmChannels } from '../../server/zoho/crm/channels.ts';
import { createCrmPeople, isCrmAdministrator } from '../../server/zoho/crm/people.ts';
import { withSandbox } from '../../server/zoho/data-centers.ts';
import { createWebhookVerifier } from '../../server/zoho/desk/jwt.ts';
import { createDeskPeople, isDeskAdministrator } from '../../server/zoho/desk/people.ts';
import { createDeskWebhooks } from '../../server/zoho/desk/webhooks.ts';
import { createDeskGateway } from '../../server/zoho/desk/desk-gateway.ts';
import { createCrmGateway } from '../../server/zoho/crm/crm-gateway.ts';
import { createDeskClient } from '../../server/zoho/clients.ts';
import { createOAuth } from '../../server/zoho/oauth.ts';
import { CRM_SCOPES, DESK_SCOPES } from '../../server/zoho/scopes.ts';
import type { HttpClient } from '../../server/zoho/http-client.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { crmClient, testLimiter, tokensOf } from './support/clients.ts';

const SOURCE = '49ad222a-f812-11e7-8c3f-9a214cf093ae';

/** With the connector's own client and the scopes it asks for, so that a missing scope shows. */
describe('connecting to Zoho', () => {
  let sandbox: Sandbox;
  let oauth: OAuthPort;
  let desk: HttpClient;
  let crm: HttpClient;
  let crmGrant: TokenGrant;

  async function authorize(scopes: readonly string[]): Promise<TokenGrant> {
    const redirectUri = sandbox.connectorClient.redirectUris[0] ?? '';
    const { clientId } = sandbox.connectorClient;
    const url = oauth.authorizeUrl({
      dc: 'sandbox',
      clientId,
      redirectUri,
      scopes,
      state: 's',
      prompt: 'consent',
    });
    const answer = await fetch(url, { redirect: 'manual' });
    const callback = new URL(answer.headers.get('location') ?? '');
    const { dc, code } = oauth.readCallback(Object.fromEntries(callback.searchParams));
    return await oauth.exchangeCode({ dc, client: sandbox.connectorClient, redirectUri, code });
  }

  before(async () => {
    sandbox = await startSandbox({ seed: 'small', settings: { autoApprove: true } });
    oauth = createOAuth({ dataCenters: withSandbox(sandbox.urls) });
    const deskGrant = await authorize(DESK_SCOPES);
    crmGrant = await authorize(CRM_SCOPES);
    desk = createDeskClient({
      deskUrl: sandbox.urls.desk,
      orgId: sandbox.orgPairs[0]?.deskOrgId ?? null,
      tokens: tokensOf(deskGrant.accessToken),
      limiter: testLimiter(),
    });
    crm = crmClient(crmGrant.apiDomain ?? '', { tokens: tokensOf(crmGrant.accessToken) });
  });
  after(async () => {
    desk.close();
    crm.close();
    await sandbox.stop();
  });

  it('knows organisation, person and their rights on either side (S7, S8)', async () => {
    const deskPeople = createDeskPeople(desk);
    const [organization] = await deskPeople.organizations();
    assert.equal(organization?.id, sandbox.orgPairs[0]?.deskOrgId);
    assert.ok(isDeskAdministrator(await deskPeople.myInfo()));
    for (const list of [
      await deskPeople.agents(),
      await deskPeople.profiles(),
      await deskPeople.departments(),
    ]) {
      assert.ok(list.length > 0);
    }
    const crmPeople = createCrmPeople(crm);
    assert.equal((await crmPeople.org()).zgid, sandbox.orgPairs[0]?.crmOrgId);
    assert.ok(isCrmAdministrator(await crmPeople.currentUser()));
  });

  it('may call everything the gateways need', async () => {
    const deskGateway = createDeskGateway({ http: desk, sourceId: SOURCE });
    const crmGateway = createCrmGateway({ http: crm });
    for (const [gateway, key, name] of [
      [deskGateway, 'email', 'lastName'],
      [crmGateway, 'Email', 'Last_Name'],
    ] as const) {
      const options = { fields: [key] };
      await gateway.readFields('contacts');
      for await (const page of gateway.readAll('contacts', options)) assert.ok(page.records.length > 0);
      const [created] = await gateway.create('contacts', [{ values: { [name]: 'X' } }]);
      assert.ok(created?.ok);
      const [updated] = await gateway.update('contacts', [{ id: created.id, values: { [name]: 'Y' } }]);
      assert.ok(updated?.ok);
      await gateway.findByKey('contacts', ['nobody@example.com'], options);
      await gateway.getMany('contacts', [created.id, '300000000000999999'], options);
      await gateway.readCreatedSince('contacts', new Date(Date.now() - 60_000).toISOString(), options);
      await gateway.readDeletedSince('contacts', new Date(Date.now() - 60_000).toISOString());
    }
  });

  it('says that a revoked or foreign refresh token needs a new sign-in', async () => {
    const grant = await authorize(CRM_SCOPES);
    const refreshToken = grant.refreshToken ?? '';
    const client = sandbox.connectorClient;
    assert.notEqual(
      (await oauth.refresh({ dc: 'sandbox', client, refreshToken })).accessToken,
      grant.accessToken,
    );
    await oauth.revoke({ dc: 'sandbox', token: refreshToken });
    await oauth.revoke({ dc: 'sandbox', token: refreshToken });
    await assert.rejects(oauth.refresh({ dc: 'sandbox', client, refreshToken }), {
      code: 'reauthorization-required',
    });
    const wrong = { ...client, clientSecret: 'wrong' };
    await assert.rejects(
      oauth.refresh({ dc: 'sandbox', client: wrong, refreshToken: crmGrant.refreshToken ?? '' }),
      {
        code: 'reauthorization-required',
      },
    );
  });

  it('is told to stay away after too many refreshes', async () => {
    const { refreshToken } = await authorize(DESK_SCOPES);
    const again = () =>
      oauth.refresh({ dc: 'sandbox', client: sandbox.connectorClient, refreshToken: refreshToken ?? '' });
    await assert.rejects(
      (async () => {
        for (let times = 0; times < 20; times += 1) await again();
      })(),
      { code: 'rate-limited', retryAfterMs: 600_000 },
    );
  });

  describe('events', () => {
    let receiver: Server;
    let url: string;
    const received: { jwt: string | undefined; body: string }[] = [];
    before(async () => {
      receiver = createServer((request, response) => {
        let body = '';
        request.on('data', (chunk: Buffer) => (body += chunk.toString()));
        request.on('end', () => {
          const jwt = request.headers['x-zdesk-jwt'];
          if (request.method === 'POST')
            received.push({ jwt: typeof jwt === 'string' ? jwt : undefined, body });
          response.end();
        });
      });
      await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
      url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    });
    after(() => receiver.close());

    it("subscribes to Desk's events, verifies them and unsubscribes", async () => {
      const webhooks = createDeskWebhooks(desk);
      const webhook = await webhooks.subscribe({ name: 'sync', url, ignoreSourceId: SOURCE });
      assert.ok((await webhooks.list()).some(({ id }) => id === webhook.id));
      await desk.request({ method: 'POST', path: '/contacts', data: { lastName: 'Event' } });
      await sandbox.settled();
      const delivery = received.find(({ body }) => body.includes('Contact_Add'));
      const verifier = createWebhookVerifier({
        deskUrl: sandbox.urls.desk,
        now: () => sandbox.world.clock.now(),
      });
      const orgId = sandbox.orgPairs[0]?.deskOrgId ?? '';
      await verifier.verify(delivery?.jwt, { orgId, webhookId: webhook.id });
      await assert.rejects(verifier.verify(delivery?.jwt, { orgId, webhookId: '1' }), { code: 'permission' });
      await webhooks.delete(webhook.id);
      await webhooks.delete(webhook.id);
      assert.ok(!(await webhooks.list()).some(({ id }) => id === webhook.id));
    });

    it("opens CRM's channel for almost a week, renews it, even when it has lapsed, and closes it", async () => {
      const now = () => sandbox.world.clock.now();
      const channels = createCrmChannels({ http: crm, now });
      const request = { channelId: '1000000068001', token: 'secret', notifyUrl: url };
      const opened = await channels.enable(request);
      assert.deepEqual(opened.modules, ['accounts', 'contacts', 'products']);
      const lifeDays = (Date.parse(opened.expiresAt) - sandbox.world.clock.now()) / 86_400_000;
      assert.ok(lifeDays > 6.9 && lifeDays < 7, `${lifeDays} days`);
      await sandbox.advance('P1D');
      const grant = await oauth.refresh({
        dc: 'sandbox',
        client: sandbox.connectorClient,
        refreshToken: crmGrant.refreshToken ?? '',
      });
      const later = crmClient(crmGrant.apiDomain ?? '', { tokens: tokensOf(grant.accessToken) });
      await createCrmPeople(later).org();
      const lateChannels = createCrmChannels({ http: later, now });
      const renewed = await lateChannels.renew(request);
      assert.ok(renewed.expiresAt > opened.expiresAt);
      await lateChannels.disable(request.channelId);
      assert.equal(await lateChannels.find(request.channelId), null);
      await lateChannels.disable(request.channelId);
      assert.deepEqual((await lateChannels.renew(request)).modules, opened.modules);
      later.close();
    });
  });
});
