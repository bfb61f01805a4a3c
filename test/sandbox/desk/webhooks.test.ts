import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { createLocalJWKSet, jwtVerify } from 'jose';
import type { JSONWebKeySet } from 'jose';
import { createHarness, emptySeed, ORG_ID } from './testing/fake-world.ts';
import type { DeskHarness } from './testing/fake-world.ts';

interface Received {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly events: Record<string, unknown>[];
}

const SOURCE = '49ad222a-f812-11e7-8c3f-9a214cf093ae';

describe('webhooks', () => {
  let url = '';
  let received: Received[] = [];
  let status: (method: string) => number = () => 200;
  const receiver = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const events = (text === '' ? [] : JSON.parse(text)) as Record<string, unknown>[];
      received.push({ method: request.method ?? '', headers: request.headers, events });
      response.writeHead(status(request.method ?? '')).end();
    });
  });
  before(async () => {
    await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  });
  after(() => receiver.close());
  beforeEach(() => {
    received = [];
    status = () => 200;
  });

  const subscriptions = {
    Contact_Add: null,
    Contact_Update: { includePrevState: true },
    Contact_Delete: null,
    Account_Update: null,
  };
  async function subscribe(desk: DeskHarness, more: object = {}): Promise<string> {
    const reply = await desk.call('POST', '/webhooks', {
      body: { name: 'sync', url, subscriptions, ...more },
    });
    assert.equal(reply.status, 200, JSON.stringify(reply.body.value));
    return reply.body.text('id');
  }
  const deliveries = () => received.filter((one) => one.headers['x-zdesk-jwt'] !== undefined);
  const eventTypes = () => deliveries().flatMap((one) => one.events.map((event) => event['eventType']));

  it('asks the url by GET, then by POST, and refuses one that answers neither', async () => {
    const desk = await createHarness();
    status = (method) => (method === 'GET' ? 404 : 200);
    await subscribe(desk);
    assert.deepEqual(
      received.map((one) => one.method),
      ['GET', 'POST'],
    );
    status = () => 500;
    const refused = await desk.call('POST', '/webhooks', { body: { url, subscriptions } });
    assert.equal(refused.body.at('errors', 0, 'fieldName'), '/url');
  });

  const refused = [
    { when: 'the url is too long', body: { url: `http://x.example/${'a'.repeat(100)}` }, field: '/url' },
    { when: 'there are no subscriptions', body: { subscriptions: {} }, field: '/subscriptions' },
    {
      when: 'it asks for product events',
      body: { subscriptions: { Product_Add: null } },
      field: '/subscriptions/Product_Add',
    },
    { when: 'the source id is no UUID', body: { ignoreSourceId: 'me' }, field: '/ignoreSourceId' },
    { when: 'the name is too long', body: { name: 'n'.repeat(101) }, field: '/name' },
  ];
  for (const { when, body, field } of refused) {
    it(`refuses a subscription when ${when}`, async () => {
      const desk = await createHarness();
      const reply = await desk.call('POST', '/webhooks', { body: { url, subscriptions, ...body } });
      assert.deepEqual([reply.status, reply.body.at('errors', 0, 'fieldName')], [422, field]);
    });
  }

  it('delivers a signed array whose token the JWKS verifies', async () => {
    const desk = await createHarness();
    const webhookId = await subscribe(desk);
    const contact = await desk.call('POST', '/contacts', { body: { lastName: 'Lee' } });
    await desk.delivered();
    const [delivery] = deliveries();
    assert.deepEqual(delivery?.events, [
      {
        eventType: 'Contact_Add',
        eventTime: String(Date.parse('2026-03-01T12:00:00.000Z')),
        orgId: ORG_ID,
        payload: contact.body.value,
        prevState: null,
      },
    ]);
    const keys = (await desk.call('GET', '/.well-known/jwks.json', { token: '' })).body
      .value as JSONWebKeySet;
    const { payload } = await jwtVerify(String(delivery.headers['x-zdesk-jwt']), createLocalJWKSet(keys), {
      issuer: `orgId:${ORG_ID}`,
      audience: `webhookId:${webhookId}`,
      currentDate: new Date(desk.world.clock.now()),
    });
    assert.ok((payload.exp ?? 0) * 1000 > desk.world.clock.now());
  });

  it('fires for update (with the state before), trash and restore, once per record', async () => {
    const desk = await createHarness();
    await subscribe(desk);
    const ids: string[] = [];
    for (const lastName of ['A', 'B']) {
      ids.push((await desk.call('POST', '/contacts', { body: { lastName } })).body.text('id'));
    }
    await desk.call('POST', '/contacts/updateMany', { body: { fieldName: 'title', fieldValue: 'x', ids } });
    await desk.call('POST', '/contacts/moveToTrash', { body: { contactIds: [ids[0]] } });
    await desk.call('POST', '/recycleBin/restore', { body: { ids: [ids[0]] } });
    await desk.delivered();
    assert.deepEqual(eventTypes().toSorted(), [
      ...['Contact_Add', 'Contact_Add', 'Contact_Add', 'Contact_Delete', 'Contact_Update', 'Contact_Update'],
    ]);
    const events = deliveries().flatMap((one) => one.events);
    const update = events.find((event) => event['eventType'] === 'Contact_Update');
    assert.equal((update?.['prevState'] as Record<string, unknown>)['title'], null);
    const deleted = events.find((event) => event['eventType'] === 'Contact_Delete');
    assert.deepEqual(deleted?.['payload'], { id: ids[0] });
  });

  it('never fires for products', async () => {
    const desk = await createHarness();
    await subscribe(desk);
    const [department] = (await desk.call('GET', '/departments')).body.rows();
    await desk.call('POST', '/products', { body: { productName: 'P', departmentIds: [department?.['id']] } });
    await desk.delivered();
    assert.deepEqual(eventTypes(), []);
  });

  it('leaves out what the subscriber itself caused', async () => {
    const desk = await createHarness();
    await subscribe(desk, { ignoreSourceId: SOURCE });
    await desk.call('POST', '/contacts', { body: { lastName: 'Own' }, headers: { sourceId: SOURCE } });
    await desk.call('POST', '/contacts', { body: { lastName: 'Other' } });
    await desk.delivered();
    assert.equal(eventTypes().length, 1);
  });

  it('delivers several events at once when the switch says so', async () => {
    const desk = await createHarness(emptySeed(), { variants: { 'desk.webhookBatch': '3' } });
    await subscribe(desk);
    for (const lastName of ['A', 'B', 'C', 'D']) await desk.call('POST', '/contacts', { body: { lastName } });
    await desk.delivered();
    assert.deepEqual(
      deliveries().map((one) => one.events.length),
      [3],
    );
  });

  it('filters ticket updates by field and department', async () => {
    const desk = await createHarness();
    const [department] = (await desk.call('GET', '/departments')).body.rows();
    const contactId = (await desk.call('POST', '/contacts', { body: { lastName: 'A' } })).body.text('id');
    const filter = { departmentIds: [department?.['id']], fields: ['contactId'], includePrevState: true };
    await subscribe(desk, { subscriptions: { Ticket_Add: null, Ticket_Update: filter } });
    const body = { subject: 'x', contactId, departmentId: department?.['id'] };
    const id = (await desk.call('POST', '/tickets', { body })).body.text('id');
    await desk.call('PATCH', `/tickets/${id}`, { body: { priority: 'High' } });
    await desk.call('PATCH', `/tickets/${id}`, { body: { contactId: null } });
    await desk.delivered();
    assert.deepEqual(eventTypes().toSorted(), ['Ticket_Add', 'Ticket_Update']);
  });

  it('plays the live refusal of a v4 source id when asked to', async () => {
    const desk = await createHarness(emptySeed(), { variants: { 'desk.ignoreSourceId': 'reject-v4' } });
    await subscribe(desk, { ignoreSourceId: SOURCE });
    const body = { url, subscriptions, ignoreSourceId: '2df92c1a-973a-48f5-95b7-5792c68b9c36' };
    assert.equal(
      (await desk.call('POST', '/webhooks', { body })).body.at('errors', 0, 'fieldName'),
      '/ignoreSourceId',
    );
  });

  it('removes a subscription whose receiver answers 410, and retries nothing', async () => {
    const desk = await createHarness();
    await subscribe(desk);
    status = () => 500;
    await desk.call('POST', '/contacts', { body: { lastName: 'A' } });
    await desk.delivered();
    assert.equal(deliveries().length, 1);
    status = () => 410;
    await desk.call('POST', '/contacts', { body: { lastName: 'B' } });
    await desk.delivered();
    assert.equal((await desk.call('GET', '/webhooks')).status, 204);
  });

  it('allows as many as the edition does', async () => {
    const none = await createHarness(emptySeed(), { deskEdition: 'STANDARD' });
    const reply = await none.call('POST', '/webhooks', { body: { url, subscriptions } });
    assert.deepEqual([reply.status, reply.body.at('errorCode')], [403, 'LICENSE_ACCESS_LIMITED']);
    const desk = await createHarness(emptySeed(), { deskEdition: 'PROFESSIONAL' });
    for (let count = 0; count < 5; count += 1) await subscribe(desk);
    assert.equal((await desk.call('POST', '/webhooks', { body: { url, subscriptions } })).status, 403);
    await subscribe(desk, { isEnabled: false });
  });

  it('can be changed, listed and removed', async () => {
    const desk = await createHarness();
    const id = await subscribe(desk);
    const changed = await desk.call('PATCH', `/webhooks/${id}`, { body: { isEnabled: false } });
    assert.deepEqual([changed.body.at('isEnabled'), changed.body.at('name')], [false, 'sync']);
    await desk.call('POST', '/contacts', { body: { lastName: 'A' } });
    await desk.delivered();
    assert.equal(deliveries().length, 0);
    assert.equal((await desk.call('DELETE', `/webhooks/${id}`)).status, 200);
    assert.equal((await desk.call('GET', `/webhooks/${id}`)).status, 404);
  });
});
