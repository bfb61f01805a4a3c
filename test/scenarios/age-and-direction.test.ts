import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startScenario, type Scenario } from '../support/scenario.ts';

describe('old records, and the accounts young contacts need', () => {
  let scenario: Scenario;
  const idOf = (side: 'desk' | 'crm', module: 'accounts' | 'contacts', field: string, value: string) =>
    String(scenario.human.records(side, module).find((row) => row[field] === value)?.['id']);
  before(async () => {
    scenario = await startScenario({
      seed: {
        'desk-accounts': [{ accountName: 'Old Works', createdDaysAgo: 900 }],
        'crm-accounts': [{ Account_Name: 'Forgotten Ltd', Created_Days_Ago: 900 }],
        'desk-contacts': [
          { lastName: 'Young', email: 'young@example.com', accountName: 'Old Works', createdDaysAgo: 5 },
          { lastName: 'Elder', email: 'elder@example.com', createdDaysAgo: 900 },
        ],
      },
    });
    await scenario.engine.firstSync();
  });
  after(() => scenario.stop());

  it('S32: a young contact brings its old account along, so that it does not stand without', async () => {
    const contact = await scenario.partner('contacts', 'desk', idOf('desk', 'contacts', 'lastName', 'Young'));
    const account = await scenario.partnerId(
      'accounts',
      'desk',
      idOf('desk', 'accounts', 'accountName', 'Old Works'),
    );
    assert.ok(account);
    assert.equal((contact['Account_Name'] as { id: string }).id, account);
  });

  it('S30: an old account that nobody young refers to stays where it was', async () => {
    const id = idOf('crm', 'accounts', 'Account_Name', 'Forgotten Ltd');
    assert.equal(await scenario.partnerId('accounts', 'crm', id), undefined);
  });

  it('S31: after the first session, an old record that somebody edits syncs', async () => {
    const id = idOf('desk', 'contacts', 'lastName', 'Elder');
    assert.equal(
      await scenario.partnerId('contacts', 'desk', id),
      undefined,
      'too old for the first session',
    );
    await scenario.human.update('desk', 'contacts', id, { title: 'Still with us' });
    await scenario.sync('contacts', 'desk', id);
    assert.equal((await scenario.partner('contacts', 'desk', id))['Title'], 'Still with us');
  });
});

describe('each module has its own direction', () => {
  let scenario: Scenario;
  before(async () => {
    scenario = await startScenario({ modules: ['accounts', 'contacts'], syncType: 'crm-to-desk' });
    const { org } = scenario.engine;
    const department = scenario.human.records('desk', 'products')[0]?.['departmentIds'];
    await org.configs.save(
      {
        module: 'products',
        syncType: 'two-way',
        mappings: [
          {
            desk: 'productName',
            crm: 'Product_Name',
            direction: 'both',
            conflict: 'newest',
            initialWinner: 'crm',
          },
          {
            desk: 'description',
            crm: 'Product_Code',
            direction: 'both',
            conflict: 'newest',
            initialWinner: 'crm',
          },
        ],
        departmentIds: Array.isArray(department) ? department.map(String) : [],
      },
      0,
      scenario.sandbox.world.clock.iso(),
    );
    await scenario.engine.firstSync();
  });
  after(() => scenario.stop());

  it('S39, S17: one-way, a Desk edit triggers nothing, a CRM edit still arrives', async () => {
    const pair = await scenario.pair('accounts', 'crm', { Account_Name: 'One Way Inc' });
    const writes = await scenario.writesDuring(async () => {
      await scenario.human.update('desk', 'accounts', pair.desk, { phone: '030-1' });
      await scenario.sync('accounts', 'desk', pair.desk);
    });
    assert.deepEqual(
      writes.map(({ product }) => product),
      ['desk'],
      'only the person wrote',
    );
    await scenario.human.update('crm', 'accounts', pair.crm, { Website: 'https://one.example' });
    await scenario.sync('accounts', 'crm', pair.crm);
    assert.equal(scenario.human.record('desk', 'accounts', pair.desk)?.['website'], 'https://one.example');
  });

  it('S39: one-way, a deletion in CRM is noticed and changes nothing in Desk', async () => {
    const pair = await scenario.pair('accounts', 'crm', { Account_Name: 'Gone Inc' });
    await scenario.human.trash('crm', 'accounts', [pair.crm]);
    assert.deepEqual(await scenario.writesDuring(() => scenario.sync('accounts', 'crm', pair.crm)), []);
    assert.ok(scenario.human.record('desk', 'accounts', pair.desk));
    const link = (await scenario.engine.org.links.byIds('accounts', 'desk', [pair.desk])).get(pair.desk);
    assert.notEqual(link?.presence.crm, 'live');
  });

  it('S23, S25: products sync both ways by their own mapping while contacts and accounts are one-way', async () => {
    const pair = await scenario.pair('products', 'crm', { Product_Name: 'Own Rules' });
    await scenario.human.update('desk', 'products', pair.desk, { description: 'CODE-7' });
    await scenario.sync('products', 'desk', pair.desk);
    assert.equal(scenario.human.record('crm', 'products', pair.crm)?.['Product_Code'], 'CODE-7');
  });
});

describe('the product step may be skipped', () => {
  it('S27, S22: contacts and accounts run, products stay as they are', async () => {
    const scenario = await startScenario({ modules: ['accounts', 'contacts'] });
    try {
      await scenario.engine.firstSync();
      assert.ok((await scenario.engine.org.links.count('accounts')) > 0);
      assert.equal(await scenario.engine.org.links.count('products'), 0);
      assert.equal(scenario.human.records('crm', 'products').length, 0);
    } finally {
      await scenario.stop();
    }
  });
});
