import { asObject } from '../oas/json.ts';
import { firstId } from './caller.ts';
import type { Caller } from './caller.ts';
import { tourBin, tourBulk, tourConvert, tourMassUpdate, tourMerge, tourWatch } from './crm-job-tours.ts';
import { UNKNOWN, writtenId } from './crm-parts.ts';
import type { CrmTourParts, Made } from './crm-parts.ts';

const FIELDS: Readonly<Record<string, string>> = {
  Accounts: 'Account_Name,Website,Modified_Time,Owner',
  Contacts: 'Last_Name,Email,Account_Name,Created_Time,Modified_Time',
  Products: 'Product_Name,Unit_Price,Product_Active,Modified_Time',
};

/** Every route of the pretend CRM, with good and with bad input. */
export async function tourCrm(parts: CrmTourParts): Promise<void> {
  const { call, stranger } = parts;
  await tourSettings(call);
  const made = await tourWrites(call);
  for (const module of Object.keys(FIELDS)) await tourReads(call, module);
  await tourRelated(call, made);
  await tourSearch(call);
  await tourBulk(parts);
  await tourWatch(parts);
  await tourMassUpdate(parts, made);
  await tourBin(call, made);
  await tourConvert(call);
  await tourMerge(call);
  await stranger('GET', '/crm/v8/Contacts', { query: { fields: 'Last_Name' } });
  await stranger('GET', '/crm/v8/settings/fields', { query: { module: 'Contacts' } });
}

async function tourSettings(call: Caller): Promise<void> {
  const at = '/crm/v8/settings';
  await call('GET', '/crm/v8/org');
  const userId = firstId(await call('GET', '/crm/v8/users', { query: { type: 'CurrentUser' } }), 'users');
  await call('GET', '/crm/v8/users', { query: { type: 'AllUsers', page: 1, per_page: 200 } });
  await call('GET', '/crm/v8/users', { query: { type: 'Nonsense' } });
  await call('GET', `/crm/v8/users/${userId}`);
  await call('GET', `/crm/v8/users/${UNKNOWN}`);
  await call('GET', `${at}/modules`);
  await call('GET', `${at}/modules/Contacts`);
  await call('GET', `${at}/modules/Nonsense`);
  for (const module of ['Contacts', 'Accounts', 'Products', 'Deals', 'Leads', 'Tasks']) {
    await call('GET', `${at}/fields`, { query: { module } });
  }
  const fieldId = firstId(
    await call('GET', `${at}/fields`, { query: { module: 'Contacts', type: 'all' } }),
    'fields',
  );
  await call('GET', `${at}/fields/${fieldId}`, { query: { module: 'Contacts' } });
  await call('GET', `${at}/fields`, { query: { module: 'Nonsense' } });
  await call('GET', `${at}/fields`);
  const layoutId = firstId(await call('GET', `${at}/layouts`, { query: { module: 'Deals' } }), 'layouts');
  await call('GET', `${at}/layouts`, { query: { module: 'Contacts' } });
  await call('GET', `${at}/pipeline`, { query: { layout_id: layoutId } });
  await call('GET', `${at}/pipeline`);
  await call('GET', `${at}/related_lists`, { query: { module: 'Contacts' } });
  await call('GET', `${at}/related_lists`, { query: { module: 'Accounts' } });
  await call('GET', `${at}/related_lists`, { query: { module: 'Nonsense' } });
  const views = await call('GET', `${at}/custom_views`, { query: { module: 'Contacts' } });
  const viewId = firstId(views, 'custom_views');
  await call('GET', `${at}/custom_views/${viewId}`, { query: { module: 'Contacts' } });
  await call('GET', `${at}/custom_views/${UNKNOWN}`, { query: { module: 'Contacts' } });
}

async function tourWrites(call: Caller): Promise<Made> {
  const at = '/crm/v8';
  const accountId = writtenId(
    await call('POST', `${at}/Accounts`, {
      body: { data: [{ Account_Name: 'Conformance Ltd', Employees: 3, Annual_Revenue: 10.5 }] },
    }),
  );
  const contactId = writtenId(
    await call('POST', `${at}/Contacts`, {
      body: {
        data: [{ Last_Name: 'Tester', Email: 'thea@conformance.example', Account_Name: { id: accountId } }],
        trigger: [],
      },
    }),
  );
  const productId = writtenId(
    await call('POST', `${at}/Products`, { body: { data: [{ Product_Name: 'Kit', Unit_Price: 3 }] } }),
  );
  await call('POST', `${at}/Contacts`, {
    body: { data: [{ Last_Name: 'Good' }, { First_Name: 'No last name' }] },
  });
  await call('POST', `${at}/Contacts`, { body: { data: [{ First_Name: 'No last name' }] } });
  await call('POST', `${at}/Contacts`, { body: {} });
  await call('POST', `${at}/Nonsense`, { body: { data: [{ Last_Name: 'x' }] } });
  await call('PUT', `${at}/Contacts`, { body: { data: [{ id: contactId, Title: 'Dr' }] } });
  await call('PUT', `${at}/Contacts`, {
    body: {
      data: [
        { id: contactId, Title: 'Dr' },
        { id: UNKNOWN, Title: 'x' },
      ],
    },
  });
  await call('PUT', `${at}/Contacts`, {
    body: { data: [{ id: contactId, Title: 'Prof' }] },
    headers: { 'If-Unmodified-Since': '2001-01-01T00:00:00+00:00' },
  });
  await call('PUT', `${at}/Accounts/${accountId}`, {
    body: { data: [{ Website: 'https://conformance.example' }] },
  });
  await call('PUT', `${at}/Accounts/${UNKNOWN}`, {
    body: { data: [{ Website: 'https://nowhere.example' }] },
  });
  await call('PUT', `${at}/Accounts/${accountId}`, { body: { data: [{ Employees: 'many' }] } });
  await call('POST', `${at}/Products/upsert`, {
    body: { data: [{ Product_Name: 'Kit', Unit_Price: 4 }], duplicate_check_fields: ['Product_Name'] },
  });
  await call('POST', `${at}/Accounts/upsert`, { body: { data: [{ Account_Name: 'Conformance Two' }] } });
  await call('POST', `${at}/Accounts/upsert`, {
    body: { data: [{ Account_Name: 'x' }], duplicate_check_fields: ['Website'] },
  });
  return { accountId, contactId, productId };
}

