import type { CustomerDraft, PartnerDraft } from '../../../server/ports/customer-writer.ts';
import type { CustomerRef } from '../../../server/ports/customer-reader.ts';
import { createCustomers } from '../../../server/zoho/crm/customers/customers.ts';
import { createDeskTickets } from '../../../server/zoho/desk/desk-tickets.ts';
import type { HttpClient } from '../../../server/zoho/http-client.ts';

const UNKNOWN = '999999999999999999';
const LONG_AGO = '2000-01-01T00:00:00.000Z';
const EMAIL = 'panel@conformance.example';
const PHONE = '+49 30 1234567';
const AT = '2027-01-31T10:00:00.000Z';
const LATER = '2027-01-31T11:00:00.000Z';

const DRAFTS: readonly CustomerDraft[] = [
  { item: 'notes', title: 'Panel', content: 'From a panel' },
  {
    ...{ item: 'tasks', subject: 'Panel', dueDate: '2027-01-31', status: 'Not Started' },
    ...{ priority: 'High', description: 'From a panel' },
  },
  { item: 'calls', subject: 'Panel', type: 'Outbound', startsAt: AT, durationSeconds: 65, description: null },
  {
    item: 'calls',
    subject: 'Plan',
    type: 'Outbound',
    startsAt: AT,
    durationSeconds: null,
    description: null,
  },
  { item: 'events', title: 'Panel', startsAt: AT, endsAt: LATER, venue: 'Here', description: null },
  { item: 'potentials', name: 'Panel', stage: 'Qualification', closingDate: '2027-01-31', amount: '10.5' },
];

/** Everything that panels and the handshake board ask of Zoho. */
export async function tourCustomers(parts: {
  readonly desk: HttpClient;
  readonly crm: HttpClient;
  readonly now: () => number;
  readonly departmentId: string;
}): Promise<void> {
  const { customers, customerWriter } = createCustomers({
    http: parts.crm,
    webUrl: 'https://crm.conformance.example/crm/org1',
    now: parts.now,
  });
  await customers.setup();
  const account = { module: 'accounts', name: 'Panel Ltd' } as const;
  const { id: accountId } = await customerWriter.create(account);
  const contact: PartnerDraft = {
    module: 'contacts',
    ...{ lastName: 'Panel', firstName: 'Paula', email: EMAIL },
    ...{ phone: PHONE, mobile: null, accountId },
  };
  const { id: contactId } = await customerWriter.create(contact);
  await customerWriter.findCreated(account, LONG_AGO);
  await customerWriter.findCreated(contact, LONG_AGO);

  const refs: readonly CustomerRef[] = [
    { module: 'contacts', id: contactId },
    { module: 'accounts', id: accountId },
  ];
  for (const ref of refs) {
    for (const draft of DRAFTS) {
      await customerWriter.add(ref, draft);
      const found = await customerWriter.findAdded(ref, draft, LONG_AGO);
      if (found.length === 0) throw new Error(`${draft.item} of ${ref.module}: not found again`);
    }
    if ((await customers.read(ref)) === null) throw new Error(`${ref.module} ${ref.id} is not shown`);
    for (const item of ['information', 'potentials', 'notes', 'calls', 'events', 'tasks'] as const) {
      await customers.page(ref, item, 1);
    }
    await customers.exists(ref);
  }
  await customers.read({ module: 'contacts', id: UNKNOWN });
  await customers.dealStages('contacts', [contactId]);
  await customers.dealStages('accounts', [accountId, UNKNOWN]);
  await customers.findAccounts('panel ltd');
  await tourSearches(customers);
  await tourTickets(createDeskTickets(parts.desk, parts.now), parts.desk, parts.departmentId);
}

async function tourSearches(customers: ReturnType<typeof createCustomers>['customers']): Promise<void> {
  const people = [
    { emails: [EMAIL, 'a(b),c@conformance.example'], phones: [PHONE] },
    { emails: [], phones: ['+1 206 555 0100'] },
  ];
  await customers.findByEmail(people);
  await customers.findByPhone(people);
  for (const person of people) await customers.searchPhones(person);
  await customers.search('contacts', 'word', 'Panel');
  await customers.search('contacts', 'email', EMAIL);
  await customers.search('contacts', 'phone', PHONE);
  await customers.search('accounts', 'word', 'Panel');
}

async function tourTickets(
  tickets: ReturnType<typeof createDeskTickets>,
  desk: HttpClient,
  departmentId: string,
): Promise<void> {
  const { data } = await desk.request({
    method: 'POST',
    path: '/contacts',
    data: { lastName: 'Ticket', email: EMAIL },
  });
  const contactId = (data as { id: string }).id;
  const ticket = await desk.request({
    method: 'POST',
    path: '/tickets',
    data: { subject: 'Panel', contactId, departmentId, productId: null },
  });
  await tickets.ticket((ticket.data as { id: string }).id);
  await tickets.ticket(UNKNOWN);
  await tickets.contact(contactId);
  await tickets.contact(UNKNOWN);
  await tickets.account(UNKNOWN);
  await tickets.openTickets(departmentId, 100);
}
