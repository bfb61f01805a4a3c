import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Module, Side } from '../../server/core/record.ts';
import { SIDES, otherSide } from '../../server/core/record.ts';
import { DEPARTMENTS, fieldsOf, nameField } from './world/fields.ts';
import { NO_FAULTS } from './world/faults.ts';
import { createOracle } from './oracle/oracle.ts';
import { createPeople } from './world/people.ts';
import { World } from './world/world.ts';

const MINUTE = 60_000;
const CASES: readonly (readonly [Side, Module])[] = [
  ['desk', 'products'],
  ['crm', 'contacts'],
  ['desk', 'accounts'],
];

/** A world without faults in which every record has its twin and syncs both ways. */
function orderlyWorld(seed: number): World {
  const world = new World(seed, {
    faults: NO_FAULTS,
    hasPoison: false,
    hasAutomation: false,
    hasMeddling: false,
    deskLagMs: 0,
    skewMs: 0,
  });
  for (const config of world.profile.configs) Object.assign(config, { syncType: 'two-way' });
  return world;
}

async function pass(world: World, minutes: number): Promise<void> {
  const until = world.scheduler.now + minutes * MINUTE;
  for (let at = 1; at <= minutes; at += 1)
    world.scheduler.after(at * MINUTE, () => void world.connector.wake());
  await world.scheduler.run(() => world.scheduler.now >= until, 1_000_000);
}

/** 70 records that are on both sides and equal by their match key. */
function enterTwins({ products }: World, module: Module): void {
  for (let count = 1; count <= 70; count += 1) {
    for (const side of SIDES) {
      const email = { [side === 'desk' ? 'email' : 'Email']: `twin${String(count)}@example.com` };
      const values = {
        [nameField(module, side)]: `Twin ${String(count)}`,
        ...(module === 'contacts' ? email : {}),
      };
      products[side].create('human', module, values, module === 'products' ? [...DEPARTMENTS] : []);
    }
  }
}

function editAll(world: World, side: Side, module: Module, ids: readonly string[]): void {
  const field = fieldsOf(module, side).find(
    ({ apiName }) => apiName.toLowerCase() === 'description',
  )?.apiName;
  for (const id of ids) world.products[side].update('human', id, { [field ?? '']: 'edited after the loss' });
}

describe('simulation: half of a module vanishes from one side', () => {
  for (const [seed, [side, module]] of CASES.entries()) {
    it(`P17, S43: 55 ${module} deleted in ${side}; nothing is put back before an administrator says so`, async () => {
      const world = orderlyWorld(seed);
      createOracle(world);
      const people = createPeople(world);
      enterTwins(world, module);
      void world.connector.start();
      await pass(world, 30);

      const { links, cursors } = world.store.tables(world.orgKey);
      const pairs = links.all().filter((link) => link.module === module);
      const lost = pairs.slice(0, 55);
      assert.equal(lost.length, 55, 'there are enough pairs');
      for (const { deskId, crmId } of lost)
        world.products[side].delete('human', side === 'desk' ? deskId : crmId);
      const before = world.log.length;
      await pass(world, 30);
      const other = otherSide(side);
      // By a poll: noticed all at once, not one by one.
      world.faults = { ...NO_FAULTS, eventLost: 1 };
      editAll(
        world,
        other,
        module,
        lost.map(({ deskId, crmId }) => (other === 'desk' ? deskId : crmId)),
      );
      await pass(world, 30);

      const written = () =>
        world.log.slice(before).filter(({ author, after }) => author === 'engine' && after.module === module);
      assert.ok(cursors.get(`problem:deletions-${module}`), 'the module is on hold');
      assert.deepEqual(written(), []);
      void people.admin.acceptHolds();
      await pass(world, 60);
      assert.equal(
        written().filter(({ kind }) => kind === 'restore').length,
        55,
        'what was meant is carried out',
      );
      assert.deepEqual(world.violations, []);
    });
  }
});