async function tourReads(call: Caller, module: string): Promise<void> {
  const at = `/crm/v8/${module}`;
  const fields = FIELDS[module] ?? '';
  const id = firstId(await call('GET', at, { query: { fields, per_page: 5 } }));
  await call('GET', at, { query: { fields, per_page: 200, page: 2 } });
  await call('GET', at, { query: { fields, sort_by: 'Modified_Time', sort_order: 'asc' } });
  await call('GET', at, { query: { fields, ids: id } });
  await call('GET', at);
  await call('GET', at, { query: { fields, page: 11 } });
  await call('GET', at, { query: { fields, per_page: 500 } });
  await call('GET', at, { query: { fields, page_token: 'nonsense' } });
  await call('GET', at, { query: { fields }, headers: { 'If-Modified-Since': '2099-01-01T00:00:00+00:00' } });
  await call('GET', at, { query: { fields }, headers: { 'If-Modified-Since': '2000-01-01T00:00:00+00:00' } });
  const pages = await call('GET', at, { query: { fields, per_page: 1 } });
  const token = asObject(asObject(pages.body)['info'])['next_page_token'];
  if (typeof token === 'string') await call('GET', at, { query: { fields, per_page: 1, page_token: token } });
  await call('GET', `${at}/${id}`);
  await call('GET', `${at}/${UNKNOWN}`);
  await call('GET', `${at}/deleted`, { query: { type: 'all', page: 1, per_page: 200 } });
  await call('GET', `${at}/deleted`, { query: { type: 'nonsense' } });
}

async function tourRelated(call: Caller, { accountId, contactId }: Made): Promise<void> {
  const at = `/crm/v8/Contacts/${contactId}`;
  await call('POST', '/crm/v8/Deals', {
    body: {
      data: [
        {
          Deal_Name: 'Conform',
          Stage: 'Qualification',
          Closing_Date: '2027-01-31',
          Amount: 10,
          Account_Name: { id: accountId },
          Contact_Name: { id: contactId },
        },
      ],
    },
  });
  await call('POST', `${at}/Notes`, {
    body: { data: [{ Note_Title: 'Seen', Note_Content: 'It conforms.' }] },
  });
  await call('POST', `${at}/Notes`, { body: { data: [{ Note_Title: 'No content' }] } });
  const Parent_Id = { id: contactId, module: { api_name: 'Contacts' } };
  await call('POST', '/crm/v8/Notes', { body: { data: [{ Note_Content: 'Also here.', Parent_Id }] } });
  await call('GET', '/crm/v8/Notes', { query: { fields: 'Note_Title,Note_Content,Parent_Id' } });
  await call('POST', '/crm/v8/Tasks', {
    body: { data: [{ Subject: 'Conform', Who_Id: { id: contactId }, Due_Date: '2027-01-31' }] },
  });
  await call('GET', `${at}/Notes`, { query: { fields: 'Note_Title,Note_Content,Modified_Time' } });
  await call('GET', `${at}/Deals`, { query: { fields: 'Deal_Name,Stage,Amount,Closing_Date' } });
  await call('GET', `${at}/Tasks`, { query: { fields: 'Subject,Status' } });
  await call('GET', `${at}/Activities_Chronological_View`, { query: { fields: 'Subject,Owner' } });
  await call('GET', `${at}/Events`, { query: { fields: 'Event_Title' } });
  await call('GET', `${at}/Notes`);
  await call('GET', `${at}/Nonsense`, { query: { fields: 'Subject' } });
  await call('GET', `/crm/v8/Accounts/${accountId}/Deals`, { query: { fields: 'Deal_Name' } });
  await call('GET', `/crm/v8/Accounts/${UNKNOWN}/Deals`, { query: { fields: 'Deal_Name' } });
}

async function tourSearch(call: Caller): Promise<void> {
  const at = '/crm/v8/Contacts';
  await call('GET', `${at}/search`, {
    query: { criteria: '(Last_Name:equals:Tester)', fields: 'Last_Name,Email' },
  });
  await call('GET', `${at}/search`, { query: { email: 'thea@conformance.example' } });
  await call('GET', `${at}/search`, { query: { word: 'Tester', per_page: 10, page: 1 } });
  await call('GET', `${at}/search`, { query: { email: 'nobody@conformance.example' } });
  await call('GET', `${at}/search`);
  await call('GET', `${at}/search`, { query: { criteria: 'nonsense' } });
  await call('GET', `${at}/actions/count`);
  await call('GET', `${at}/actions/count`, { query: { criteria: '(Last_Name:equals:Tester)' } });
  const coql = (select_query: string) => call('POST', '/crm/v8/coql', { body: { select_query } });
  await coql("select id, Last_Name, Email from Contacts where Email = 'thea@conformance.example'");
  await coql("select id from Contacts where Email = 'nobody@conformance.example' limit 0, 10");
  await coql('select COUNT(id), Stage from Deals where id is not null group by Stage');
  await coql('select nonsense');
  await coql('select Nonsense from Contacts where Last_Name is not null');
}
