import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startScenarioApi } from '../support/scenario-api.ts';
import { EXTENSION_ORIGIN } from '../support/connector.ts';

describe('requests that come through Desk’s server', () => {
  it('mean the method that a POST names in its header, with the same rights', async () => {
    const api = await startScenarioApi({ modules: ['accounts'] });
    try {
      const send = (token: string | undefined, method: string, body: object) =>
        api.connector.call('/v1/modules/accounts/draft', {
          method: 'POST',
          body,
          token,
          headers: { 'x-http-method-override': method },
        });
      const draft = { syncType: 'two-way', mappings: [], departmentIds: [], basedOn: 0 };
      assert.equal((await send(api.adminToken, 'PUT', draft)).status, 200);
      assert.equal((await send(api.adminToken, 'DELETE', {})).status, 200);
      assert.equal((await send(undefined, 'DELETE', {})).status, 401);
      assert.equal((await send(api.agentToken, 'DELETE', {})).status, 403);
      for (const method of ['GET', 'delete', 'TRACE']) {
        assert.equal((await send(api.adminToken, method, draft)).status, 404, `${method} stays a POST`);
      }
    } finally {
      await api.stop();
    }
  });

  it('a browser may say which event of the status it saw last', async () => {
    const api = await startScenarioApi({ modules: ['accounts'] });
    try {
      const { headers } = await api.connector.call('/v1/status/stream', {
        method: 'OPTIONS',
        headers: {
          origin: EXTENSION_ORIGIN,
          'access-control-request-method': 'GET',
          'access-control-request-headers': 'authorization,last-event-id',
        },
      });
      assert.match(headers.get('access-control-allow-headers') ?? '', /last-event-id/i);
    } finally {
      await api.stop();
    }
  });
});
