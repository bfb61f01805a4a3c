import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { ModuleMapping } from '../../server/contract/mapping.ts';
import type { Module, Side } from '../../server/core/record.ts';
import { MODULES, SIDES } from '../../server/core/record.ts';
import { createFieldCatalogue, loadModules } from '../../server/sync/load-modules.ts';
import { DEFAULT_MAPPINGS } from '../support/engine.ts';
import { compareSides } from '../support/oracle.ts';
import { createRandom } from '../support/random.ts';
import { PLAIN_SEED } from '../support/scenario.ts';
import { startScenarioApi, type ScenarioApi } from '../support/scenario-api.ts';

const ROUNDS = 12;
const TEXT: Record<Module, Record<Side, readonly string[]>> = {
  accounts: { desk: ['city', 'description'], crm: ['Billing_City', 'Description'] },
  contacts: { desk: ['title', 'city'], crm: ['Title', 'Mailing_City'] },
  products: { desk: ['productCode', 'description'], crm: ['Product_Code', 'Description'] },
};
const people = Array.from({ length: 8 }, (_, index) => `Person ${index}`);
const SEED = {
  ...PLAIN_SEED,
  'crm-contacts': people.map((name) => ({ Last_Name: name, Email: `${name.replace(' ', '')}@load.example` })),
  'desk-products': ['Support', 'Field service'].map((department) => {
    return { productName: `Plain product of ${department}`, department };
  }),
};

describe('P19, S21: the configuration changes while people edit and the sync runs', () => {
  let api: ScenarioApi;
  before(async () => {
    api = await startScenarioApi({ seed: SEED });
    await api.connector.authorize(api.adminToken, 'desk', 'ada.admin@zylker.example');
    await api.connector.authorize(api.adminToken, 'crm', 'carla.crm@zylker.example');
    await api.scenario.engine.firstSync();
  });
  after(() => api.stop());

  const mapping = (module: Module) => api.get<ModuleMapping>(`/v1/modules/${module}/mapping`);
  async function save(module: Module, change: Partial<ModuleMapping>): Promise<void> {
    const config = { ...(await mapping(module)), ...change };
    const { syncType, mappings, departmentIds, version } = config;
    const body = { syncType, mappings, departmentIds, expectedVersion: version };
    const token = api.adminToken;
    const answer = await api.connector.call(`/v1/modules/${module}/config`, { method: 'PUT', body, token });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
  }

  it('P19, S21: all pairs are kept, nobody is doubled, and with everything two-way again both sides agree', async () => {
    const { human, engine, sandbox } = api.scenario;
    const random = createRandom(19);
    const full = new Map<Module, ModuleMapping>();
    for (const module of MODULES) full.set(module, await mapping(module));
    const pairsOf = async (module: Module) =>
      (await engine.org.links.page(module, null, 1_000)).map(({ deskId, crmId }) => `${deskId}=${crmId}`);
    const pairs = new Map<Module, readonly string[]>();
    for (const module of MODULES) pairs.set(module, await pairsOf(module));

    async function editOne(): Promise<void> {
      const module = random.pick(MODULES);
      const side = random.pick(SIDES);
      const id = String(random.pick(human.records(side, module))['id']);
      await human.update(side, module, id, {
        [random.pick(TEXT[module][side])]: random.pick(['red', 'blue', 'green']),
      });
      if (random.chance(0.6)) await engine.notify(module, side, id);
    }
    async function changeConfig(): Promise<void> {
      const module = random.pick(MODULES);
      const all = full.get(module);
      assert.ok(all);
      const texts = new Set<string>(TEXT[module].desk);
      const mappings = all.mappings
        .filter(({ desk }) => !texts.has(desk) || random.chance(0.6))
        .map((row) =>
          texts.has(row.desk) && random.chance(0.3) ? { ...row, direction: 'crm-to-desk' as const } : row,
        );
      const departmentIds = all.departmentIds.filter((_, index) => index === 0 || random.chance(0.5));
      await save(module, { mappings, departmentIds, syncType: random.pick(['two-way', 'crm-to-desk']) });
    }
    for (let round = 0; round < ROUNDS; round += 1) {
      for (let edit = 0; edit < 3; edit += 1) await editOne();
      await Promise.all([engine.settle(), changeConfig(), editOne()]);
      await sandbox.advance('PT20S');
    }
    for (const module of MODULES) {
      const all = full.get(module);
      if (all) await save(module, { ...all, version: (await mapping(module)).version });
    }
    for (let round = 0; round < 3; round += 1) {
      await engine.settle();
      await sandbox.advance('PT2M');
    }

    const clock = { now: () => sandbox.world.clock.iso(), sleep: () => Promise.resolve() };
    const modules = await loadModules(
      engine.org,
      createFieldCatalogue(engine.gateways, clock),
      DEFAULT_MAPPINGS,
    );
    for (const module of MODULES) {
      assert.deepEqual(
        (await pairsOf(module)).toSorted(),
        pairs.get(module)?.toSorted(),
        `${module}: the same pairs`,
      );
      const { differences, alone } = await compareSides(sandbox, engine.org, modules, module);
      assert.deepEqual(differences, [], `${module}: mapped fields are equal`);
      assert.deepEqual([alone.desk.length, alone.crm.length], [0, 0], `${module}: everybody has a partner`);
    }
    assert.deepEqual(await engine.org.failures.list(), []);
    assert.deepEqual(await api.scenario.writesDuring(() => engine.settle()), [], 'and then it is quiet');
  });
});
