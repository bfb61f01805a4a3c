import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { ModuleMapping } from '../../server/contract/mapping.ts';
import type { Module } from '../../server/core/record.ts';
import { PLAIN_SEED } from '../support/scenario.ts';
import { startScenarioApi, type ScenarioApi } from '../support/scenario-api.ts';

interface Admin extends ScenarioApi {
  readonly mapping: (module: Module) => Promise<ModuleMapping>;
  readonly save: (module: Module, change: (config: ModuleMapping) => Partial<ModuleMapping>) => Promise<void>;
}

const SEED = {
  ...PLAIN_SEED,
  'desk-products': ['Support', 'Field service', 'Training'].map((department) => {
    return { productName: `Plain product of ${department}`, department };
  }),
};

/** An active sync whose configuration an administrator changes through the API. */
async function startAdmin(): Promise<Admin> {
  const api = await startScenarioApi({ seed: SEED, departments: ['Support'] });
  const { connector, adminToken: token } = api;
  await connector.authorize(token, 'desk', 'ada.admin@zylker.example');
  await connector.authorize(token, 'crm', 'carla.crm@zylker.example');
  const mapping = (module: Module) => api.get<ModuleMapping>(`/v1/modules/${module}/mapping`);
  return {
    ...api,
    mapping,
    async save(module, change) {
      const config = await mapping(module);
      const { syncType, mappings, departmentIds } = { ...config, ...change(config) };
      const body = { syncType, mappings, departmentIds, expectedVersion: config.version };
      const answer = await connector.call(`/v1/modules/${module}/config`, { method: 'PUT', body, token });
      assert.equal(answer.status, 200, JSON.stringify(answer.body));
    },
  };
}

const isTitle = ({ desk }: { readonly desk: string }) => desk === 'title';

