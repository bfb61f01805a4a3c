import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { sendProblem } from '../../server/http/problem.ts';
import { extensionEventRoutes } from '../../server/http/routes/extension-events.ts';
import type { Store } from '../../server/ports/store.ts';
import { openTestStore } from '../support/test-store.ts';
import { createInstallations, installationOf } from '../../server/sync/installation.ts';
import { collectLog } from '../support/collect-log.ts';

const ORG = '60012809521';
const SECRET = 'the secret of the manifest';

describe('lifecycle callbacks of the extension', () => {
  let store: Store;
  let app: FastifyInstance;
  let hour = 0;
  const log = collectLog();
  const uninstalled: string[] = [];
  const clock = {
    now: () => new Date(Date.UTC(2026, 0, 1, hour)).toISOString(),
    sleep: () => Promise.resolve(),
  };

  before(async () => {
    ({ store } = await openTestStore());
    app = await appWith(SECRET);
  });
  after(async () => {
    await app.close();
    await store.close();
  });

  /** What an uninstall does is shown in test/scenarios; here it only has to be begun. */
  async function appWith(secret: string | null): Promise<FastifyInstance> {
    const made = fastify();
    made.setValidatorCompiler(validatorCompiler);
    made.setSerializerCompiler(serializerCompiler);
    made.setErrorHandler(sendProblem);
    const deleteIntegration = {
      beginUninstall: (orgKey: string) => Promise.resolve(void uninstalled.push(orgKey)),
      uninstall: () => Promise.reject(new Error('Zoho is away')),
    };
    const receive = createInstallations({ store, deleteIntegration, clock, log });
    await made.register(extensionEventRoutes(receive, secret));
    return made;
  }
  async function send(event: unknown, { secret = SECRET, to = app } = {}): Promise<number> {
    const text = typeof event === 'string' ? event : JSON.stringify(event);
    const hash = createHmac('sha256', secret).update(text).digest('hex');
    const answer = await to.inject({
      method: 'POST',
      url: '/callbacks/extension',
      payload: text,
      headers: { 'content-type': 'application/json', HASH: hash },
    });
    return answer.statusCode;
  }
  const event = (name: string) => ({ event: name, orgId: Number(ORG), securityContext: 'opaque-context' });
  const installation = () => installationOf(store.forOrg(ORG).cursors);

  it('are turned away unless the manifest’s secret signed them, and all of them without a secret', async () => {
    assert.equal(await send(event('onInstall'), { secret: 'another secret entirely' }), 401);
    const closed = await appWith(null);
    assert.equal(await send(event('onInstall'), { to: closed }), 401);
    await closed.close();
    assert.equal(await installation(), null);
  });

  it('that are no events are refused', async () => {
    assert.equal(await send('{'), 400);
    assert.equal(await send({ event: 'onInstall' }), 400);
    assert.equal(await send({ event: 'onInstall', orgId: '../1' }), 400);
  });

  it('are noted once, in whatever order and however often they come', async () => {
    assert.equal(await send(event('onZohoAuthorise')), 200);
    hour = 1;
    for (const name of ['onInstall', 'onZohoAuthorise', 'onInstall']) {
      assert.equal(await send(event(name)), 200);
      hour += 1;
    }
    assert.deepEqual(await installation(), {
      installedAt: '2026-01-01T01:00:00.000Z',
      authorisedAt: '2026-01-01T00:00:00.000Z',
      updatedAt: null,
    });
  });

  it('of a new version tell when the last one came', async () => {
    hour = 10;
    await send(event('onUpdate'));
    hour = 11;
    await send(event('onUpdate'));
    assert.equal((await installation())?.updatedAt, '2026-01-01T11:00:00.000Z');
  });

  it('that the connector does not need are acknowledged and change nothing', async () => {
    const before = await installation();
    for (const name of ['onTPAAuthorise', 'onConfigParamAdd', 'onSomethingNew', 'constructor']) {
      assert.equal(await send(event(name)), 200, name);
    }
    assert.deepEqual(await installation(), before);
  });

  it('about an uninstall are answered once it is stored, and what fails after that is logged', async () => {
    assert.equal(await send(event('onUninstall')), 200);
    assert.deepEqual(uninstalled, [ORG]);
    assert.ok(log.lines.some(({ level, message }) => level === 'warn' && message.includes('tried again')));
  });

  it('leave nothing of their security context in the log', () => {
    assert.ok(!JSON.stringify(log.lines).includes('opaque-context'));
  });
});
