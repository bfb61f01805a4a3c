import { firstId, idOf, rowsOf } from './caller.ts';
import type { Caller } from './caller.ts';
import { asArray, asObject } from '../oas/json.ts';

const UNKNOWN = '999999999999999999';
const MODULES = ['accounts', 'contacts', 'products'] as const;

export interface DeskTourParts {
  /** As a Desk administrator, base `/api/v1`. */
  readonly call: Caller;
  /** Without a valid token. */
  readonly stranger: Caller;
  /** Address that answers 200. */
  readonly hookUrl: string;
}

/** Every route of the pretend Desk, with good and with bad input. */
export async function tourDesk(parts: DeskTourParts): Promise<void> {
  const departmentId = await tourOrganization(parts.call);
  await tourPeople(parts.call);
  const made = await tourRecords(parts.call, departmentId);
  await tourRelations(parts.call, made);
  await tourTickets(parts.call, made, departmentId);
  await tourWebhooks(parts);
  await tourBin(parts.call, made);
  await parts.stranger('GET', '/contacts');
  await parts.stranger('GET', '/myinfo');
}

async function tourOrganization(call: Caller): Promise<string> {
  const orgId = firstId(await call('GET', '/organizations'));
  await call('GET', '/accessibleOrganizations');
  await call('GET', `/organizations/${orgId}`);
  await call('GET', '/organizations/1');
  const departmentId = firstId(
    await call('GET', '/departments', { query: { isEnabled: true, from: 1, limit: 200 } }),
  );
  await call('GET', `/departments/${departmentId}`);
  await call('GET', `/departments/${UNKNOWN}`);
  await call('GET', '/departments', { query: { isEnabled: false } });
  await call('GET', '/organizationModules');
  for (const module of [...MODULES, 'tickets', 'nonsense']) {
    await call('GET', '/organizationFields', { query: { module } });
  }
  await call('GET', '/organizationFields');
  await call('GET', '/licenses/plan');
  return departmentId;
}

async function tourPeople(call: Caller): Promise<void> {
  await call('GET', '/myinfo');
  await call('GET', '/myinfo', { query: { include: 'profile,role,associatedDepartments' } });
  const agentId = firstId(await call('GET', '/agents', { query: { from: 1, limit: 200 } }));
  await call('GET', '/agents', { query: { status: 'ACTIVE', searchStr: 'ada*' } });
  await call('GET', '/agents', { query: { searchStr: 'nobody' } });
  await call('GET', '/agents', { query: { limit: 1000 } });
  await call('GET', `/agents/${agentId}`, { query: { include: 'profile,role,associatedDepartments' } });
  await call('GET', `/agents/${UNKNOWN}`);
  await call('GET', '/agentsByIds', { query: { agentIds: agentId } });
  await call('GET', '/agentsByIds');
  await call('GET', '/roles', { query: { from: 0, limit: 50 } });
  const profileId = firstId(await call('GET', '/profiles'));
  await call('GET', '/profiles', { query: { searchStr: 'Agent' } });
  await call('GET', `/profiles/${profileId}`);
  await call('GET', `/profiles/${UNKNOWN}`);
  await call('GET', '/myProfile');
  await call('GET', '/lightAgentProfile');
}

interface Made {
  readonly accountId: string;
  readonly otherAccountId: string;
  readonly contactId: string;
  readonly productId: string;
}

async function tourRecords(call: Caller, departmentId: string): Promise<Made> {
  const accountId = idOf(
    await call('POST', '/accounts', {
      body: {
        accountName: 'Conformance Ltd',
        website: 'https://conformance.example',
        annualrevenue: '1000.5',
      },
    }),
  );
  const otherAccountId = idOf(
    await call('POST', '/accounts', { body: { accountName: 'Conformance & Sons' } }),
  );
  const contactId = idOf(
    await call('POST', '/contacts', {
      body: {
        lastName: 'Tester',
        firstName: 'Thea',
        email: 'thea@conformance.example',
        phone: '+1 555 010',
        accountId,
      },
    }),
  );
  const productId = idOf(
    await call('POST', '/products', {
      body: { productName: 'Conformance kit', departmentIds: [departmentId], unitPrice: '12.5' },
    }),
  );
  await call('PATCH', `/accounts/${accountId}`, { body: { industry: 'Software', phone: '1' } });
  await call('PATCH', `/contacts/${contactId}`, { body: { title: 'Dr', mobile: null } });
  await call('PATCH', `/products/${productId}`, { body: { unitPrice: '13', manufacturer: 'We' } });
  for (const module of MODULES) await tourModule(call, module, { accountId, contactId, productId });
  await call('POST', '/contacts/updateMany', {
    body: { fieldName: 'title', isCustomField: false, fieldValue: 'Prof', ids: [contactId, UNKNOWN] },
  });
  await call('POST', '/accounts/updateMany', {
    body: { fieldName: 'industry', isCustomField: false, fieldValue: 'Tests', ids: [accountId] },
  });
  await call('POST', '/accounts/updateMany', { body: { fieldName: 'nonsense', ids: [accountId] } });
  await tourMerge(call);
  await call('GET', '/contacts/contactsByIds', { query: { ids: contactId } });
  await call('GET', '/contacts/contactsByIds', { query: { ids: 'x' } });
  await call('GET', '/contacts/count', { query: { viewId: UNKNOWN } });
  await call('GET', '/contacts/count');
  await call('GET', '/products/searchDuplicates', { query: { productName: 'Conformance kit' } });
  await call('GET', '/products/searchDuplicates', { query: { productName: 'Nothing like it' } });
  await call('GET', '/products/searchDuplicates');
  return { accountId, otherAccountId, contactId, productId };
}

