import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createHarness, emptySeed } from './testing/fake-world.ts';
import type { DeskHarness } from './testing/fake-world.ts';

const DAY_MS = 86_400_000;

async function trashedContact(desk: DeskHarness): Promise<string> {
  const id = (
    await desk.call('POST', '/contacts', { body: { lastName: 'Lee', firstName: 'Ann' } })
  ).body.text('id');
  const reply = await desk.call('POST', '/contacts/moveToTrash', { body: { contactIds: [id] } });
  assert.equal(reply.status, 204);
  return id;
}

describe('the recycle bin', () => {
  it('shows a trashed record, which lists and search no longer do', async () => {
    const desk = await createHarness();
    const id = await trashedContact(desk);
    assert.equal((await desk.call('GET', `/contacts/${id}`)).body.at('isTrashed'), true);
    assert.equal((await desk.call('GET', '/contacts')).status, 204);
    assert.equal((await desk.call('GET', '/contacts/search?lastName=Lee')).status, 204);
    const modules = (await desk.call('GET', '/organizationModules')).body.rows();
    const moduleId = String(modules.find((module) => module['apiName'] === 'contacts')?.['id']);
    const [row] = (await desk.call('GET', `/recycleBin?moduleId=${moduleId}&include=deletedBy`)).body.rows();
    assert.deepEqual([row?.['id'], row?.['displayName'], row?.['type']], [id, 'Ann Lee', 'Contacts']);
    assert.equal(desk.api.dump('contacts')[0]?.['_state'], 'bin');
  });

  it('refuses to write a trashed record', async () => {
    const desk = await createHarness();
    const id = await trashedContact(desk);
    const patch = await desk.call('PATCH', `/contacts/${id}`, { body: { phone: '1' } });
    assert.deepEqual([patch.status, patch.body.at('errorCode')], [422, 'UNPROCESSABLE_ENTITY']);
  });

  it('restores with the same id, and an account with its contact', async () => {
    const desk = await createHarness();
    const account = await desk.call('POST', '/accounts', { body: { accountName: 'One' } });
    const accountId = account.body.text('id');
    const contact = await desk.call('POST', '/contacts', { body: { lastName: 'Lee', accountId } });
    const id = contact.body.text('id');
    await desk.call('POST', '/contacts/moveToTrash', { body: { contactIds: [id] } });
    await desk.call('POST', '/accounts/moveToTrash', { body: { accountIds: [accountId] } });
    const reply = await desk.call('POST', '/recycleBin/restore', { body: { ids: [id, '9'] } });
    const results = reply.body.at('results') as { success: boolean }[];
    assert.deepEqual(
      results.map((result) => result.success),
      [true, false],
    );
    assert.equal(reply.headers['x-rate-limit-request-weight-v3'], '12');
    assert.equal(desk.lastCall().mutations, 2);
    assert.equal((await desk.call('GET', `/contacts/${id}`)).body.at('isTrashed'), false);
    assert.equal((await desk.call('GET', `/accounts/${accountId}`)).body.at('isTrashed'), false);
  });

  it('purges on request: the record is gone', async () => {
    const desk = await createHarness();
    const id = await trashedContact(desk);
    await desk.call('POST', '/recycleBin/delete', { body: { ids: [id] } });
    const gone = await desk.call('GET', `/contacts/${id}`);
    assert.deepEqual([gone.status, gone.body.at('errorCode')], [404, 'URL_NOT_FOUND']);
    assert.equal(desk.api.dump('contacts')[0]?.['_state'], 'purged');
    assert.deepEqual((await desk.call('GET', '/recycleBin')).body.value, { data: [] });
  });

  it('purges by itself after 60 days', async () => {
    const desk = await createHarness();
    const id = await trashedContact(desk);
    desk.advance(60 * DAY_MS - 1);
    assert.equal((await desk.call('GET', `/contacts/${id}`)).status, 200);
    desk.advance(1);
    assert.equal((await desk.call('GET', `/contacts/${id}`)).status, 404);
  });

  it('empties and restores as a whole for 50 credits', async () => {
    const desk = await createHarness(emptySeed());
    const first = await trashedContact(desk);
    const all = await desk.call('POST', '/recycleBin/restoreAll');
    assert.deepEqual([all.status, desk.lastCall().credits, desk.lastCall().mutations], [202, 50, 1]);
    await desk.call('POST', '/contacts/moveToTrash', { body: { contactIds: [first] } });
    assert.equal((await desk.call('POST', '/recycleBin/deleteAll')).status, 202);
    assert.equal((await desk.call('GET', `/contacts/${first}`)).status, 404);
  });

  it('is closed to agents who are no administrators', async () => {
    const desk = await createHarness();
    assert.equal((await desk.call('GET', '/recycleBin', { token: 'agent' })).status, 403);
  });
});
