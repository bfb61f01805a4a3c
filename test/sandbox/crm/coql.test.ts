import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createTestCrm } from './testing/fake-world.ts';

const day = (number: number) => new Date(Date.UTC(2025, 0, number)).toISOString();
const people = [
  {
    values: { Last_Name: 'Adams', First_Name: 'Amy', Email: 'Amy@Acme.example' },
    createdAt: day(1),
    accountName: 'Acme',
  },
  {
    values: { Last_Name: 'Brown', Email: 'bo@acme.example', Mailing_City: "L'Aquila" },
    createdAt: day(2),
    accountName: 'acme',
  },
  { values: { Last_Name: 'Clark' }, createdAt: day(3) },
];
const make = (variants: Record<string, string> = {}) =>
  createTestCrm(
    {
      records: {
        accounts: [{ values: { Account_Name: 'Acme', Employees: 12 }, createdAt: day(1) }],
        contacts: people,
        products: [],
      },
      related: {
        Deals: [
          { Deal_Name: 'One', Stage: 'Closed Won', Contact_Name: 'Amy Adams', Amount: 10 },
          { Deal_Name: 'Two', Stage: 'Qualification', Contact_Name: 'Amy Adams', Amount: 20 },
          { Deal_Name: 'Three', Stage: 'Qualification', Contact_Name: 'bo@acme.example', Amount: 30 },
        ],
        Notes: [],
        Calls: [],
        Events: [],
        Tasks: [],
        Leads: [],
      },
    },
    { variants },
  );
const ask = (crm: ReturnType<typeof make>, select_query: string) =>
  crm.call('POST', 'coql', { select_query });
const names = (value: unknown) => (value as readonly { Last_Name: string }[]).map((row) => row.Last_Name);

describe('CRM sandbox: COQL', () => {
  const cases = [
    { where: "Email = 'amy@acme.EXAMPLE'", found: ['Adams'] },
    { where: "Email in ('AMY@acme.example','bo@acme.example')", found: ['Adams', 'Brown'] },
    { where: "Email not in ('amy@acme.example')", found: ['Brown'] },
    { where: 'Email is null', found: ['Clark'] },
    { where: 'Account_Name is not null', found: ['Adams', 'Brown'] },
    { where: "Account_Name.Account_Name = 'ACME'", found: ['Adams', 'Brown'] },
    { where: 'Account_Name.Employees >= 12', found: ['Adams', 'Brown'] },
    { where: "Last_Name like 'b%'", found: ['Brown'] },
    { where: "Last_Name not like '%ar%'", found: ['Adams', 'Brown'] },
    { where: "Mailing_City = 'L\\'Aquila'", found: ['Brown'] },
    { where: "Created_Time >= '2025-01-02T00:00:00+00:00'", found: ['Brown', 'Clark'] },
    {
      where: "Created_Time between '2025-01-01T00:00:00+00:00' and '2025-01-02T00:00:00+00:00'",
      found: ['Adams', 'Brown'],
    },
    { where: "(Last_Name = 'Clark' or Last_Name = 'Adams') and (Email is null)", found: ['Clark'] },
    { where: "Last_Name != 'Adams' and Email is not null", found: ['Brown'] },
  ];
  for (const { where, found } of cases) {
    it(where, async () => {
      const { body } = await ask(make(), `select Last_Name from Contacts where ${where} order by id asc`);
      assert.deepEqual(names(body.at('data')), found);
    });
  }

  it('orders, limits and counts more records', async () => {
    const { body, credits } = await ask(
      make(),
      'select Last_Name, Email from Contacts where id is not null order by Last_Name desc limit 1, 1',
    );
    assert.deepEqual(names(body.at('data')), ['Brown']);
    assert.deepEqual(body.at('info'), { count: 1, more_records: true });
    assert.equal(credits, 1);
    assert.equal((await ask(make(), 'select id from Contacts where id is not null limit 2000')).credits, 3);
  });

  it('groups deals by stage', async () => {
    const crm = make();
    const amy = (await ask(crm, "select id from Contacts where Last_Name = 'Adams'")).body.text(
      'data',
      0,
      'id',
    );
    const { body } = await ask(
      crm,
      `select Stage, COUNT(id) from Deals where Contact_Name = ${amy} group by Stage order by Stage asc`,
    );
    assert.deepEqual(body.at('data'), [
      { Stage: 'Closed Won', 'COUNT(id)': 1 },
      { Stage: 'Qualification', 'COUNT(id)': 1 },
    ]);
  });

  it('shows lookups as objects and through paths', async () => {
    const { body } = await ask(
      make(),
      "select Account_Name, Account_Name.Account_Name from Contacts where Last_Name = 'Adams'",
    );
    assert.equal(body.at('data', 0, 'Account_Name', 'name'), 'Acme');
    assert.equal(body.at('data', 0, 'Account_Name.Account_Name'), 'Acme');
  });

  const refused = [
    { query: 'select id from Contacts', code: 'SYNTAX_ERROR' },
    { query: "select id from Contacts where Last_Name ~ 'a'", code: 'SYNTAX_ERROR' },
    {
      query: "select id from Contacts where Last_Name = 'a' and Email = 'b' and Phone = 'c'",
      code: 'SYNTAX_ERROR',
    },
    { query: 'select Nonsense from Contacts where id is not null', code: 'INVALID_QUERY' },
    { query: 'select id from Nonsense where id is not null', code: 'INVALID_QUERY' },
    { query: "select id from Accounts where Employees = 'many'", code: 'INVALID_QUERY' },
    { query: 'select id from Contacts where id is not null limit 2001', code: 'LIMIT_EXCEEDED' },
    {
      query: `select id from Contacts where id in (${Array.from({ length: 51 }, (_, n) => n).join(',')})`,
      code: 'LIMIT_EXCEEDED',
    },
  ];
  for (const { query, code } of refused) {
    it(`${code}: ${query.slice(0, 70)}`, async () => {
      const { status, body } = await ask(make(), query);
      assert.deepEqual([status, body.at('code')], [400, code]);
    });
  }

  it('answers 204 when nothing matches', async () => {
    assert.equal((await ask(make(), "select id from Contacts where Last_Name = 'Nobody'")).status, 204);
  });
});