describe('S21: the mapping changes while the sync runs', () => {
  let admin: Admin;
  before(async () => {
    admin = await startAdmin();
    // A change reaches the records that a first session brought together.
    await admin.scenario.engine.firstSync();
  });
  after(() => admin.stop());

  it('S21: a newly mapped field is filled in all pairs: filled beats empty, else the initial winner', async () => {
    const { scenario, save, mapping } = admin;
    const { human, engine } = scenario;
    const row = (await mapping('contacts')).mappings.find(isTitle);
    assert.ok(row, 'title is mapped by default');
    await save('contacts', ({ mappings }) => ({ mappings: mappings.filter((item) => !isTitle(item)) }));
    await engine.settle();
    const pairOf = async (name: string, title: string | null, crmTitle: string | null) => {
      const pair = await scenario.pair('contacts', 'desk', { lastName: name, email: `${name}@map.example` });
      if (title !== null) await human.update('desk', 'contacts', pair.desk, { title });
      if (crmTitle !== null) await human.update('crm', 'contacts', pair.crm, { Title: crmTitle });
      return pair;
    };
    const onlyCrm = await pairOf('onlycrm', null, 'From CRM');
    const onlyDesk = await pairOf('onlydesk', 'From Desk', null);
    const differing = await pairOf('differing', 'Desk says', 'CRM says');
    const equal = await pairOf('equal', 'Same', 'Same');
    const none = await pairOf('none', null, null);
    await engine.settle();
    assert.ok(!human.record('desk', 'contacts', onlyCrm.desk)?.['title'], 'unmapped fields stay');

    await save('contacts', ({ mappings }) => ({ mappings: [...mappings, row] }));
    const writes = await scenario.writesDuring(() => engine.settle());
    const titles = ({ desk, crm }: { readonly desk: string; readonly crm: string }) => [
      human.record('desk', 'contacts', desk)?.['title'] ?? null,
      human.record('crm', 'contacts', crm)?.['Title'] ?? null,
    ];
    assert.deepEqual(titles(onlyCrm), ['From CRM', 'From CRM']);
    assert.deepEqual(titles(onlyDesk), ['From Desk', 'From Desk']);
    assert.deepEqual(titles(differing), ['CRM says', 'CRM says']);
    assert.deepEqual(titles(equal), ['Same', 'Same']);
    assert.equal(writes.length, 3, 'what is equal or empty costs no write');
    const link = (await engine.org.links.byIds('contacts', 'desk', [equal.desk])).get(equal.desk);
    assert.deepEqual(link?.base['title=Title'], { desk: 'Same', crm: 'Same' }, 'and has a base now');
    assert.ok(titles(none).every((title) => title === null || title === ''));
    assert.deepEqual(await scenario.writesDuring(() => engine.settle()), [], 'once');
  });

  it('S21: two-way to one-way keeps every pair; back to two-way, what Desk changed meanwhile arrives', async () => {
    const { scenario, save } = admin;
    const { human, engine } = scenario;
    const pair = await scenario.pair('contacts', 'crm', { Last_Name: 'Way', Email: 'way@map.example' });
    const count = await engine.org.links.count('contacts');
    await save('contacts', () => ({ syncType: 'crm-to-desk' }));
    await human.update('desk', 'contacts', pair.desk, { title: 'Desk only' });
    await scenario.sync('contacts', 'desk', pair.desk);
    assert.ok(!human.record('crm', 'contacts', pair.crm)?.['Title'], 'one-way');
    await human.update('crm', 'contacts', pair.crm, { Department: 'Sales' });
    await scenario.sync('contacts', 'crm', pair.crm);
    assert.equal(await engine.org.links.count('contacts'), count, 'all pairs are kept');
    await save('contacts', () => ({ syncType: 'two-way' }));
    await engine.settle();
    assert.equal(human.record('crm', 'contacts', pair.crm)?.['Title'], 'Desk only');
    assert.equal(await engine.org.links.count('contacts'), count);
  });

  it('S21: a change that was saved while paused is applied to all records after resuming', async () => {
    const { scenario, save, adminToken: token, mapping } = admin;
    const { human, engine } = scenario;
    const row = (await mapping('contacts')).mappings.find(isTitle);
    assert.ok(row);
    await save('contacts', ({ mappings }) => ({ mappings: mappings.filter((item) => !isTitle(item)) }));
    const pair = await scenario.pair('contacts', 'crm', { Last_Name: 'Paused', Email: 'paused@map.example' });
    await human.update('crm', 'contacts', pair.crm, { Title: 'Waiting' });
    await engine.settle();
    assert.equal((await admin.connector.call('/v1/sync/pause', { method: 'POST', token })).status, 200);
    await save('contacts', ({ mappings }) => ({ mappings: [...mappings, row] }));
    assert.deepEqual(await scenario.writesDuring(() => engine.settle()), []);
    assert.equal((await admin.connector.call('/v1/sync/resume', { method: 'POST', token })).status, 200);
    await engine.settle();
    assert.equal(human.record('desk', 'contacts', pair.desk)?.['title'], 'Waiting');
  });

  it('S24: the products of a department that is added later come over, those of others do not', async () => {
    const { scenario, save } = admin;
    const { human, engine } = scenario;
    type Departments = { readonly departments: readonly { readonly id: string; readonly name: string }[] };
    const { departments } = await admin.get<Departments>('/v1/departments');
    const [added, other] = departments.filter(({ name }) => name !== 'Support');
    assert.ok(added && other, 'there are three departments');
    const inAdded = await human.create('desk', 'products', {
      productName: 'Late',
      departmentIds: [added.id],
    });
    const inOther = await human.create('desk', 'products', {
      productName: 'Never',
      departmentIds: [other.id],
    });
    await engine.settle();
    assert.equal(await scenario.partnerId('products', 'desk', inAdded), undefined, 'not selected yet');
    const seeded = await scenario.pair('products', 'crm', { Product_Name: 'Seeded' });
    assert.ok(seeded.desk);
    await save('products', ({ departmentIds }) => ({ departmentIds: [...departmentIds, added.id] }));
    await engine.settle();
    assert.ok(await scenario.partnerId('products', 'desk', inAdded));
    assert.equal(await scenario.partnerId('products', 'desk', inOther), undefined);
  });
});
