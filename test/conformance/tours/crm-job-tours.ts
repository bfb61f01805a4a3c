import { asObject } from '../oas/json.ts';
import { firstId, rowsOf } from './caller.ts';
import type { Caller } from './caller.ts';
import { UNKNOWN, writtenId } from './crm-parts.ts';
import type { CrmTourParts, Made } from './crm-parts.ts';

export async function tourBulk({ call, hookUrl, advance }: CrmTourParts): Promise<void> {
  const at = '/crm/bulk/v8/read';
  const created = await call('POST', at, {
    body: {
      callback: { url: `${hookUrl}/bulk`, method: 'post' },
      query: { module: { api_name: 'Contacts' }, fields: ['Last_Name', 'Email', 'Account_Name'], page: 1 },
      file_type: 'csv',
    },
  });
  const id = writtenId(created);
  await call('GET', `${at}/${id}`);
  await call('GET', `${at}/${id}/result`);
  await advance('PT5M');
  await call('GET', `${at}/${id}`);
  await call('GET', `${at}/${id}/result`);
  await call('GET', `${at}/${UNKNOWN}`);
  const group = [
    { field: { api_name: 'Created_Time' }, comparator: 'greater_equal', value: '2023-11-23T00:00:00+00:00' },
  ];
  await call('POST', at, {
    body: { query: { module: { api_name: 'Accounts' }, criteria: { group_operator: 'and', group } } },
  });
  await call('POST', at, { body: { query: { module: { api_name: 'Notes' } } } });
  await call('POST', at, { body: {} });
}

export async function tourWatch({ call, hookUrl }: CrmTourParts): Promise<void> {
  const at = '/crm/v8/actions/watch';
  const channel_id = '1000000068001';
  const item = {
    channel_id,
    events: ['Contacts.all', 'Accounts.edit'],
    notify_url: `${hookUrl}/crm`,
    token: 'secret',
  };
  await call('GET', at);
  await call('POST', at, { body: { watch: [{ ...item, channel_expiry: '2099-01-01T00:00:00+00:00' }] } });
  await call('POST', at, { body: { watch: [item, { channel_id: '1000000068002' }] } });
  await call('POST', at, { body: { watch: [{ events: ['Contacts.all'] }] } });
  await call('GET', at, { query: { channel_id } });
  await call('PUT', at, { body: { watch: [item] } });
  await call('PATCH', at, {
    body: { watch: [{ channel_id, _delete_events: true, events: ['Accounts.edit'] }] },
  });
  await call('PATCH', at, { body: { watch: [{ channel_id: '42', token: 'x' }] } });
  await call('DELETE', at, { query: { channel_ids: `${channel_id},42` } });
  await call('DELETE', at, { query: { channel_ids: '42' } });
}

export async function tourMassUpdate({ call, advance }: CrmTourParts, { contactId }: Made): Promise<void> {
  const at = '/crm/v8/Contacts/actions/mass_update';
  await call('POST', at, { body: { data: [{ Department: 'Tests' }], ids: [contactId] } });
  await call('POST', at, { body: { data: [{ Department: 'Tests' }], ids: [contactId, UNKNOWN] } });
  await call('POST', at, { body: { ids: [contactId] } });
  const views = await call('GET', '/crm/v8/settings/custom_views', { query: { module: 'Contacts' } });
  const cvid = firstId(views, 'custom_views');
  await call('GET', '/crm/v8/Contacts', { query: { fields: 'Last_Name', cvid, per_page: 2 } });
  const job = await call('POST', at, { body: { data: [{ Department: 'All' }], cvid } });
  const job_id = String(asObject(rowsOf(job)[0]?.['details'])['job_id']);
  await call('GET', at, { query: { job_id } });
  await advance('PT5M');
  await call('GET', at, { query: { job_id } });
  await call('GET', at, { query: { job_id: UNKNOWN } });
}

export async function tourBin(call: Caller, { accountId, contactId, productId }: Made): Promise<void> {
  const at = '/crm/v8/settings/recycle_bin';
  await call('GET', at);
  await call('DELETE', `/crm/v8/Contacts/${contactId}`);
  await call('DELETE', `/crm/v8/Contacts/${contactId}`);
  await call('DELETE', '/crm/v8/Accounts', { query: { ids: `${accountId},${UNKNOWN}` } });
  await call('DELETE', '/crm/v8/Products', { query: { ids: productId } });
  await call('GET', '/crm/v8/Contacts/deleted', { query: { type: 'recycle' } });
  await call('GET', at, { query: { page: 1, per_page: 50 } });
  await call('GET', at, { query: { ids: contactId } });
  await call('GET', `${at}/${contactId}`);
  await call('GET', `${at}/${UNKNOWN}`);
  await call('GET', `${at}/actions/count`);
  await call('POST', `${at}/${contactId}/actions/restore`);
  await call('POST', `${at}/${UNKNOWN}/actions/restore`);
  await call('POST', `${at}/actions/restore`, { body: { ids: [accountId] } });
  await call('POST', `${at}/actions/restore`, { body: { ids: [UNKNOWN] } });
  await call('POST', `${at}/actions/restore`, { body: {} });
  await call('DELETE', `${at}/${productId}`);
  await call('DELETE', at);
  await call('DELETE', '/crm/v8/Contacts', { query: { ids: contactId } });
  await call('DELETE', at, { query: { ids: contactId } });
  await call('GET', '/crm/v8/Contacts/deleted', { query: { type: 'permanent' } });
  await call('POST', `${at}/actions/restore`, { body: { restore_all_records: true } });
  await call('POST', `${at}/actions/empty`);
}

export async function tourMerge(call: Caller): Promise<void> {
  const make = async (name: string) =>
    writtenId(await call('POST', '/crm/v8/Contacts', { body: { data: [{ Last_Name: name }] } }));
  const [master, child] = [await make('Master'), await make('Child')];
  const at = `/crm/v8/Contacts/${master}/actions/merge`;
  const id = (child: string) => ({
    merge: [{ data: [{ id: child, _fields: [{ api_name: 'Last_Name' }] }] }],
  });
  await call('POST', at, { body: id(UNKNOWN) });
  await call('POST', at, { body: { merge: [{ data: [] }] } });
  await call('POST', at, { body: id(child) });
  await call('GET', at, { query: { job_id: UNKNOWN } });
  await call('POST', `/crm/v8/Contacts/${UNKNOWN}/actions/merge`, { body: id(master) });
}

export async function tourConvert(call: Caller): Promise<void> {
  const lead = await call('POST', '/crm/v8/Leads', {
    body: { data: [{ Last_Name: 'Lead', Company: 'Lead Ltd' }] },
  });
  const at = `/crm/v8/Leads/${writtenId(lead)}/actions/convert`;
  const Deals = {
    Deal_Name: 'First',
    Closing_Date: '2027-01-31',
    Stage: 'Qualification',
    Pipeline: 'Standard (Standard)',
  };
  await call('POST', at, { body: { data: [{ overwrite: false, notify_lead_owner: false, Deals }] } });
  await call('POST', at, { body: { data: [{}] } });
}
