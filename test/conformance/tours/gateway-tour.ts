import { createCrmClient, createDeskClient } from '../../../server/zoho/clients.ts';
import { createCrmChannels } from '../../../server/zoho/crm/channels.ts';
import { createCrmGateway } from '../../../server/zoho/crm/crm-gateway.ts';
import { createCrmPeople } from '../../../server/zoho/crm/people.ts';
import { createDeskGateway } from '../../../server/zoho/desk/desk-gateway.ts';
import { createDeskPeople } from '../../../server/zoho/desk/people.ts';
import { createDeskWebhooks } from '../../../server/zoho/desk/webhooks.ts';
import { createLimiter } from '../../../server/zoho/limits.ts';
import { tourCustomers } from './customer-tour.ts';
import { MODULES } from '../../../server/core/record.ts';
import type { Module, RawValue } from '../../../server/core/record.ts';
import type { Draft, RecordGateway, WriteOutcome } from '../../../server/ports/record-gateway.ts';

const UNKNOWN = '999999999999999999';
const SOURCE_ID = '49ad222a-f812-11e7-8c3f-9a214cf093ae';

export interface GatewayTourParts {
  readonly deskUrl: string;
  readonly deskOrgId: string;
  readonly crmUrl: string;
  readonly token: string;
  readonly hookUrl: string;
  readonly now: () => number;
  /** Lets a job of CRM end. */
  readonly advance: (duration: string) => Promise<unknown>;
}

/** Runs each method of the connector's adapters once or more, against whatever answers at the URLs. */
export async function tourGateways(parts: GatewayTourParts): Promise<void> {
  const common = {
    tokens: { accessToken: () => Promise.resolve(parts.token), invalidate: () => Promise.resolve() },
    limiter: createLimiter({
      maxConcurrent: 4,
      reserveCredits: 0,
      now: Date.now,
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    }),
  };
  const desk = createDeskClient({ ...common, deskUrl: parts.deskUrl, orgId: parts.deskOrgId });
  const crm = createCrmClient({ ...common, apiUrl: parts.crmUrl });
  try {
    const people = createDeskPeople(desk);
    await people.organizations();
    await people.myInfo();
    await people.agents();
    await people.profiles();
    const [department] = await people.departments();
    await createCrmPeople(crm).org();
    await createCrmPeople(crm).currentUser();

    const deskDrafts = (module: Module): Draft => ({
      values: DESK_VALUES[module],
      ...(module === 'products' ? { departmentIds: [department?.id ?? ''] } : {}),
    });
    await tourGateway(createDeskGateway({ http: desk, sourceId: SOURCE_ID }), DESK_FIELDS, deskDrafts);
    const crmOptions = {
      http: crm,
      now: parts.now,
      sleep: async () => {
        await parts.advance('PT2M');
      },
    };
    await tourGateway(createCrmGateway(crmOptions), CRM_FIELDS, (module) => ({ values: CRM_VALUES[module] }));
    await tourManyCrmContacts(createCrmGateway({ ...crmOptions, bulkAbove: 0 }));

    await tourCustomers({ desk, crm, now: parts.now, departmentId: department?.id ?? '' });

    const webhooks = createDeskWebhooks(desk);
    const url = `${parts.hookUrl}/connector`;
    const webhook = await webhooks.subscribe({ name: 'connector', url, ignoreSourceId: SOURCE_ID });
    await webhooks.list();
    await webhooks.delete(webhook.id);
    await webhooks.delete(webhook.id);

    const channels = createCrmChannels({ http: crm, now: parts.now });
    const channel = { channelId: '1000000068077', token: 'connector-token', notifyUrl: url };
    await channels.renew(channel);
    await channels.enable(channel);
    await channels.renew(channel);
    await channels.find(channel.channelId);
    await channels.disable(channel.channelId);
    await channels.disable(channel.channelId);
    await channels.find(channel.channelId);
  } finally {
    desk.close();
    crm.close();
  }
}

type PerModule<T> = Readonly<Record<Module, T>>;

const DESK_FIELDS: PerModule<readonly string[]> = {
  accounts: ['accountName', 'website', 'phone'],
  contacts: ['lastName', 'email', 'accountId', 'phone', 'street'],
  products: ['productName', 'unitPrice', 'description'],
};
const DESK_VALUES: PerModule<Readonly<Record<string, RawValue>>> = {
  accounts: { accountName: 'Gateway Ltd', website: 'https://gateway.example' },
  contacts: { lastName: 'Gateway', email: 'gateway@conformance.example' },
  products: { productName: 'Gateway kit', unitPrice: 12.5 },
};
const CRM_FIELDS: PerModule<readonly string[]> = {
  accounts: ['Account_Name', 'Website', 'Phone'],
  contacts: ['Last_Name', 'Email', 'Account_Name', 'Phone'],
  products: ['Product_Name', 'Unit_Price', 'Description'],
};
const CRM_VALUES: PerModule<Readonly<Record<string, RawValue>>> = {
  accounts: { Account_Name: 'Gateway Ltd', Website: 'https://gateway.example' },
  contacts: { Last_Name: 'Gateway', Email: 'gateway@conformance.example' },
  products: { Product_Name: 'Gateway kit', Unit_Price: 12.5 },
};

async function tourGateway(
  gateway: RecordGateway,
  fieldsOf: PerModule<readonly string[]>,
  draftOf: (module: Module) => Draft,
): Promise<void> {
  const longAgo = '2000-01-01T00:00:00.000Z';
  for (const module of MODULES) {
    const fields = fieldsOf[module];
    const draft = draftOf(module);
    await gateway.readFields(module);
    const ids = (await gateway.create(module, [draft, { ...draft, values: {} }])).flatMap(writtenId);
    if (ids.length === 0)
      throw new Error(`${gateway.side} created none of the ${module}: the tour would show nothing`);
    await gateway.update(
      module,
      [...ids, UNKNOWN].map((id) => ({ id, values: { [fields[1] ?? '']: null } })),
    );
    await gateway.update(
      module,
      ids.map((id) => ({ id, values: draft.values })),
      { unmodifiedSince: longAgo },
    );
    await drain(gateway.readAll(module, { fields }));
    await drain(gateway.readModifiedSince(module, longAgo, { fields }));
    await gateway.getMany(module, [...ids, UNKNOWN], { fields });
    const key = Object.values(draft.values).filter((value) => typeof value === 'string');
    await gateway.findByKey(module, [...key, 'No such name', 'nobody@conformance.example'], { fields });
    await gateway.readCreatedSince(module, longAgo, { fields });
    await gateway.readDeletedSince(module, longAgo);
  }
}

/** More than fit on a page of the list, so that counting, page tokens and bulk reads happen. */
async function tourManyCrmContacts(gateway: RecordGateway): Promise<void> {
  const fields = CRM_FIELDS.contacts;
  const drafts = Array.from({ length: 201 }, (_, index) => ({ values: { Last_Name: `Bulk ${index}` } }));
  await gateway.create('contacts', drafts);
  await drain(gateway.readAll('contacts', { fields }));
  await drain(gateway.readModifiedSince('contacts', '2000-01-01T00:00:00.000Z', { fields }));
}

async function drain(pages: AsyncIterable<unknown>): Promise<void> {
  for await (const _page of pages);
}

function writtenId(outcome: WriteOutcome): readonly string[] {
  return outcome.ok ? [outcome.id] : [];
}
