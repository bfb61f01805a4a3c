import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createHarness, emptySeed } from './testing/fake-world.ts';
import type { DeskHarness } from './testing/fake-world.ts';

async function createContact(desk: DeskHarness, body: Record<string, unknown>): Promise<string> {
  const reply = await desk.call('POST', '/contacts', { body: { lastName: 'Lee', ...body } });
  assert.equal(reply.status, 200, JSON.stringify(reply.body.value));
  return reply.body.text('id');
}

describe('creating and updating records', () => {
  it('answers the full record, custom fields under cf and by label', async () => {
    const desk = await createHarness();
    const cf = {
      cf_tier: 'Gold',
      cf_seats: 12,
      cf_vip: true,
      cf_born: '2000-02-29',
      cf_seen: '2026-01-31T10:00:00+02:00',
      cf_tags: 'a;c',
      cf_score: '100',
      cf_share: 12.5,
    };
    const { body, status } = await desk.call('POST', '/contacts', { body: { lastName: ' Lee ', cf } });
    assert.equal(status, 200);
    assert.equal(body.at('lastName'), ' Lee ');
    assert.deepEqual(body.at('cf'), {
      cf_tier: 'Gold',
      cf_seats: '12',
      cf_vip: 'true',
      cf_born: '2000-02-29',
      cf_seen: '2026-01-31T08:00:00.000Z',
      cf_tags: 'a;c',
      cf_score: '100.0',
      cf_share: '12.5',
    });
    assert.equal(body.at('customFields', 'VIP'), 'true');
    assert.equal(body.at('createdTime'), '2026-03-01T12:00:00.000Z');
    assert.equal(desk.lastCall().mutations, 1);
  });

  const refused = [
    { when: 'the last name is missing', body: { firstName: 'A' }, field: '/lastName', type: 'missing' },
    { when: 'the last name is blank', body: { lastName: '  ' }, field: '/lastName', type: 'missing' },
    { when: 'a text is too long', body: { lastName: 'x'.repeat(201) }, field: '/lastName', type: 'invalid' },
    { when: 'a text is a number', body: { lastName: 'A', title: 5 }, field: '/title', type: 'invalid' },
    {
      when: 'an address has two dots',
      body: { lastName: 'A', email: 'a..b@c.de' },
      field: '/email',
      type: 'invalid',
    },
    {
      when: 'a dot stands before @',
      body: { lastName: 'A', email: 'a.@c.de' },
      field: '/email',
      type: 'invalid',
    },
    { when: 'a domain has _', body: { lastName: 'A', email: 'a@c_d.de' }, field: '/email', type: 'invalid' },
    {
      when: 'the account is unknown',
      body: { lastName: 'A', accountId: '7' },
      field: '/accountId',
      type: 'invalid',
    },
    { when: 'text meets an integer', cf: { cf_seats: 'many' }, field: '/cf/cf_seats' },
    { when: 'an integer has decimals', cf: { cf_seats: 1.5 }, field: '/cf/cf_seats' },
    { when: 'an integer has ten digits', cf: { cf_seats: 1234567890 }, field: '/cf/cf_seats' },
    { when: 'a date does not exist', cf: { cf_born: '2025-02-29' }, field: '/cf/cf_born' },
    { when: 'a date-time has no time', cf: { cf_seen: '2025-02-28' }, field: '/cf/cf_seen' },
    { when: 'an option is unknown', cf: { cf_tier: 'Iron' }, field: '/cf/cf_tier' },
    { when: 'one of several options is unknown', cf: { cf_tags: 'a;z' }, field: '/cf/cf_tags' },
    { when: 'a boolean is a word', cf: { cf_vip: 'yes' }, field: '/cf/cf_vip' },
    { when: 'a custom field is unknown', cf: { cf_nope: 'x' }, field: '/cf/cf_nope' },
  ];
  for (const { when, field, ...rest } of refused) {
    it(`answers 422 INVALID_DATA when ${when}`, async () => {
      const desk = await createHarness();
      const body = 'cf' in rest ? { lastName: 'A', cf: rest.cf } : rest.body;
      const reply = await desk.call('POST', '/contacts', { body });
      assert.deepEqual([reply.status, reply.body.at('errorCode')], [422, 'INVALID_DATA']);
      const errorType = 'type' in rest ? rest.type : 'invalid';
      assert.deepEqual(reply.body.at('errors'), [{ fieldName: field, errorType }]);
      assert.equal(desk.api.dump('contacts').length, 0);
    });
  }

  it('refuses an empty body, and a mandatory field emptied later', async () => {
    const desk = await createHarness();
    assert.equal((await desk.call('POST', '/contacts', { body: {} })).body.at('errorCode'), 'EMPTY_PAYLOAD');
    const id = await createContact(desk, {});
    const emptied = await desk.call('PATCH', `/contacts/${id}`, { body: { lastName: null } });
    assert.equal(emptied.body.at('errors', 0, 'errorType'), 'missing');
  });

  it('changes only what is sent, ignores read-only keys and empties with null', async () => {
    const desk = await createHarness();
    const id = await createContact(desk, { firstName: 'Ann', phone: '1', cf: { cf_tier: 'Gold' } });
    desk.advance(1000);
    const body = { phone: null, id: '5', createdTime: 'x', cf: { cf_seats: 3 } };
    const reply = await desk.call('PATCH', `/contacts/${id}`, { body });
    assert.deepEqual(
      ['id', 'firstName', 'phone', 'modifiedTime'].map((key) => reply.body.at(key)),
      [id, 'Ann', null, '2026-03-01T12:00:01.000Z'],
    );
    assert.deepEqual([reply.body.at('cf', 'cf_tier'), reply.body.at('cf', 'cf_seats')], ['Gold', '3']);
  });

  it('bumps the modified time for equal values too, unless the switch says no', async () => {
    for (const [bump, seconds, mutations] of [
      ['yes', '01', 1],
      ['no', '00', 0],
    ] as const) {
      const desk = await createHarness(emptySeed(), { variants: { 'desk.bumpOnEqual': bump } });
      const id = await createContact(desk, {});
      desk.advance(1000);
      const reply = await desk.call('PATCH', `/contacts/${id}`, { body: { lastName: 'Lee' } });
      assert.equal(reply.body.at('modifiedTime'), `2026-03-01T12:00:${seconds}.000Z`);
      assert.equal(desk.lastCall().mutations, mutations);
    }
  });

  it('demands departments of a product and answers prices as strings', async () => {
    const desk = await createHarness();
    const missing = await desk.call('POST', '/products', { body: { productName: 'P' } });
    assert.equal(missing.body.at('errors', 0, 'fieldName'), '/departmentIds');
    const [department] = (await desk.call('GET', '/departments')).body.rows();
    const body = { productName: 'P', departmentIds: [department?.['id']], unitPrice: 100 };
    const reply = await desk.call('POST', '/products', { body });
    assert.equal(reply.body.at('unitPrice'), '100.0');
    const inside = await desk.call('GET', `/products?departmentId=${String(department?.['id'])}`);
    assert.deepEqual(inside.body.rows(), [
      { unitPrice: '100.0', productCode: null, productName: 'P', id: reply.body.at('id') },
    ]);
    const [, other] = (await desk.call('GET', '/departments')).body.rows();
    assert.equal((await desk.call('GET', `/products?departmentId=${String(other?.['id'])}`)).status, 204);
    const twins = await desk.call('GET', '/products/searchDuplicates?productName=p');
    assert.equal(twins.body.rows().length, 1);
  });

  it('updates one field of many records, with a result for each', async () => {
    const desk = await createHarness();
    const ids = [await createContact(desk, {}), '77', await createContact(desk, {})];
    const body = { fieldName: 'cf_tier', isCustomField: true, fieldValue: 'Gold', ids };
    const reply = await desk.call('POST', '/contacts/updateMany', { body });
    const results = reply.body.at('results') as { success: boolean }[];
    assert.deepEqual(
      results.map((result) => result.success),
      [true, false, true],
    );
    assert.equal(desk.lastCall().mutations, 2);
    assert.equal((await desk.call('GET', `/contacts/${ids[0] ?? ''}`)).body.at('cf', 'cf_tier'), 'Gold');
  });
});

