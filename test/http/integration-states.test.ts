import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { IntegrationState } from '../../server/ports/store.ts';
import { startScenarioApi, type ScenarioApi } from '../support/scenario-api.ts';

const STATES: readonly IntegrationState[] = [
  'none',
  'connecting',
  'configured',
  'active',
  'paused',
  'deleted',
  'legacy',
];
/**
 * Where each request is carried out, and where it was done already; everywhere else it is refused. One that was
 * configured without a scheduled import has nothing to switch from.
 */
const REQUESTS = {
  start: { path: '/v1/sync/start', body: { modules: ['accounts'] }, from: ['configured'], done: 'active' },
  pause: { path: '/v1/sync/pause', body: undefined, from: ['active'], done: 'paused' },
  resume: { path: '/v1/sync/resume', body: undefined, from: ['paused'], done: 'active' },
  switch: { path: '/v1/integration/switch', body: undefined, from: ['legacy'], done: 'configured' },
} as const;

describe('S106: the state machine of an integration over HTTP', () => {
  let api: ScenarioApi;
  before(async () => {
    api = await startScenarioApi();
    await api.connector.authorize(api.adminToken, 'desk', 'ada.admin@zylker.example');
    await api.connector.authorize(api.adminToken, 'crm', 'carla.crm@zylker.example');
  });
  after(() => api.stop());

  async function setState(state: IntegrationState): Promise<void> {
    const { integration } = api.scenario.engine.org;
    const current = await integration.get();
    assert.ok(current);
    await integration.put({ ...current, state });
  }
  const stateNow = async () => (await api.scenario.engine.org.integration.get())?.state;

  for (const [step, { path, body, from, done }] of Object.entries(REQUESTS)) {
    for (const state of STATES) {
      const isAllowed = (from as readonly string[]).includes(state) || (state === done && step !== 'switch');
      it(`S106: ${step} of an integration that is ${state} is ${isAllowed ? 'done' : 'refused by name'}`, async () => {
        await setState(state);
        const token = api.adminToken;
        const answer = await api.connector.call(path, { method: 'POST', token, ...(body ? { body } : {}) });
        if (isAllowed) {
          assert.equal(answer.status, 200, JSON.stringify(answer.body));
          assert.equal(await stateNow(), done);
          return;
        }
        assert.deepEqual([answer.status, answer.body['code']], [409, 'illegal-transition']);
        assert.deepEqual(answer.body['details'], { state, step });
        assert.equal(await stateNow(), state, 'a refusal changes nothing');
        const asAgent = await api.connector.call(path, {
          method: 'POST',
          token: api.agentToken,
          ...(body ? { body } : {}),
        });
        assert.equal(asAgent.status, 403);
      });
    }
  }
});