describe('CRM sandbox: search and count', () => {
  const find = (crm: ReturnType<typeof make>, query: string) =>
    crm.call('GET', `Contacts/search?fields=Last_Name&${query}`);

  it('finds text that contains the value with equals, and by e-mail and word', async () => {
    const crm = make();
    assert.deepEqual(names((await find(crm, 'criteria=(Email:equals:acme.example)')).body.at('data')), [
      'Brown',
      'Adams',
    ]);
    assert.deepEqual(names((await find(crm, 'email=BO@acme')).body.at('data')), ['Brown']);
    assert.deepEqual(names((await find(crm, 'word=clar')).body.at('data')), ['Clark']);
    const both = encodeURIComponent('((Last_Name:starts_with:A)or(Last_Name:starts_with:C))');
    assert.equal(((await find(crm, `criteria=${both}`)).body.at('data') as unknown[]).length, 2);
  });

  it('does not find fresh records before the index has them', async () => {
    const crm = make();
    await crm.call('POST', 'Contacts', { data: [{ Last_Name: 'Fresh' }] });
    assert.equal((await find(crm, 'word=fresh')).status, 204);
    await crm.world.clock.advance(2_000);
    assert.equal((await find(crm, 'word=fresh')).status, 200);
  });

  it('wants something to search for, and ends at 2,000 rows', async () => {
    const crm = make();
    assert.equal((await find(crm, 'x=1')).body.at('code'), 'EXPECTED_PARAM_MISSING');
    assert.equal((await find(crm, 'word=acme&page=11')).body.at('code'), 'LIMIT_REACHED');
    assert.equal((await find(crm, 'criteria=(Email')).body.at('code'), 'INVALID_QUERY');
  });

  it('counts', async () => {
    const crm = make();
    assert.equal((await crm.call('GET', 'Contacts/actions/count')).body.at('count'), 3);
    assert.equal((await crm.call('GET', 'Contacts/actions/count?email=acme')).body.at('count'), 2);
  });
});
