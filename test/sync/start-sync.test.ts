import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { randomUUID } from 'node:crypto';
import type { Module } from '../../server/core/record.ts';
import type { OrgStore, Store } from '../../server/ports/store.ts';
import { openTestStore } from '../support/test-store.ts';
import { startFirstSync } from '../../server/sync/first-sync.ts';
import { createStartSync } from '../../server/sync/start-sync.ts';

const NOW = '2026-01-01T00:00:00.000Z';
const clock = { now: () => NOW, sleep: () => Promise.resolve() };

describe('createStartSync', () => {
  let store: Store;
  let org: OrgStore;
  const steps: string[] = [];
  before(async () => {
    ({ store } = await openTestStore());
    org = store.forOrg('1');
    await org.integration.put({
      state: 'configured',
      deskOrgId: '1',
      crmOrgId: '2',
      deskDataCenter: 'us',
      crmDataCenter: 'us',
      createdAt: NOW,
      updatedAt: NOW,
    });
    for (const product of ['desk', 'crm'] as const) {
      await org.credentials.put({
        product,
        refreshToken: 'r',
        accessToken: null,
        accessExpiresAt: null,
        scopes: [],
        dataCenter: 'us',
        apiDomain: null,
        accountEmail: null,
        status: 'valid',
      });
    }
    for (const module of ['accounts', 'contacts'] as const) await configure(module);
  });
  after(() => store.close());

  const configure = (module: Module, departmentIds: readonly string[] = []) =>
    org.configs.save({ module, syncType: 'two-way', mappings: [], departmentIds }, 0, NOW);
  const note = (step: string) => () => {
    steps.push(step);
    return Promise.resolve();
  };
  const start = (modules: readonly Module[]) =>
    createStartSync({
      store,
      clock,
      renewSubscriptions: note('subscribe'),
      startFirstSync: (_orgKey, wanted) => {
        steps.push('start');
        return startFirstSync(org, wanted, clock, randomUUID);
      },
      wake: note('wake'),
    })('1', modules);

  it('S22: refuses a module that is not set up', () =>
    assert.rejects(start(['products']), { code: 'module-not-configured' }));

  it('subscribes before it reads', async () => {
    await start(['accounts', 'contacts']);
    assert.deepEqual(steps.splice(0), ['subscribe', 'start', 'wake']);
    assert.equal((await org.integration.get())?.state, 'active');
  });

  it('S20: starting again while it runs only wakes', async () => {
    const running = await org.runs.running('first-sync');
    assert.equal((await start(['contacts'])).id, running?.id);
    assert.deepEqual(steps.splice(0), ['wake']);
  });

  it('S26: products wait for the running session, then start their own', async () => {
    await configure('products', ['9']);
    await assert.rejects(start(['products']), { code: 'first-sync-running' });
    const running = await org.runs.running('first-sync');
    assert.ok(running);
    await org.runs.finish(running.id, NOW);
    assert.notEqual((await start(['products'])).id, running.id);
  });

  it('S106: refuses while paused', async () => {
    await org.integration.transition(['active'], 'paused', NOW);
    await assert.rejects(start(['contacts']), {
      code: 'illegal-transition',
      details: { state: 'paused', step: 'start' },
    });
  });
});
