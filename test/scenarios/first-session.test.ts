import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { MODULES, SIDES } from '../../server/core/record.ts';
import { createFieldCatalogue, loadModules } from '../../server/sync/load-modules.ts';
import { DEFAULT_MAPPINGS } from '../support/engine.ts';
import { startFirstSync } from '../../server/sync/first-sync.ts';
import { compareSides } from '../support/oracle.ts';
import { startScenario, type Scenario } from '../support/scenario.ts';

describe('the first session on the demo company', () => {
  let scenario: Scenario;
  before(async () => {
    scenario = await startScenario({ seed: 'small' });
    await scenario.engine.firstSync();
  });
  after(() => scenario.stop());

  const setups = () =>
    loadModules(
      scenario.engine.org,
      createFieldCatalogue(scenario.engine.gateways, {
        now: () => scenario.sandbox.world.clock.iso(),
        sleep: () => Promise.resolve(),
      }),
      DEFAULT_MAPPINGS,
    );

  it('S1: every pair is equal on all mapped fields', async () => {
    const modules = await setups();
    for (const module of MODULES) {
      const { differences, links } = await compareSides(
        scenario.sandbox,
        scenario.engine.org,
        modules,
        module,
      );
      assert.deepEqual(differences, []);
      assert.ok(links.length > 5, `${module}: ${links.length} pairs`);
    }
  });

  it('S2: each of the three modules was brought both ways', async () => {
    const run = await scenario.engine.org.runs.latest('first-sync');
    for (const module of MODULES) {
      for (const side of SIDES) {
        const count = run?.counts.find((row) => row.module === module && row.target === side);
        assert.ok((count?.added ?? 0) > 0, `${module} were added to ${side}`);
      }
    }
  });

  it('S3: custom fields of every kind arrive on the other side', async () => {
    const [bjorn] = scenario.human
      .records('desk', 'contacts')
      .filter(({ email }) => email === 'bjorn.ek@cobalt.example');
    assert.ok(bjorn);
    const there = await scenario.partner('contacts', 'desk', String(bjorn['id']));
    const custom = bjorn['cf'] as Record<string, unknown>;
    assert.equal(there['Customer_Number'], 'P-0000043');
    assert.equal(String(there['Loyalty_Points']), String(custom['cf_loyalty_points']));
    assert.equal(there['Tier'], 'Silver');
    assert.deepEqual([...(there['Interests'] as string[])].sort(), ['Spare Parts', 'Training']);
    assert.equal(there['First_Purchase'], '2024-02-29');
  });

  it('S16: two-way is the sync type nobody had to choose', async () => {
    for (const module of MODULES) {
      assert.equal((await scenario.engine.org.configs.current(module))?.syncType, 'two-way');
    }
  });

  it('S18: the standard fields come mapped, the mandatory ones among them, without any error', async () => {
    for (const [module, { config, mapping }] of await setups()) {
      assert.deepEqual(
        mapping.problems.filter(({ severity }) => severity === 'error'),
        [],
        module,
      );
      const mandatory = { accounts: 'Account_Name', contacts: 'Last_Name', products: 'Product_Name' }[module];
      assert.ok(
        config.mappings.some(({ crm }) => crm === mandatory),
        `${module} maps ${mandatory}`,
      );
    }
  });

  it('S28: records of either side exist on the other, and none exists twice', () => {
    for (const [side, field] of [
      ['desk', 'email'],
      ['crm', 'Email'],
    ] as const) {
      const emails = scenario.human
        .records(side, 'contacts')
        .map((record) => record[field])
        .filter((email) => typeof email === 'string')
        .map((email) => email.toLowerCase());
      // The demo's one address that two CRM contacts share.
      const twice = emails.filter((email, index) => emails.indexOf(email) !== index);
      assert.deepEqual(twice, side === 'crm' ? ['dora@twinpeaks.example'] : []);
    }
  });

  it('S29: the run reports done and total per module, and a finish', async () => {
    const run = await scenario.engine.org.runs.latest('first-sync');
    assert.ok(run?.finishedAt);
    for (const { phase, done, total } of run.modules) {
      assert.equal(phase, 'done');
      assert.equal(done, total);
    }
  });

  it('S20: Start Sync pressed twice is one run', async () => {
    const { org } = scenario.engine;
    const clock = { now: () => scenario.sandbox.world.clock.iso(), sleep: () => Promise.resolve() };
    let ids = 0;
    const newId = () => `00000000-0000-4000-8000-${String((ids += 1)).padStart(12, '0')}`;
    const [one, two] = await Promise.all([
      startFirstSync(org, MODULES, clock, newId),
      startFirstSync(org, MODULES, clock, newId),
    ]);
    assert.equal(one.id, two.id);
    await scenario.engine.settle();
    const later = await startFirstSync(org, MODULES, clock, newId);
    assert.notEqual(later.id, one.id, 'after the first is done, a new one may start');
    await scenario.engine.settle();
  });

  it('P2: the first session once more writes nothing', async () => {
    assert.deepEqual(await scenario.writesDuring(() => scenario.engine.firstSync()), []);
  });

  it('P2: every event delivered twice, and polls, write nothing', async () => {
    const writes = await scenario.writesDuring(async () => {
      for (const module of MODULES) {
        for (const side of SIDES) {
          const ids = scenario.human.records(side, module).map(({ id }) => String(id));
          const links = await scenario.engine.org.links.byIds(module, side, ids);
          const linked = ids.filter((id) => links.has(id));
          await scenario.engine.notify(module, side, ...linked, ...linked.slice(0, 5));
        }
      }
      await scenario.engine.settle();
      await scenario.engine.settle();
    });
    assert.deepEqual(writes, []);
  });

  it('P11: no record is in two pairs', async () => {
    for (const module of MODULES) {
      const links = await scenario.engine.org.links.page(module, null, 100_000);
      assert.equal(new Set(links.map(({ deskId }) => deskId)).size, links.length);
      assert.equal(new Set(links.map(({ crmId }) => crmId)).size, links.length);
    }
  });
});
