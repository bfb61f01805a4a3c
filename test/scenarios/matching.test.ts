import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startScenario, type Scenario } from '../support/scenario.ts';

/** Everything that decides who is whose partner, in the first session and afterwards. */
describe('who is whose partner', () => {
  let scenario: Scenario;
  before(async () => {
    scenario = await startScenario({
      departments: ['Support', 'Sales'],
      seed: {
        'desk-accounts': [
          { accountName: '  ACME   Robotics ', createdDaysAgo: 10 },
          { accountName: 'Cafe\u0301 Zoe', createdDaysAgo: 10 },
          { accountName: 'Twins Ltd', createdDaysAgo: 10 },
        ],
        'crm-accounts': [
          { Account_Name: 'Acme Robotics', Created_Days_Ago: 20 },
          { Account_Name: 'Café Zoe', Created_Days_Ago: 20 },
          { Account_Name: 'Twins Ltd', Phone: '1', Created_Days_Ago: 20 },
          { Account_Name: 'twins ltd', Phone: '2', Created_Days_Ago: 20 },
        ],
        'desk-contacts': [
          { lastName: 'Case', email: 'Mixed.Case@Example.COM', createdDaysAgo: 5 },
          { lastName: 'Ambiguous', email: 'shared@example.com', createdDaysAgo: 5 },
          { lastName: 'Plus', email: 'plus@example.com', createdDaysAgo: 5 },
          { lastName: 'Nomail', phone: '1', createdDaysAgo: 5 },
          { lastName: 'Nomail', phone: '2', createdDaysAgo: 5 },
        ],
        'crm-contacts': [
          { Last_Name: 'Case', Email: 'mixed.case@example.com', Created_Days_Ago: 6 },
          { Last_Name: 'First', Email: 'shared@example.com', Created_Days_Ago: 6 },
          { Last_Name: 'Second', Email: 'SHARED@example.com', Created_Days_Ago: 6 },
          { Last_Name: 'Plus', Email: 'plus+shop@example.com', Created_Days_Ago: 6 },
        ],
        'desk-products': [
          { productName: 'Everywhere', department: 'Support;Returns', createdDaysAgo: 9 },
          { productName: 'Only Returns', department: 'Returns', createdDaysAgo: 9 },
          { productName: 'returns  twin', department: 'Returns', createdDaysAgo: 9 },
          { productName: 'For Sales', department: 'Sales', createdDaysAgo: 9 },
        ],
        'crm-products': [
          { Product_Name: 'Returns Twin', Created_Days_Ago: 9 },
          { Product_Name: 'From CRM', Created_Days_Ago: 9 },
        ],
      },
    });
    await scenario.engine.firstSync();
  });
  after(() => scenario.stop());

  const find = (
    side: 'desk' | 'crm',
    module: 'accounts' | 'contacts' | 'products',
    field: string,
    value: unknown,
  ) => scenario.human.records(side, module).filter((record) => record[field] === value);
  const only = (...args: Parameters<typeof find>) => {
    const found = find(...args);
    assert.equal(found.length, 1, `exactly one ${args.join(' ')}`);
    return String(found[0]?.['id']);
  };
  const departmentNames = async (product: Readonly<Record<string, unknown>> | undefined) => {
    const names = new Map((await departmentList(scenario)).map(({ id, name }) => [id, name]));
    return ((product?.['departmentIds'] ?? []) as string[]).map((id) => names.get(id)).sort();
  };

  it('S33: the same e-mail in another case is one person', async () => {
    const desk = only('desk', 'contacts', 'lastName', 'Case');
    const crm = only('crm', 'contacts', 'Last_Name', 'Case');
    assert.equal(await scenario.partnerId('contacts', 'desk', desk), crm);
  });

  it('S33: two CRM contacts with one e-mail are ambiguous: a failure and no write', async () => {
    const desk = only('desk', 'contacts', 'lastName', 'Ambiguous');
    assert.equal((await scenario.failureOf('contacts', 'desk', desk))?.code, 'ambiguous-match');
    assert.equal(await scenario.partnerId('contacts', 'desk', desk), undefined);
    const [first] = find('crm', 'contacts', 'Last_Name', 'First');
    const again = await scenario.writesDuring(() => scenario.sync('contacts', 'crm', String(first?.['id'])));
    assert.deepEqual(again, []);
    assert.equal((await scenario.failureOf('contacts', 'desk', desk))?.recordName, 'Ambiguous');
  });

  it('S33: a plus-tag makes another address', () => {
    assert.equal(find('desk', 'contacts', 'email', 'plus+shop@example.com').length, 1);
    assert.equal(find('crm', 'contacts', 'Email', 'plus@example.com').length, 1);
  });

  it('S33: the secondary e-mail does not pair by itself', async () => {
    const crm = await scenario.human.create('crm', 'contacts', {
      Last_Name: 'Primary',
      Email: 'p@second.example',
    });
    await scenario.sync('contacts', 'crm', crm);
    const desk = await scenario.human.create('desk', 'contacts', {
      lastName: 'Other',
      email: 'o@second.example',
      secondaryEmail: 'p@second.example',
    });
    await scenario.sync('contacts', 'desk', desk);
    const partner = await scenario.partner('contacts', 'desk', desk);
    assert.notEqual(partner['id'], crm);
    assert.equal(partner['Secondary_Email'], 'p@second.example');
  });

  it('S33: afterwards, a new contact whose address has blanks around and capitals joins the existing one', async () => {
    const desk = await scenario.human.create('desk', 'contacts', {
      lastName: 'Later',
      email: 'later@example.com',
    });
    const crm = await scenario.human.create('crm', 'contacts', {
      Last_Name: 'Later',
      Email: 'LATER@example.com',
    });
    await scenario.engine.notify('contacts', 'desk', desk);
    await scenario.sync('contacts', 'crm', crm);
    assert.equal(await scenario.partnerId('contacts', 'desk', desk), crm);
    assert.equal(find('crm', 'contacts', 'Last_Name', 'Later').length, 1);
    assert.equal(find('desk', 'contacts', 'lastName', 'Later').length, 1);
  });

  it('S34: capitals, blanks and Unicode spelling of an account name do not count', async () => {
    const acme = only('crm', 'accounts', 'Account_Name', 'Acme Robotics');
    const cafe = only('crm', 'accounts', 'Account_Name', 'Café Zoe');
    assert.ok(await scenario.partnerId('accounts', 'crm', acme));
    assert.ok(await scenario.partnerId('accounts', 'crm', cafe));
    const names = scenario.human.records('desk', 'accounts').map(({ accountName }) => String(accountName));
    assert.equal(names.filter((name) => /acme/i.test(name)).length, 1);
    assert.equal(names.filter((name) => /zoe/i.test(name)).length, 1);
  });

  it('S34: two accounts of one name on one side are ambiguous and stay as they are', async () => {
    const desk = only('desk', 'accounts', 'accountName', 'Twins Ltd');
    assert.equal((await scenario.failureOf('accounts', 'desk', desk))?.code, 'ambiguous-match');
    const events = await scenario.writesDuring(() => scenario.sync('accounts', 'desk', desk));
    assert.deepEqual(events, []);
    const [twin] = find('crm', 'accounts', 'Phone', '1');
    await scenario.human.update('crm', 'accounts', String(twin?.['id']), { Account_Name: 'Older Twin' });
    await scenario.sync('accounts', 'crm', String(twin?.['id']));
    await scenario.sync('accounts', 'desk', desk);
    const partner = await scenario.partner('accounts', 'desk', desk);
    assert.equal(partner['Phone'], '2');
    assert.equal(await scenario.failureOf('accounts', 'desk', desk), undefined, 'the entry has gone');
  });

  it('S35: a product that only an unselected department has is paired and joins the selected ones', async () => {
    const crm = only('crm', 'products', 'Product_Name', 'Returns Twin');
    const partner = await scenario.partner('products', 'crm', crm);
    assert.deepEqual(await departmentNames(partner), ['Returns', 'Sales', 'Support']);
    const same = scenario.human
      .records('desk', 'products')
      .filter(({ productName }) => /^returns\s+twin$/i.test(String(productName)));
    assert.equal(same.length, 1, 'no second product');
  });

  it('S35: afterwards too, by name over all departments', async () => {
    const departments = await departmentList(scenario);
    const returns = departments.find(({ name }) => name === 'Returns');
    assert.ok(returns);
    const desk = await scenario.human.create('desk', 'products', {
      productName: 'Late Find',
      departmentIds: [returns.id],
    });
    const crm = await scenario.human.create('crm', 'products', { Product_Name: 'LATE find' });
    await scenario.sync('products', 'crm', crm);
    assert.equal(await scenario.partnerId('products', 'crm', crm), desk);
    assert.deepEqual(await departmentNames(await scenario.partner('products', 'crm', crm)), [
      'Returns',
      'Sales',
      'Support',
    ]);
    assert.deepEqual(await scenario.writesDuring(() => scenario.sync('products', 'crm', crm)), []);
  });

  it('S24: products leave Desk only from selected departments', () => {
    assert.equal(find('crm', 'products', 'Product_Name', 'Only Returns').length, 0);
    assert.equal(find('crm', 'products', 'Product_Name', 'Everywhere').length, 1);
    assert.equal(find('crm', 'products', 'Product_Name', 'For Sales').length, 1);
  });

  it('S24: CRM products arrive in every selected department', async () => {
    const crm = only('crm', 'products', 'Product_Name', 'From CRM');
    assert.deepEqual(await departmentNames(await scenario.partner('products', 'crm', crm)), [
      'Sales',
      'Support',
    ]);
  });

  it('S24: when a department is deselected, Desk edits of its products stay in Desk, CRM edits still arrive', async () => {
    const { org } = scenario.engine;
    const config = await org.configs.current('products');
    const support = (await departmentList(scenario)).find(({ name }) => name === 'Support');
    assert.ok(config && support);
    const at = scenario.sandbox.world.clock.iso();
    const narrowed = await org.configs.save({ ...config, departmentIds: [support.id] }, config.version, at);
    const desk = only('desk', 'products', 'productName', 'For Sales');
    const crm = await scenario.partnerId('products', 'desk', desk);
    assert.ok(crm);
    await scenario.human.update('desk', 'products', desk, { manufacturer: 'Desk Works' });
    assert.deepEqual(await scenario.writesDuring(() => scenario.sync('products', 'desk', desk)), []);
    await scenario.human.update('crm', 'products', crm, { Product_Code: 'CRM-1' });
    await scenario.sync('products', 'crm', crm);
    const partner = await scenario.partner('products', 'crm', crm);
    assert.equal(partner['productCode'], 'CRM-1');
    assert.equal(partner['manufacturer'], 'Desk Works', 'what the agent wrote is not lost');
    await org.configs.save({ ...narrowed, departmentIds: config.departmentIds }, narrowed.version, at);
  });

  it('S37: contacts without e-mail are created once each, and only updated afterwards', async () => {
    const desk = find('desk', 'contacts', 'lastName', 'Nomail').map(({ id }) => String(id));
    assert.equal(desk.length, 2);
    assert.equal(find('crm', 'contacts', 'Last_Name', 'Nomail').length, 2);
    for (const id of desk) {
      await scenario.human.update('desk', 'contacts', id, { title: `Title ${id}` });
      await scenario.sync('contacts', 'desk', id);
      assert.equal((await scenario.partner('contacts', 'desk', id))['Title'], `Title ${id}`);
    }
    await scenario.engine.firstSync();
    assert.equal(find('crm', 'contacts', 'Last_Name', 'Nomail').length, 2);
    assert.equal(find('desk', 'contacts', 'lastName', 'Nomail').length, 2);
  });

  it('S36: once paired, another e-mail or name updates the partner and creates nobody', async () => {
    const ids = await scenario.pair('contacts', 'desk', { lastName: 'Pairwins', email: 'pair@one.example' });
    const before = scenario.human.records('crm', 'contacts').length;
    await scenario.human.update('desk', 'contacts', ids.desk, {
      email: 'pair@two.example',
      lastName: 'Renamed',
    });
    await scenario.sync('contacts', 'desk', ids.desk);
    const partner = await scenario.partner('contacts', 'desk', ids.desk);
    assert.equal(partner['id'], ids.crm);
    assert.equal(partner['Email'], 'pair@two.example');
    assert.equal(scenario.human.records('crm', 'contacts').length, before);

    const account = await scenario.pair('accounts', 'crm', { Account_Name: 'Old Name Inc' });
    await scenario.human.update('crm', 'accounts', account.crm, { Account_Name: 'New Name Inc' });
    await scenario.sync('accounts', 'crm', account.crm);
    assert.equal((await scenario.partner('accounts', 'crm', account.crm))['accountName'], 'New Name Inc');
  });

  it('P11: a second record with the key of a pair is refused (S72), not paired and not copied', async () => {
    const ids = await scenario.pair('contacts', 'crm', { Last_Name: 'Holder', Email: 'holder@example.com' });
    const second = await scenario.human.create('crm', 'contacts', {
      Last_Name: 'Second',
      Email: 'Holder@example.com',
    });
    const writes = await scenario.writesDuring(() => scenario.sync('contacts', 'crm', second));
    assert.deepEqual(writes, []);
    assert.equal((await scenario.failureOf('contacts', 'crm', second))?.code, 'already-linked');
    assert.equal(await scenario.partnerId('contacts', 'crm', ids.crm), ids.desk);
  });

  it('P11: the same new customer entered on both sides at once becomes one pair', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [desk, crm] = await Promise.all([
        scenario.human.create('desk', 'accounts', { accountName: `Both ${round}` }),
        scenario.human.create('crm', 'accounts', { Account_Name: `both ${round}` }),
      ]);
      await scenario.engine.notify('accounts', 'crm', crm);
      await scenario.sync('accounts', 'desk', desk);
      assert.equal(await scenario.partnerId('accounts', 'desk', desk), crm);
    }
  });
});

async function departmentList(scenario: Scenario): Promise<readonly { id: string; name: string }[]> {
  const { access_token: token, deskOrgId } = scenario.sandbox.token({});
  const answer = await fetch(`${scenario.sandbox.urls.desk}/api/v1/departments?limit=200`, {
    headers: { authorization: `Zoho-oauthtoken ${token}`, orgId: String(deskOrgId) },
  });
  return ((await answer.json()) as { data: { id: string; name: string }[] }).data;
}
