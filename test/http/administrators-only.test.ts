import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startScenarioApi, type ScenarioApi } from '../support/scenario-api.ts';

/** Open to agents who are no administrators: what their pages in Desk ask, within the permissions of their profile. */
const FOR_AGENTS: readonly RegExp[] = [
  // How far the first session is: the panel says why it is still empty.
  /^get \/v1\/sync\/progress$/,
  /^get \/v1\/access$/,
  /^get \/v1\/panel-options$/,
  /^(?:get|post) \/v1\/panel\//,
  /^get \/v1\/handshake\/(?:departments|\{departmentId\})$/,
];
const OPEN = /^\/v1\/(?:session\/|progress$)/;

interface Operation {
  readonly method: string;
  readonly path: string;
}
interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly security?: unknown }>>>>;
}

describe('routes that need an administrator', () => {
  let api: ScenarioApi;
  let operations: readonly Operation[];
  before(async () => {
    api = await startScenarioApi();
    const { paths } = (await api.connector.call('/openapi.json')).body as unknown as OpenApi;
    operations = Object.entries(paths).flatMap(([path, methods]) =>
      path.startsWith('/v1/') && !OPEN.test(path)
        ? Object.keys(methods).map((method) => ({ method, path }))
        : [],
    );
  });
  after(() => api.stop());

  const ask = ({ method, path }: Operation, token?: string) =>
    api.connector.call(path.replace(/\{\w+\}/g, 'x'), {
      method: method.toUpperCase(),
      token,
      ...(method === 'post' || method === 'put' ? { body: {} } : {}),
    });
  const answers = async (token?: string) => {
    const found: Record<string, string> = {};
    for (const operation of operations) {
      const { status, body } = await ask(operation, token);
      found[`${operation.method} ${operation.path}`] = `${status} ${String(body['code'])}`;
    }
    return found;
  };

  it('S7, S60: the document names the settings page’s routes, each behind a session', () => {
    const named = operations.map(({ method, path }) => `${method} ${path}`);
    for (const route of [
      'get /v1/preflight',
      'get /v1/status',
      'get /v1/status/stream',
      'post /v1/connections/crm/zsc',
      'post /v1/modules/{module}/verdicts',
      'post /v1/ambiguous/{id}/choose',
      'put /v1/permissions/{profileId}',
      'delete /v1/integration',
    ]) {
      assert.ok(named.includes(route), `${route} is not in /openapi.json`);
    }
    assert.ok(operations.length >= 35, String(operations.length));
  });

  it('S7: an agent who is no administrator gets 403 from every settings route, before anything is read', async () => {
    const wrong = Object.entries(await answers(api.agentToken)).filter(
      ([route, answer]) =>
        FOR_AGENTS.some((open) => open.test(route)) === (answer === '403 administrator-required'),
    );
    assert.deepEqual(wrong, []);
  });

  it('S7: nobody gets in without a session, or with one that is no session', async () => {
    for (const token of [undefined, 'no.token.atall']) {
      const wrong = Object.entries(await answers(token)).filter(
        ([, answer]) => answer !== '401 session-required',
      );
      assert.deepEqual(wrong, []);
    }
  });
});