/** The file wants all of them once `source` is there. */
const PLACE = ['street', 'city', 'state', 'country', 'phone', 'description', 'email'] as const;
const MERGED = {
  accounts: [...PLACE, 'website', 'code', 'industry', 'annualrevenue', 'fax'],
  contacts: [
    ...[...PLACE, 'zip', 'lastName', 'firstName', 'secondaryEmail', 'facebook', 'mobile', 'type'],
    ...['title', 'accountId', 'twitter'],
  ],
} as const;

async function tourMerge(call: Caller): Promise<void> {
  for (const [module, name] of [
    ['accounts', 'accountName'],
    ['contacts', 'lastName'],
  ] as const) {
    const make = async (value: string) =>
      idOf(await call('POST', `/${module}`, { body: { [name]: value, email: 'merge@conformance.example' } }));
    const [survivor, loser] = [await make('Survivor'), await make('Loser')];
    const at = `/${module}/${survivor}/merge`;
    await call('POST', at, { body: { ids: [UNKNOWN] } });
    await call('POST', at, { body: { ids: [survivor] } });
    const source = Object.fromEntries(MERGED[module].map((field) => [field, loser]));
    const body = { ids: [survivor, loser], source: { ...source, cf: {}, customFields: {} } };
    await call('POST', at, { body });
    await call('POST', `/${module}/${UNKNOWN}/merge`, { body: { ids: [survivor] } });
  }
}

async function tourModule(
  call: Caller,
  module: (typeof MODULES)[number],
  ids: { readonly accountId: string; readonly contactId: string; readonly productId: string },
): Promise<void> {
  const id = { accounts: ids.accountId, contacts: ids.contactId, products: ids.productId }[module];
  const include = { accounts: 'owner', contacts: 'accounts,owner', products: 'departments,owner' }[module];
  const mandatory = { accounts: 'accountName', contacts: 'lastName', products: 'productName' }[module];
  await call('GET', `/${module}`, { query: { from: 1, limit: 50, sortBy: '-modifiedTime' } });
  await call('GET', `/${module}`, { query: { from: 1_000_000 } });
  await call('GET', `/${module}`, { query: { limit: 1000 } });
  await call('GET', `/${module}`, { query: { sortBy: 'nonsense' } });
  await call('GET', `/${module}/${id}`);
  await call('GET', `/${module}/${id}`, { query: { include } });
  await call('GET', `/${module}/${UNKNOWN}`);
  const modifiedTimeRange = '2000-01-01T00:00:00.000Z,2099-01-01T00:00:00.000Z';
  await call('GET', `/${module}/search`, {
    query: { modifiedTimeRange, sortBy: 'modifiedTime', limit: 100 },
  });
  await call('GET', `/${module}/search`, { query: { createdTimeRange: modifiedTimeRange, from: 10 } });
  await call('GET', `/${module}/search`, { query: { _all: 'nothing-is-called-so' } });
  await call('GET', `/${module}/search`, { query: { modifiedTimeRange: 'yesterday' } });
  await call('POST', `/${module}`, { body: { [mandatory]: 'x'.repeat(500) } });
  await call('POST', `/${module}`, { body: { description: 'nothing mandatory' } });
  await call('POST', `/${module}`, { body: {} });
  await call('PATCH', `/${module}/${id}`, { body: { [mandatory]: null } });
  await call('PATCH', `/${module}/${UNKNOWN}`, { body: { [mandatory]: 'x' } });
}

async function tourRelations(
  call: Caller,
  { accountId, otherAccountId, contactId, productId }: Made,
): Promise<void> {
  await call('POST', `/contacts/${contactId}/associateAccounts`, {
    body: { data: [{ id: otherAccountId, isAccountTicketsViewable: true }] },
  });
  await call('POST', `/contacts/${contactId}/associateAccounts`, { body: { data: [] } });
  const accounts = await call('GET', `/contacts/${contactId}/accounts`);
  await call('GET', `/accounts/${otherAccountId}/contacts`);
  const mappings = rowsOf(accounts).map((row) => asObject(row['mappingInfo'])['mappingId']);
  await call('PATCH', `/accountContactMapping/${String(mappings[0])}`, { body: { mappingType: 'PRIMARY' } });
  await call('PATCH', `/accountContactMapping/${String(mappings[0])}`, { body: { mappingType: 'NONSENSE' } });
  await call('POST', `/contacts/${contactId}/dissociateAccounts`, { body: { ids: [otherAccountId] } });
  for (const [other, id] of [
    ['accounts', accountId],
    ['contacts', contactId],
  ] as const) {
    const verb = other === 'accounts' ? 'associateAccounts' : 'associateContacts';
    await call('POST', `/products/${productId}/${verb}`, { body: { ids: [id], associate: true } });
    await call('POST', `/products/${productId}/${verb}`, { body: { ids: [], associate: true } });
    await call('POST', `/${other}/${id}/associateProducts`, {
      body: { ids: [productId, UNKNOWN], associate: true },
    });
    await call('GET', `/${other}/${id}/products`);
    await call('GET', `/products/${productId}/${other}`);
    await call('POST', `/${other}/${id}/associateProducts`, { body: { ids: [productId], associate: false } });
    await call('GET', `/${other}/${id}/products`);
  }
}

