import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createHarness, emptySeed } from './testing/fake-world.ts';

describe('who may call the Desk API', () => {
  it('refuses without, with a wrong and with a narrow token', async () => {
    const desk = await createHarness();
    const none = await desk.call('GET', '/contacts', { token: '' });
    assert.deepEqual([none.status, none.body.at('errorCode')], [401, 'UNAUTHORIZED']);
    const wrong = await desk.call('GET', '/contacts', { token: 'stale' });
    assert.deepEqual([wrong.status, wrong.body.at('errorCode')], [401, 'INVALID_OAUTH']);
    const narrow = await desk.call('GET', '/contacts', { token: 'narrow' });
    assert.deepEqual([narrow.status, narrow.body.at('errorCode')], [403, 'SCOPE_MISMATCH']);
    assert.equal((await desk.call('GET', '/departments', { token: 'narrow' })).status, 200);
  });

  it('refuses the id of another portal', async () => {
    const desk = await createHarness();
    const reply = await desk.call('GET', '/contacts', { headers: { orgId: '999' } });
    assert.deepEqual([reply.status, reply.body.at('errorCode')], [403, 'OAUTH_ORG_MISMATCH']);
  });

  it('lets a light agent look but not write', async () => {
    const desk = await createHarness();
    assert.equal((await desk.call('GET', '/contacts', { token: 'light' })).status, 204);
    const write = await desk.call('POST', '/contacts', { token: 'light', body: { lastName: 'X' } });
    assert.deepEqual([write.status, write.body.at('errorCode')], [403, 'FORBIDDEN']);
  });

  it('says who one is, and what each profile may see of CRM', async () => {
    const desk = await createHarness();
    const me = await desk.call('GET', '/myinfo?include=profile,role');
    assert.equal(me.body.at('rolePermissionType'), 'Admin');
    assert.equal(me.body.at('profile', 'name'), 'Support Administrator');
    const agent = await desk.call('GET', '/myinfo', { token: 'agent' });
    assert.equal(agent.body.at('rolePermissionType'), 'AgentPublic');
    const [profile] = (await desk.call('GET', '/profiles')).body.rows();
    const crmInteg = (profile?.['permissions'] as Record<string, object>)['crmInteg'] ?? {};
    assert.equal(Object.keys(crmInteg).length, 12);
  });

  it('lists organisation, modules, fields and plan', async () => {
    const desk = await createHarness();
    const [organization] = (await desk.call('GET', '/organizations', { headers: { orgId: '' } })).body.rows();
    assert.equal(organization?.['edition'], 'ENTERPRISE');
    assert.equal(organization['isAdminInOrg'], true);
    const modules = (await desk.call('GET', '/organizationModules')).body.rows();
    assert.deepEqual(
      modules.map((module) => module['apiName']),
      ['accounts', 'contacts', 'products', 'tickets'],
    );
    const fields = (await desk.call('GET', '/organizationFields?module=contacts')).body.rows();
    const tier = fields.find((field) => field['apiName'] === 'cf_tier');
    assert.deepEqual(tier?.['allowedValues'], [{ value: 'Gold' }, { value: 'Silver' }]);
    assert.equal(fields.find((field) => field['apiName'] === 'lastName')?.['isMandatory'], true);
    assert.equal((await desk.call('GET', '/organizationFields?module=nothing')).status, 422);
    assert.equal((await desk.call('GET', '/licenses/plan')).body.at('planStatus'), 'ACTIVE');
  });

  it('tells an unknown path from a wrong method and from an unreadable body', async () => {
    const desk = await createHarness();
    assert.equal((await desk.call('GET', '/nothing')).body.at('errorCode'), 'URL_NOT_FOUND');
    assert.equal((await desk.call('DELETE', '/contacts/1')).body.at('errorCode'), 'METHOD_NOT_ALLOWED');
    const text = await desk.call('POST', '/contacts', {
      body: '{',
      headers: { 'content-type': 'application/json' },
    });
    assert.deepEqual([text.status, text.body.at('errorCode')], [400, 'BAD_REQUEST']);
    const xml = await desk.call('POST', '/contacts', {
      body: '<a/>',
      headers: { 'content-type': 'text/xml' },
    });
    assert.deepEqual([xml.status, xml.body.at('errorCode')], [415, 'UNSUPPORTED_MEDIA_TYPE']);
  });
});

describe('credits and concurrency', () => {
  it('charges by offset and by record, and says so in headers', async () => {
    const desk = await createHarness();
    const price = async (path: string, body?: unknown): Promise<unknown> => {
      const method = body === undefined ? 'GET' : 'POST';
      return (await desk.call(method, path, { body })).headers['x-rate-limit-request-weight-v3'];
    };
    assert.equal(await price('/contacts?from=1&limit=99'), '3');
    assert.equal(await price('/contacts?from=1902&limit=99'), '3');
    assert.equal(await price('/contacts?from=1903&limit=99'), '10');
    assert.equal(await price('/contacts?from=20000&limit=99'), '50');
    assert.equal(await price('/contacts?from=100000&limit=99'), '100');
    assert.equal(await price('/contacts', { lastName: 'X' }), '1');
    const ids = ['1', '2', '3'];
    assert.equal(await price('/contacts/updateMany', { fieldName: 'title', fieldValue: 'x', ids }), '2');
    assert.equal(await price('/contacts/moveToTrash', { contactIds: ids }), '18');
    assert.equal(desk.lastCall().credits, 18);
  });

  it('gives each full agent 1,000 credits on top of the edition, and counts no light agent', async () => {
    const desk = await createHarness();
    const reply = await desk.call('GET', '/contacts/1');
    assert.equal(reply.headers['x-rate-limit-remaining-v3'], String(100_000 + 2 * 1_000 - 1));
  });

  it('answers THRESHOLD_EXCEEDED with Retry-After until midnight', async () => {
    const desk = await createHarness(emptySeed(), { variants: { 'desk.dailyCredits': '4' } });
    assert.equal((await desk.call('GET', '/contacts')).status, 204);
    const over = await desk.call('GET', '/contacts');
    assert.deepEqual([over.status, over.body.at('errorCode')], [429, 'THRESHOLD_EXCEEDED']);
    assert.equal(over.headers['retry-after'], String(12 * 3600));
    assert.equal(over.headers['x-rate-limit-remaining-v3'], '1');
    desk.advance(12 * 3_600_000);
    assert.equal((await desk.call('GET', '/contacts')).status, 204);
  });

  it('answers TOO_MANY_REQUESTS without Retry-After above the cap, and recovers', async () => {
    const variants = { 'desk.latencyMs': '20' };
    const desk = await createHarness(emptySeed(), { deskEdition: 'FREE', variants });
    const replies = await Promise.all(Array.from({ length: 8 }, () => desk.call('GET', '/contacts')));
    const refused = replies.filter((reply) => reply.status === 429);
    assert.equal(refused.length, 3);
    assert.equal(refused[0]?.body.at('errorCode'), 'TOO_MANY_REQUESTS');
    assert.equal(refused[0].headers['retry-after'], undefined);
    assert.equal((await desk.call('GET', '/contacts')).status, 204);
  });

  it('dates its answers in virtual time', async () => {
    const desk = await createHarness();
    assert.equal((await desk.call('GET', '/contacts')).headers['date'], 'Sun, 01 Mar 2026 12:00:00 GMT');
  });
});
