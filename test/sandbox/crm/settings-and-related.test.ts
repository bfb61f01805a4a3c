import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createTestCrm } from './testing/fake-world.ts';

interface Described {
  readonly api_name: string;
  readonly data_type: string;
  readonly custom_field: boolean;
  readonly pick_list_values: readonly { display_value: string }[];
}

const make = () =>
  createTestCrm({
    customFields: {
      accounts: [],
      products: [],
      contacts: [
        { apiName: 'Tier', label: 'Tier', kind: 'picklist', options: ['Gold', 'Silver'] },
        { apiName: 'Seats', label: 'Seats', kind: 'integer' },
      ],
    },
    records: {
      accounts: [{ values: { Account_Name: 'Acme' }, createdAt: '2025-01-01T00:00:00Z' }],
      contacts: [
        {
          values: { Last_Name: 'Adams', First_Name: 'Amy', Tier: 'Gold', Seats: '3' },
          createdAt: '2025-01-01T00:00:00Z',
          accountName: 'Acme',
        },
      ],
      products: [],
    },
    related: {
      Deals: [
        { Deal_Name: 'D', Stage: 'Closed Won', Amount: 100, Contact_Name: 'Amy Adams', Account_Name: 'Acme' },
      ],
      Notes: [{ Note_Title: 'T', Note_Content: 'C', Parent_Id: 'Amy Adams', $se_module: 'Contacts' }],
      Tasks: [
        {
          Subject: 'Open',
          Status: 'Not Started',
          Who_Id: 'Amy Adams',
          What_Id: 'Acme',
          $se_module: 'Accounts',
        },
        { Subject: 'Done', Status: 'Completed', Who_Id: 'Amy Adams' },
      ],
      Calls: [
        { Subject: 'Call', Call_Type: 'Outbound', Outgoing_Call_Status: 'Completed', Who_Id: 'Amy Adams' },
      ],
      Events: [
        {
          Event_Title: 'Meet',
          Start_DateTime: '2026-02-01T10:00:00+00:00',
          End_DateTime: '2026-02-01T11:00:00+00:00',
          Contact_Name: 'Amy Adams',
        },
      ],
      Leads: [{ Last_Name: 'Lead', Company: 'Lead Co', Email: 'lead@x.example' }],
    },
  });

describe('CRM sandbox: settings', () => {
  it('describes standard and custom fields', async () => {
    const { body } = await make().call('GET', 'settings/fields?module=Contacts');
    const fields = body.at('fields') as readonly Described[];
    const named = (name: string) => fields.find((field) => field.api_name === name);
    assert.deepEqual(
      named('Tier')?.pick_list_values.map((option) => option.display_value),
      ['Gold', 'Silver'],
    );
    assert.equal(named('Seats')?.data_type, 'integer');
    assert.equal(named('Seats')?.custom_field, true);
    assert.equal(named('Account_Name')?.data_type, 'lookup');
  });

  it('says what every stage means for the forecast', async () => {
    const crm = make();
    const layouts = await crm.call('GET', 'settings/layouts?module=Deals');
    const { body } = await crm.call(
      'GET',
      `settings/pipeline?layout_id=${layouts.body.text('layouts', 0, 'id')}`,
    );
    const maps = body.at('pipeline', 0, 'maps') as readonly { actual_value: string; forecast_type: string }[];
    assert.equal(maps.find((stage) => stage.actual_value === 'Closed Won')?.forecast_type, 'Closed Won');
  });

  it('lists modules, related lists and refuses without module', async () => {
    const crm = make();
    assert.equal(((await crm.call('GET', 'settings/modules')).body.at('modules') as unknown[]).length, 9);
    assert.equal((await crm.call('GET', 'settings/related_lists?module=Contacts')).status, 200);
    assert.equal((await crm.call('GET', 'settings/fields')).body.at('code'), 'REQUIRED_PARAM_MISSING');
  });
});

