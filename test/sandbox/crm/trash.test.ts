import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createTestCrm } from './testing/fake-world.ts';

const DAY_MS = 86_400_000;

async function crmWithContacts(count: number) {
  const crm = createTestCrm();
  const data = Array.from({ length: count }, (_, index) => ({ Last_Name: `C${index}` }));
  const { body } = await crm.call('POST', 'Contacts', { data });
  const ids = data.map((_, index) => body.text('data', index, 'details', 'id'));
  return { crm, ids };
}

describe('CRM sandbox: deleting', () => {
  it('moves records to the bin and lists them as deleted', async () => {
    const { crm, ids } = await crmWithContacts(3);
    const { status, mutations } = await crm.call('DELETE', `Contacts?ids=${ids[0]},${ids[1]},1`);
    assert.deepEqual([status, mutations], [207, 2]);
    const deleted = await crm.call('GET', 'Contacts/deleted?type=recycle');
    assert.equal(deleted.body.at('info', 'count'), 2);
    assert.equal(deleted.body.at('data', 0, 'type'), 'recycle');
    assert.equal((await crm.call('GET', `Contacts/${ids[0]}`)).status, 204);
    assert.equal((await crm.call('GET', 'Contacts/deleted?type=permanent')).status, 204);
  });

  it('restores from the bin under the old id', async () => {
    const { crm, ids } = await crmWithContacts(1);
    await crm.call('DELETE', `Contacts/${ids[0]}`);
    assert.equal((await crm.call('GET', 'settings/recycle_bin')).body.at('recycle_bin', 0, 'id'), ids[0]);
    const { status } = await crm.call('POST', `settings/recycle_bin/${ids[0]}/actions/restore`);
    assert.equal(status, 200);
    assert.equal((await crm.call('GET', `Contacts/${ids[0]}`)).body.at('data', 0, 'Last_Name'), 'C0');
    assert.equal((await crm.call('GET', 'Contacts/deleted')).status, 204);
  });

  it('purges by hand and says which ids are not in the bin', async () => {
    const { crm, ids } = await crmWithContacts(2);
    await crm.call('DELETE', `Contacts?ids=${ids.join(',')}`);
    assert.equal((await crm.call('DELETE', `settings/recycle_bin?ids=${ids[0]}`)).status, 200);
    const both = await crm.call('POST', 'settings/recycle_bin/actions/restore', { ids });
    assert.equal(both.status, 207);
    const permanent = await crm.call('GET', 'Contacts/deleted?type=permanent');
    assert.deepEqual(
      [permanent.body.at('data', 0, 'id'), permanent.body.at('data', 0, 'display_name')],
      [ids[0], null],
    );
  });

  it('empties the bin after 60 days and forgets after 120', async () => {
    const { crm, ids } = await crmWithContacts(1);
    await crm.call('DELETE', `Contacts/${ids[0]}`);
    const states = [];
    for (const days of [59, 2, 60]) {
      await crm.world.clock.advance(days * DAY_MS);
      const { status, body } = await crm.call('GET', 'Contacts/deleted');
      states.push(status === 200 ? body.at('data', 0, 'type') : status);
    }
    assert.deepEqual(states, ['recycle', 'permanent', 204]);
    assert.equal(crm.api.dump('contacts')[0]?.['_state'], 'purged');
  });

  it('hides a deleted account behind its contacts and takes notes along', async () => {
    const crm = createTestCrm();
    const account = await crm.call('POST', 'Accounts', { data: [{ Account_Name: 'Acme' }] });
    const id = account.body.text('data', 0, 'details', 'id');
    await crm.call('POST', `Accounts/${id}/Notes`, { data: [{ Note_Content: 'hello' }] });
    await crm.call('POST', 'Contacts', { data: [{ Last_Name: 'A', Account_Name: { id } }] });
    await crm.call('DELETE', `Accounts/${id}`);
    assert.equal(crm.api.dump('contacts')[0]?.['Account_Name'], null);
    await crm.call('POST', 'settings/recycle_bin/actions/restore', { restore_all_records: true });
    assert.deepEqual(crm.api.dump('contacts')[0]?.['Account_Name'], { name: 'Acme', id });
    const notes = await crm.call('GET', `Accounts/${id}/Notes?fields=Note_Content,Parent_Id`);
    assert.equal(notes.body.at('data', 0, 'Note_Content'), 'hello');
  });
});
