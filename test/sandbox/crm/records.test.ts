import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createTestCrm } from './testing/fake-world.ts';

const contact = (Last_Name: string, more: object = {}) => ({ Last_Name, ...more });
const insert = (crm: ReturnType<typeof createTestCrm>, module: string, ...data: object[]) =>
  crm.call('POST', module, { data });

describe('CRM sandbox: authentication and scopes', () => {
  it('refuses calls without header, with a wrong token and with too small a scope', async () => {
    const crm = createTestCrm();
    const codes = [];
    for (const authorization of ['', 'Zoho-oauthtoken nobody', 'Zoho-oauthtoken standard']) {
      const { status, body } = await crm.call('GET', 'org', undefined, { authorization });
      codes.push([status, body.at('code')]);
    }
    assert.deepEqual(codes, [
      [401, 'AUTHENTICATION_FAILURE'],
      [401, 'INVALID_TOKEN'],
      [401, 'OAUTH_SCOPE_MISMATCH'],
    ]);
  });

  it('tells who the current user is, and whether an administrator', async () => {
    const crm = createTestCrm();
    const admin = await crm.call('GET', 'users?type=CurrentUser');
    const other = await crm.call('GET', 'users?type=CurrentUser', undefined, {
      authorization: 'Bearer standard',
    });
    assert.equal(admin.body.at('users', 0, 'profile', 'name'), 'Administrator');
    assert.equal(other.body.at('users', 0, 'profile', 'name'), 'Standard');
  });

  it('answers unknown paths and modules in the documented words', async () => {
    const crm = createTestCrm();
    assert.equal((await crm.call('GET', '/crm/v8/a/b/c/d/e')).body.at('code'), 'INVALID_URL_PATTERN');
    const { status, body } = await crm.call('GET', 'Nonsense?fields=id');
    assert.deepEqual([status, body.at('code')], [400, 'INVALID_MODULE']);
  });
});