describe('listing records', () => {
  it('answers slim rows, pages from 1, and 204 past the end', async () => {
    const desk = await createHarness();
    for (const lastName of ['C', 'A', 'B']) await createContact(desk, { lastName, cf: { cf_tier: 'Gold' } });
    const [row] = (await desk.call('GET', '/contacts?limit=1')).body.rows();
    assert.equal(row && ('modifiedTime' in row || 'cf' in row || 'city' in row), false);
    const sorted = await desk.call('GET', '/contacts?sortBy=-lastName&from=2&limit=2');
    assert.deepEqual(
      sorted.body.rows().map((one) => one['lastName']),
      ['B', 'A'],
    );
    assert.equal((await desk.call('GET', '/contacts?from=4')).status, 204);
    const wide = await desk.call('GET', '/contacts?fields=modifiedTime,cf_tier&limit=1');
    assert.deepEqual(wide.body.rows()[0]?.['cf'], { cf_tier: 'Gold' });
    assert.equal(wide.body.rows()[0]?.['modifiedTime'], '2026-03-01T12:00:00.000Z');
  });

  for (const path of [
    '/contacts?limit=100',
    '/accounts?from=0',
    '/products?limit=101',
    '/contacts?sortBy=city',
  ]) {
    it(`answers 422 for ${path}`, async () => {
      const desk = await createHarness();
      assert.equal((await desk.call('GET', path)).body.at('errorCode'), 'UNPROCESSABLE_ENTITY');
    });
  }

  it('gets up to 20 contacts by id', async () => {
    const desk = await createHarness();
    const id = await createContact(desk, {});
    assert.equal((await desk.call('GET', `/contacts/contactsByIds?ids=${id},5`)).body.rows().length, 1);
    const many = Array.from({ length: 21 }, (_, index) => index + 1).join(',');
    assert.equal((await desk.call('GET', `/contacts/contactsByIds?ids=${many}`)).status, 422);
  });
});