describe('CRM sandbox: related lists', () => {
  const cases = [
    { list: 'Deals?fields=Deal_Name,Stage,Amount', count: 1 },
    { list: 'Notes?fields=Note_Title,Note_Content', count: 1 },
    { list: 'Tasks?fields=Subject', count: 1 },
    { list: 'Tasks_History?fields=Subject', count: 1 },
    { list: 'Activities_Chronological_View?fields=Subject,Event_Title', count: 2 },
    { list: 'Activities_Chronological_View_History?fields=Subject', count: 2 },
  ];
  for (const { list, count } of cases) {
    it(`${list.split('?')[0]} of a contact`, async () => {
      const crm = make();
      const id = String(crm.api.dump('contacts')[0]?.['id']);
      const { body } = await crm.call('GET', `Contacts/${id}/${list}`);
      assert.equal((body.at('data') as unknown[]).length, count);
    });
  }

  it('wants fields and knows its lists', async () => {
    const crm = make();
    const id = String(crm.api.dump('accounts')[0]?.['id']);
    assert.equal((await crm.call('GET', `Accounts/${id}/Deals`)).body.at('code'), 'REQUIRED_PARAM_MISSING');
    assert.equal(
      (await crm.call('GET', `Accounts/${id}/Nonsense?fields=id`)).body.at('code'),
      'INVALID_DATA',
    );
    assert.equal(
      (await crm.call('GET', `Accounts/${id}/Tasks?fields=Subject`)).body.at('data', 0, 'Subject'),
      'Open',
    );
  });

  it('adds notes and tasks', async () => {
    const crm = make();
    const id = String(crm.api.dump('contacts')[0]?.['id']);
    const note = await crm.call('POST', `Contacts/${id}/Notes`, { data: [{ Note_Content: 'new' }] });
    assert.equal(note.status, 201);
    const Parent_Id = { id, module: { api_name: 'Contacts' } };
    assert.equal(
      (await crm.call('POST', 'Notes', { data: [{ Note_Content: 'too', Parent_Id }] })).status,
      201,
    );
    const { body } = await crm.call('GET', `Contacts/${id}/Notes?fields=Note_Content,Parent_Id`);
    assert.equal((body.at('data') as unknown[]).length, 3);
    assert.equal(body.at('data', 0, 'Parent_Id', 'module', 'api_name'), 'Contacts');
    const task = await crm.call('POST', 'Tasks', { data: [{ Subject: 'T', Who_Id: { id } }], trigger: [] });
    assert.equal(task.status, 201);
  });

  it('merges a record into its master, which takes the named values and what hung on the other', async () => {
    const crm = make();
    const insert = async (module: string, values: object) =>
      (await crm.call('POST', module, { data: [values] })).body.text('data', 0, 'details', 'id');
    const master = await insert('Accounts', { Account_Name: 'Master', Phone: '1' });
    const child = await insert('Accounts', { Account_Name: 'Child', Phone: '2', Fax: '3' });
    const contact = await insert('Contacts', { Last_Name: 'Lee', Account_Name: { id: child } });
    const merge = [{ data: [{ id: child, _fields: [{ api_name: 'Fax' }] }] }];
    const { status, body, credits } = await crm.call('POST', `Accounts/${master}/actions/merge`, { merge });
    assert.deepEqual([status, credits, body.at('merge', 0, 'details', 'id')], [201, 50, master]);
    const kept = (await crm.call('GET', `Accounts/${master}`)).body;
    assert.deepEqual(
      ['Account_Name', 'Phone', 'Fax'].map((field) => kept.at('data', 0, field)),
      ['Master', '1', '3'],
    );
    const moved = (await crm.call('GET', `Contacts/${contact}`)).body;
    assert.equal(moved.at('data', 0, 'Account_Name', 'id'), master);
    assert.equal((await crm.call('GET', `Accounts/${child}`)).status, 204);
    const again = await crm.call('POST', `Accounts/${master}/actions/merge`, { merge });
    assert.deepEqual([again.status, again.body.at('merge', 0, 'code')], [400, 'INVALID_DATA']);
  });

  it('converts a lead once', async () => {
    const crm = make();
    const leads = await crm.call('GET', 'Leads?fields=Last_Name');
    const url = `Leads/${leads.body.text('data', 0, 'id')}/actions/convert`;
    const { status, body, credits } = await crm.call('POST', url, { data: [{ overwrite: false }] });
    assert.deepEqual(
      [status, credits, body.at('data', 0, 'details', 'Accounts', 'name')],
      [200, 5, 'Lead Co'],
    );
    assert.equal((await crm.call('POST', url, { data: [{}] })).body.at('code'), 'ID_ALREADY_CONVERTED');
    assert.equal((await crm.call('GET', 'Leads?fields=Last_Name')).status, 204);
  });
});