describe('CRM sandbox: writing records', () => {
  it('answers each record of a batch in input order, 207 when mixed', async () => {
    const crm = createTestCrm();
    const answer = await insert(
      crm,
      'Contacts',
      contact('A'),
      { First_Name: 'No' },
      contact('B', { Email: 'x' }),
    );
    assert.equal(answer.status, 207);
    assert.equal(answer.mutations, 1);
    assert.equal(answer.body.at('data', 0, 'code'), 'SUCCESS');
    assert.deepEqual(answer.body.at('data', 1), {
      code: 'MANDATORY_NOT_FOUND',
      details: { api_name: 'Last_Name', json_path: '$.data[1].Last_Name' },
      message: 'required field not found',
      status: 'error',
    });
    assert.deepEqual(answer.body.at('data', 2, 'details'), {
      expected_data_type: 'email',
      api_name: 'Email',
      json_path: '$.data[2].Email',
    });
  });

  const wrong = [
    { when: 'text in an integer', module: 'Accounts', field: 'Employees', value: '12', expected: 'integer' },
    {
      when: 'a fraction in an integer',
      module: 'Accounts',
      field: 'Employees',
      value: 1.5,
      expected: 'integer',
    },
    { when: 'a number in a text', module: 'Accounts', field: 'Fax', value: 1, expected: 'text' },
    {
      when: 'text in a boolean',
      module: 'Contacts',
      field: 'Email_Opt_Out',
      value: 'true',
      expected: 'boolean',
    },
    {
      when: 'a date of no calendar',
      module: 'Contacts',
      field: 'Date_of_Birth',
      value: '2025-02-30',
      expected: 'date',
    },
    { when: 'text in a multi-select', module: 'Products', field: 'Tax', value: 'Vat', expected: 'jsonarray' },
    {
      when: 'text in a lookup',
      module: 'Contacts',
      field: 'Account_Name',
      value: 'Acme',
      expected: 'jsonobject',
    },
    {
      when: 'milliseconds in a date-time',
      module: 'Events',
      field: 'Start_DateTime',
      value: '2026-01-01T00:00:00.000Z',
      expected: 'datetime',
    },
  ];
  for (const { when, module, field, value, expected } of wrong) {
    it(`refuses ${when}`, async () => {
      const crm = createTestCrm();
      const base = {
        Last_Name: 'L',
        Account_Name: 'A',
        Product_Name: 'P',
        Event_Title: 'E',
        End_DateTime: '2026-01-01T01:00:00Z',
      };
      const own = module === 'Accounts' ? base : { ...base, Account_Name: undefined };
      const { status, body } = await insert(crm, module, { ...own, [field]: value });
      assert.equal(status, 400);
      assert.equal(body.at('data', 0, 'details', 'expected_data_type'), expected);
    });
  }

  it('refuses texts that are too long and ignores unknown fields', async () => {
    const crm = createTestCrm();
    const long = await insert(crm, 'Contacts', contact('x'.repeat(81)));
    assert.equal(long.body.at('data', 0, 'details', 'maximum_length'), 80);
    assert.equal((await insert(crm, 'Contacts', contact('A', { Nonsense: 1 }))).status, 201);
    const strict = createTestCrm({}, { variants: { 'crm-unknown-field': 'reject' } });
    assert.equal((await insert(strict, 'Contacts', contact('A', { Nonsense: 1 }))).status, 400);
  });

  it('shows lookups as name and id, times with offset and whole seconds', async () => {
    const crm = createTestCrm();
    const account = (await insert(crm, 'Accounts', { Account_Name: 'Acme' })).body.text(
      'data',
      0,
      'details',
      'id',
    );
    const made = await insert(
      crm,
      'Contacts',
      contact('Doe', { First_Name: 'Jo', Account_Name: { id: account } }),
    );
    const { body } = await crm.call('GET', `Contacts/${made.body.text('data', 0, 'details', 'id')}`);
    assert.deepEqual(body.at('data', 0, 'Account_Name'), { name: 'Acme', id: account });
    assert.equal(body.at('data', 0, 'Full_Name'), 'Jo Doe');
    assert.equal(body.at('data', 0, 'Modified_Time'), '2026-01-15T11:00:00+01:00');
    assert.equal(body.at('data', 0, 'Owner', 'email'), 'ada@zylker.example');
  });

  it('makes the account that a contact names but CRM does not know', async () => {
    const crm = createTestCrm();
    const made = await insert(crm, 'Contacts', contact('A', { Account_Name: { name: 'New Co' } }));
    assert.equal(made.mutations, 2);
    assert.equal(crm.api.dump('accounts')[0]?.['Account_Name'], 'New Co');
  });

  it('updates by id, clears with null, and refuses ids that are gone', async () => {
    const crm = createTestCrm();
    const id = (await insert(crm, 'Contacts', contact('A', { Phone: '123' }))).body.text(
      'data',
      0,
      'details',
      'id',
    );
    const { status } = await crm.call('PUT', `Contacts/${id}`, { data: [{ Phone: null }] });
    assert.equal(status, 200);
    assert.equal(crm.api.dump('contacts')[0]?.['Phone'], null);
    const gone = await crm.call('PUT', 'Contacts', { data: [{ id: '1', Phone: '1' }] });
    assert.deepEqual([gone.status, gone.body.at('data', 0, 'code')], [400, 'INVALID_DATA']);
  });

  it('upserts by e-mail in any case, by listed fields, and inserts what has no key', async () => {
    const crm = createTestCrm();
    await insert(crm, 'Contacts', contact('A', { Email: 'a@x.example' }));
    const data = [contact('B', { Email: 'A@X.example' }), contact('C'), contact('D')];
    const { body } = await crm.call('POST', 'Contacts/upsert', { data, duplicate_check_fields: ['Email'] });
    assert.deepEqual(
      [0, 1, 2].map((index) => [body.at('data', index, 'action'), body.at('data', index, 'duplicate_field')]),
      [
        ['update', 'Email'],
        ['insert', null],
        ['insert', null],
      ],
    );
    const wrongField = await crm.call('POST', 'Contacts/upsert', { data, duplicate_check_fields: ['Phone'] });
    assert.equal(wrongField.body.at('code'), 'INVALID_DATA');
  });

  it('accepts equal e-mails on plain insert unless the field is flagged unique', async () => {
    const twice = [contact('A', { Email: 'a@x.example' }), contact('B', { Email: 'A@x.example' })];
    assert.equal((await insert(createTestCrm(), 'Contacts', ...twice)).status, 201);
    const unique = createTestCrm({}, { variants: { 'crm-unique-fields': 'Contacts.Email' } });
    const { status, body } = await insert(unique, 'Contacts', ...twice);
    assert.equal(status, 207);
    assert.equal(body.at('data', 1, 'code'), 'DUPLICATE_DATA');
    assert.equal(
      body.at('data', 1, 'details', 'duplicate_record', 'id'),
      body.at('data', 0, 'details', 'id'),
    );
  });

  it('refuses stale writes: 412 for one record, 207 in a batch', async () => {
    const crm = createTestCrm();
    const made = await insert(crm, 'Contacts', contact('A'), contact('B'));
    const [a, b] = [0, 1].map((index) => made.body.text('data', index, 'details', 'id'));
    await crm.world.clock.advance(10_000);
    await crm.call('PUT', `Contacts/${a}`, { data: [{ Phone: '1' }] });
    const header = { 'if-unmodified-since': '2026-01-15T10:00:00Z' };
    const single = await crm.call('PUT', `Contacts/${a}`, { data: [{ Phone: '2' }] }, header);
    assert.deepEqual([single.status, single.body.at('data', 0, 'code')], [412, 'ALREADY_MODIFIED']);
    const batch = await crm.call(
      'PUT',
      'Contacts',
      {
        data: [
          { id: a, Phone: '2' },
          { id: b, Phone: '2' },
        ],
      },
      header,
    );
    assert.equal(batch.status, 207);
    assert.equal(batch.mutations, 1);
  });

  it('takes 100 rows for ten credits and refuses 101', async () => {
    const crm = createTestCrm();
    const rows = Array.from({ length: 101 }, (_, index) => contact(`C${index}`));
    const full = await insert(crm, 'Contacts', ...rows.slice(0, 100));
    assert.deepEqual([full.status, full.credits, full.mutations], [201, 10, 100]);
    const over = await insert(crm, 'Contacts', ...rows);
    assert.deepEqual([over.status, over.body.at('details', 'maximum_length')], [400, 100]);
  });
});