async function tourTickets(call: Caller, made: Made, departmentId: string): Promise<void> {
  const include = 'contacts,products,departments,assignee';
  const ticketId = idOf(
    await call('POST', '/tickets', {
      body: {
        subject: 'It does not conform',
        contactId: made.contactId,
        departmentId,
        productId: made.productId,
      },
    }),
  );
  await call('POST', '/tickets', { body: { subject: 'No contact' } });
  await call('GET', '/tickets', { query: { include, limit: 50, sortBy: 'createdTime', departmentId } });
  await call('GET', '/tickets', { query: { departmentId, status: 'Open' } });
  await call('GET', `/tickets/${ticketId}`, { query: { include } });
  await call('GET', `/tickets/${ticketId}`);
  await call('GET', `/tickets/${UNKNOWN}`);
  await call('PATCH', `/tickets/${ticketId}`, { body: { status: 'Closed', subject: 'It conforms' } });
  await call('PATCH', `/tickets/${ticketId}`, { body: { contactId: 'x' } });
  await call('GET', `/contacts/${made.contactId}/tickets`, { query: { include: 'products' } });
  await call('GET', `/accounts/${made.accountId}/tickets`);
  await call('GET', `/products/${made.productId}/tickets`);
  await call('GET', `/accounts/${made.otherAccountId}/tickets`);
}

async function tourWebhooks({ call, hookUrl }: DeskTourParts): Promise<void> {
  const subscriptions = {
    Contact_Add: null,
    Contact_Update: { includePrevState: true },
    Account_Delete: null,
  };
  const body = { name: 'tour', url: `${hookUrl}/desk`, subscriptions, includeEventsFrom: ['AUTOMATION'] };
  await call('GET', '/webhooks');
  const id = idOf(await call('POST', '/webhooks', { body }));
  await call('POST', '/webhooks', { body: { ...body, url: 'nowhere' } });
  await call('POST', '/webhooks', { body: { ...body, subscriptions: { Product_Add: null } } });
  await call('GET', '/webhooks');
  await call('GET', `/webhooks/${id}`);
  await call('GET', `/webhooks/${UNKNOWN}`);
  await call('PATCH', `/webhooks/${id}`, { body: { isEnabled: false, description: 'off' } });
  await call('PATCH', `/webhooks/${id}`, { body: { url: 'nowhere' } });
  await call('DELETE', `/webhooks/${id}`);
  await call('DELETE', `/webhooks/${id}`);
}

async function tourBin(
  call: Caller,
  { accountId, otherAccountId, contactId, productId }: Made,
): Promise<void> {
  await call('GET', '/recycleBin', { query: { from: 1, limit: 50 } });
  await call('POST', '/contacts/moveToTrash', { body: { contactIds: [contactId] } });
  await call('POST', '/contacts/moveToTrash', { body: { contactIds: [] } });
  await call('POST', '/accounts/moveToTrash', { body: { accountIds: [accountId, otherAccountId] } });
  await call('POST', '/accounts/moveToTrash', { body: { accountIds: [UNKNOWN] } });
  await call('POST', '/products/moveToTrash', { body: { productIds: [productId] } });
  await call('POST', '/products/moveToTrash', { body: {} });
  await call('GET', `/contacts/${contactId}`);
  const bin = await call('GET', '/recycleBin', { query: { limit: 50, include: 'department,deletedBy' } });
  const ids = asArray(rowsOf(bin).map((row) => row['id']));
  await call('POST', '/recycleBin/restore', {
    body: { ids: ids.slice(0, 1), isChildNeedToBeRestored: false },
  });
  await call('POST', '/recycleBin/restore', { body: { ids: [UNKNOWN] } });
  await call('POST', '/recycleBin/restore', { body: {} });
  await call('POST', '/recycleBin/delete', { body: { ids: [ids[1]] } });
  await call('POST', '/recycleBin/delete', { body: { ids: [UNKNOWN] } });
  await call('POST', '/recycleBin/restoreAll');
  await call('POST', '/contacts/moveToTrash', { body: { contactIds: [contactId] } });
  await call('POST', '/recycleBin/deleteAll');
  await call('GET', `/contacts/${contactId}`);
}