describe('accounts of a contact', () => {
  it('keeps one primary and any number of secondary accounts', async () => {
    const desk = await createHarness();
    const accountOf = async (accountName: string): Promise<string> =>
      (await desk.call('POST', '/accounts', { body: { accountName } })).body.text('id');
    const [first, second] = [await accountOf('One'), await accountOf('Two')];
    const id = await createContact(desk, { accountId: first });
    await desk.call('POST', `/contacts/${id}/associateAccounts`, { body: { data: [{ id: second }] } });
    const mapped = (await desk.call('GET', `/contacts/${id}/accounts`)).body.rows();
    assert.deepEqual(
      mapped.map((row) => row['mappingType']),
      ['PRIMARY', 'SECONDARY'],
    );
    const mappingId = (mapped[1]?.['mappingInfo'] as Record<string, string>)['mappingId'] ?? '';
    await desk.call('PATCH', `/accountContactMapping/${mappingId}`, { body: { mappingType: 'PRIMARY' } });
    assert.equal((await desk.call('GET', `/contacts/${id}`)).body.at('accountId'), second);
    assert.equal((await desk.call('GET', `/accounts/${first}/contacts`)).body.rows().length, 1);
    await desk.call('POST', `/contacts/${id}/dissociateAccounts`, { body: { ids: [second] } });
    assert.equal((await desk.call('GET', `/contacts/${id}`)).body.at('accountId'), null);
    const get = await desk.call('PATCH', `/contacts/${id}`, { body: { accountId: first } });
    assert.equal(get.body.at('accountCount'), '1');
    const withAccount = await desk.call('GET', `/contacts/${id}?include=accounts,owner`);
    assert.equal(withAccount.body.at('account', 'accountName'), 'One');
  });
});

describe('products of a customer', () => {
  it('are linked from either end, and leave a department before they are trashed', async () => {
    const desk = await createHarness();
    const departments = (await desk.call('GET', '/departments')).body.rows().map((row) => String(row['id']));
    const product = await desk.call('POST', '/products', {
      body: { productName: 'P', departmentIds: departments },
    });
    const id = product.body.text('id');
    const accountId = (await desk.call('POST', '/accounts', { body: { accountName: 'One' } })).body.text(
      'id',
    );
    const link = { ids: [accountId], associate: true };
    assert.equal((await desk.call('POST', `/products/${id}/associateAccounts`, { body: link })).status, 200);
    assert.equal((await desk.call('GET', `/accounts/${accountId}/products`)).body.rows()[0]?.['id'], id);
    assert.equal((await desk.call('GET', `/products/${id}/accounts`)).body.rows()[0]?.['id'], accountId);
    const unlink = { ids: [id], associate: false };
    await desk.call('POST', `/accounts/${accountId}/associateProducts`, { body: unlink });
    assert.equal((await desk.call('GET', `/accounts/${accountId}/products`)).status, 204);
    for (const departmentId of departments) {
      assert.equal((await desk.call('GET', `/products/${id}`)).body.at('isDeleted'), false);
      await desk.call('POST', '/products/moveToTrash', { body: { productIds: [id], departmentId } });
    }
    assert.equal((await desk.call('GET', `/products/${id}`)).body.at('isDeleted'), true);
  });
});

describe('tickets', () => {
  it('carry their customer, found by status and by contact', async () => {
    const desk = await createHarness();
    const contactId = await createContact(desk, { email: 'a@b.de' });
    const [department] = (await desk.call('GET', '/departments')).body.rows();
    const body = { subject: 'Help', contactId, departmentId: department?.['id'] };
    const id = (await desk.call('POST', '/tickets', { body })).body.text('id');
    const ticket = await desk.call('GET', `/tickets/${id}?include=contacts`);
    assert.deepEqual([ticket.body.at('statusType'), ticket.body.at('contact', 'email')], ['Open', 'a@b.de']);
    await desk.call('PATCH', `/tickets/${id}`, { body: { status: 'Closed' } });
    assert.equal((await desk.call('GET', '/tickets?status=Open')).status, 204);
    assert.equal(
      (await desk.call('GET', `/contacts/${contactId}/tickets`)).body.rows()[0]?.['statusType'],
      'Closed',
    );
    const missing = await desk.call('POST', '/tickets', { body: { subject: 'x' } });
    assert.deepEqual(missing.body.at('errors', 0), { fieldName: '/contactId', errorType: 'missing' });
  });
});
