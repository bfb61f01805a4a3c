import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { exportJWK, generateKeyPair, createLocalJWKSet, SignJWT } from 'jose';
import type { CryptoKey } from 'jose';
import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { sendProblem } from '../../server/http/problem.ts';
import { callbackRoutes } from '../../server/http/routes/callbacks.ts';
import type { OrgStore, Store } from '../../server/ports/store.ts';
import { openTestStore } from '../support/test-store.ts';
import { createReceiveEvents } from '../../server/sync/receive-events.ts';
import { createWebhookVerifier } from '../../server/zoho/desk/jwt.ts';
import { collectLog } from '../support/collect-log.ts';

const NOW = '2026-01-01T00:00:00.000Z';
const ORG = '60012809521';
const DESK = '/callbacks/desk/desk-path';
const CRM = '/callbacks/crm/crm-path';

describe('callbacks from Zoho', () => {
  let store: Store;
  let org: OrgStore;
  let app: FastifyInstance;
  let key: CryptoKey;
  const woken: string[] = [];

  before(async () => {
    ({ store } = await openTestStore());
    org = store.forOrg(ORG);
    await org.integration.put({
      state: 'active',
      deskOrgId: ORG,
      crmOrgId: '7',
      deskDataCenter: 'us',
      crmDataCenter: 'us',
      createdAt: NOW,
      updatedAt: NOW,
    });
    for (const module of ['contacts', 'accounts'] as const) {
      await org.configs.save({ module, syncType: 'two-way', mappings: [], departmentIds: [] }, 0, NOW);
    }
    const common = { secret: null, expiresAt: null };
    await org.subscriptions.put({ product: 'desk', externalId: '111', pathToken: 'desk-path', ...common });
    await org.subscriptions.put({
      product: 'desk',
      externalId: 'pending:1',
      pathToken: 'new-path',
      ...common,
    });
    await org.subscriptions.put({
      product: 'crm',
      externalId: '222',
      pathToken: 'crm-path',
      secret: 'crm-secret',
      expiresAt: null,
    });
    const pair = await generateKeyPair('RS256');
    key = pair.privateKey;
    const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'RS256' };
    const keys = createLocalJWKSet({ keys: [jwk] });
    const verifier = createWebhookVerifier({
      deskUrl: 'http://unused.example',
      now: () => Date.parse(NOW),
      keys,
    });
    app = fastify();
    app.setValidatorCompiler(validatorCompiler);
    app.setSerializerCompiler(serializerCompiler);
    app.setErrorHandler(sendProblem);
    await app.register(
      callbackRoutes(
        createReceiveEvents({
          store,
          clock: { now: () => NOW, sleep: () => Promise.resolve() },
          log: collectLog(),
          verifier: () => verifier,
          sameSecret: (a, b) => a === b,
          wake: (orgKey) => {
            woken.push(orgKey);
            return Promise.resolve();
          },
        }),
      ),
    );
  });
  after(async () => {
    await app.close();
    await store.close();
  });
  beforeEach(async () => {
    woken.length = 0;
    for (const module of ['contacts', 'accounts', 'products'] as const) {
      await org.inbox.settle(await org.inbox.due(module, 1000, NOW));
    }
  });

  function jwt(audience = 'webhookId:111', issuer = `orgId:${ORG}`): Promise<string> {
    return new SignJWT({})
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setExpirationTime(Date.parse(NOW) / 1000 + 60)
      .sign(key);
  }
  const event = (eventType: string, id: string) => ({
    eventType,
    eventTime: '1',
    orgId: ORG,
    payload: { id },
  });
  async function post(url: string, payload: string | object, token?: string, type = 'application/json') {
    const headers = { 'content-type': type, ...(token === undefined ? {} : { 'x-zdesk-jwt': token }) };
    const { statusCode } = await app.inject({ method: 'POST', url, payload, headers });
    return statusCode;
  }
  async function marked(module: 'contacts' | 'accounts' | 'products') {
    return (await org.inbox.due(module, 100, NOW)).map(({ side, recordId }) => `${side} ${recordId}`).sort();
  }

  it('answers Desk’s validation for known and pending paths only', async () => {
    for (const [path, status] of [
      ['desk-path', 200],
      ['new-path', 200],
      ['unknown', 404],
      ['crm-path', 404],
    ] as const) {
      const url = `/callbacks/desk/${path}`;
      assert.equal((await app.inject({ method: 'GET', url })).statusCode, status, `GET ${path}`);
      assert.equal((await app.inject({ method: 'POST', url })).statusCode, status, `POST ${path}`);
    }
  });

  it('S38: stores Desk’s adds, updates and deletes, once per record, and wakes the organisation', async () => {
    const events = [
      event('Contact_Add', '1'),
      event('Contact_Update', '1'),
      event('Contact_Delete', '2'),
      event('Account_Update', '3'),
      event('Ticket_Update', '4'),
      { eventType: 'Contact_Update', payload: null },
    ];
    assert.equal(await post(DESK, events, await jwt()), 200);
    assert.deepEqual(await marked('contacts'), ['desk 1', 'desk 2']);
    assert.deepEqual(await marked('accounts'), ['desk 3']);
    assert.deepEqual(woken, [ORG]);
  });

  it('reads the body whatever its content type', async () => {
    assert.equal(
      await post(DESK, JSON.stringify([event('Contact_Add', '5')]), await jwt(), 'text/plain'),
      200,
    );
    assert.deepEqual(await marked('contacts'), ['desk 5']);
  });

  it('turns away deliveries whose token is missing or meant for somebody else', async () => {
    const events = [event('Contact_Add', '1')];
    assert.equal(await post(DESK, events), 401);
    assert.equal(await post(DESK, events, 'nonsense'), 401);
    assert.equal(await post(DESK, events, await jwt('webhookId:999')), 401);
    assert.equal(await post(DESK, events, await jwt('webhookId:111', 'orgId:1')), 401);
    assert.deepEqual(await marked('contacts'), []);
    assert.deepEqual(woken, []);
  });

  it('turns away what is no list of events, and oversized bodies', async () => {
    const token = await jwt();
    assert.equal(await post(DESK, '{"no":"list"}', token), 400);
    assert.equal(await post(DESK, '[{', token), 400);
    assert.equal(
      await post(
        DESK,
        Array.from({ length: 501 }, () => event('Contact_Add', '1')),
        token,
      ),
      400,
    );
    assert.equal(await post(DESK, 'x'.repeat(3 * 1024 * 1024), token), 413);
  });

  it('asks for patience while a webhook is being created', async () => {
    assert.equal(await post('/callbacks/desk/new-path', [event('Contact_Add', '1')], await jwt()), 503);
  });

  const notification = (change: object = {}) => ({
    module: 'Contacts',
    ids: ['10', '11', '10'],
    operation: 'update',
    channel_id: '222',
    token: 'crm-secret',
    ...change,
  });

  it('stores CRM’s notifications, once per record', async () => {
    assert.equal(await post(CRM, notification()), 200);
    assert.deepEqual(await marked('contacts'), ['crm 10', 'crm 11']);
    assert.deepEqual(woken, [ORG]);
  });

  it('turns away CRM notifications with a wrong token, channel or shape', async () => {
    assert.equal(await post(CRM, notification({ token: 'wrong' })), 401);
    assert.equal(await post(CRM, notification({ token: null })), 401);
    assert.equal(await post(CRM, notification({ channel_id: '223' })), 401);
    assert.equal(await post(CRM, { ids: 'x' }), 400);
    assert.equal(await post('/callbacks/crm/desk-path', notification()), 404);
    assert.deepEqual(await marked('contacts'), []);
  });

  it('ignores modules that are not set up', async () => {
    assert.equal(await post(CRM, notification({ module: 'Products' })), 200);
    assert.equal(await post(CRM, notification({ module: 'Leads' })), 200);
    assert.deepEqual(await marked('products'), []);
  });

  it('P18: remembers events while paused, without waking anybody', async () => {
    await org.integration.transition(['active'], 'paused', NOW);
    assert.equal(await post(CRM, notification()), 200);
    assert.deepEqual(await marked('contacts'), ['crm 10', 'crm 11']);
    assert.deepEqual(woken, []);
    await org.integration.transition(['paused'], 'active', NOW);
  });
});