describe('CRM sandbox: reading lists', () => {
  const filled = (count: number) => {
    const records = Array.from({ length: count }, (_, index) => ({
      values: { Last_Name: `C${index}` },
      createdAt: new Date(Date.UTC(2025, 0, 1) + index * 60_000).toISOString(),
    }));
    return createTestCrm({ records: { accounts: [], products: [], contacts: records } });
  };

  it('wants fields, and at most fifty', async () => {
    const crm = filled(1);
    assert.equal((await crm.call('GET', 'Contacts')).body.at('code'), 'REQUIRED_PARAM_MISSING');
    const many = Array.from({ length: 51 }, (_, index) => `F${index}`).join(',');
    assert.equal((await crm.call('GET', `Contacts?fields=${many}`)).body.at('code'), 'LIMIT_EXCEEDED');
  });

  it('pages by number to 2,000 rows and by token beyond, each row once', async () => {
    const crm = filled(2_500);
    const seen = new Set<string>();
    let query: string | null = 'page=1';
    while (query !== null) {
      const { body } = await crm.call('GET', `Contacts?fields=Last_Name&${query}`);
      const data = body.at('data') as readonly { id: string }[];
      for (const { id } of data) seen.add(id);
      const hasMore = body.at('info', 'more_records') === true;
      query = hasMore ? `page_token=${body.text('info', 'next_page_token')}` : null;
    }
    assert.equal(seen.size, 2_500);
    const beyond = await crm.call('GET', 'Contacts?fields=Last_Name&page=11');
    assert.equal(beyond.body.at('code'), 'DISCRETE_PAGINATION_LIMIT_EXCEEDED');
  });

  it('binds page tokens to parameters, page numbers and a day', async () => {
    const crm = filled(300);
    const first = await crm.call('GET', 'Contacts?fields=Last_Name');
    const token = first.body.text('info', 'next_page_token');
    const code = async (query: string) => (await crm.call('GET', `Contacts?${query}`)).body.at('code');
    assert.equal(await code(`fields=id&page_token=${token}`), 'TOKEN_BOUND_DATA_MISMATCH');
    assert.equal(await code(`fields=Last_Name&page=2&page_token=${token}`), 'AMBIGUITY_DURING_PROCESSING');
    assert.equal(await code('fields=Last_Name&page_token=nonsense'), 'INVALID_DATA');
    await crm.world.clock.advance(25 * 3_600_000);
    assert.equal(await code(`fields=Last_Name&page_token=${token}`), 'EXPIRED_VALUE');
  });

  it('sorts by times and filters by ids', async () => {
    const crm = filled(5);
    const { body } = await crm.call(
      'GET',
      'Contacts?fields=Last_Name&sort_by=Created_Time&sort_order=asc&per_page=2',
    );
    assert.deepEqual([body.at('data', 0, 'Last_Name'), body.at('data', 1, 'Last_Name')], ['C0', 'C1']);
    const ids = `${body.text('data', 0, 'id')},1`;
    const some = await crm.call('GET', `Contacts?fields=Last_Name&ids=${ids}`);
    assert.equal((some.body.at('data') as unknown[]).length, 1);
  });

  it('answers 304 when nothing changed since, the same second included when it did', async () => {
    const crm = filled(3);
    const since = (text: string) =>
      crm.call('GET', 'Contacts?fields=id', undefined, { 'if-modified-since': text });
    assert.equal((await since('2025-06-01T00:00:00+00:00')).status, 304);
    const same = await since('2025-01-01T00:02:00+00:00');
    assert.equal((same.body.at('data') as unknown[]).length, 1);
  });

  it('answers 204 for an empty module and an unknown id', async () => {
    const crm = createTestCrm();
    assert.equal((await crm.call('GET', 'Contacts?fields=id')).status, 204);
    assert.equal((await crm.call('GET', 'Contacts/1')).status, 204);
  });

  it('reads a custom view for three credits', async () => {
    const crm = filled(3);
    const views = await crm.call('GET', 'settings/custom_views?module=Contacts');
    const answer = await crm.call(
      'GET',
      `Contacts?fields=id&cvid=${views.body.text('custom_views', 0, 'id')}`,
    );
    assert.deepEqual([answer.status, answer.credits], [200, 3]);
  });
});
