import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Module, RawValue, Side } from '../../server/core/record.ts';
import { MODULES, SIDES } from '../../server/core/record.ts';
import { createRandom } from '../support/random.ts';
import { NO_FAULTS } from './world/faults.ts';
import { ROWS } from './world/fields.ts';
import { createPeople } from './world/people.ts';
import { World } from './world/world.ts';

const SEEDS = 8;
const ORDERS = 3;
const MINUTE = 60_000;

interface Delivery {
  readonly side: Side;
  readonly module: Module;
  readonly id: string;
}

async function pass(world: World, minutes: number): Promise<void> {
  const until = world.scheduler.now + minutes * MINUTE;
  for (let at = 1; at <= minutes; at += 1)
    world.scheduler.after(at * MINUTE, () => void world.connector.wake());
  await world.scheduler.run(() => world.scheduler.now >= until, 200_000);
}

/** A first session, then edits that nobody tells of; then the notifications, in an order of their own. */
async function liveThrough(seed: number, order: number): Promise<string> {
  const world = new World(seed, {
    faults: { ...NO_FAULTS, eventLost: 1 },
    records: 3,
    hasMassLoss: false,
    hasAutomation: false,
    hasMeddling: false,
    hasDeletions: false,
    deskLagMs: 0,
  });
  const people = createPeople(world);
  people.settleIn();
  void world.connector.start();
  await pass(world, 30);

  const from = world.log.length;
  for (let count = 0; count < 30; count += 1) {
    people.editSomewhere();
    world.scheduler.now += 700;
  }
  const told = world.log.slice(from).map(({ side, after }) => ({ side, module: after.module, id: after.id }));
  const chance = createRandom(order);
  const deliveries: readonly Delivery[] = chance.shuffle([...told, ...told.filter(() => chance.chance(0.3))]);
  for (const [at, { side, module, id }] of deliveries.entries())
    world.scheduler.after(at * 400, () => void world.connector.takeEvent(side, module, id, 'Update'));
  await pass(world, 90);
  assert.deepEqual(world.violations, []);
  return stateOf(world);
}

/** All mapped values of all records; what the engine made is named by its partner, for its id depends on the order. */
function stateOf({ products, store, orgKey }: World): string {
  const names = new Map<string, string>();
  for (const { deskId, crmId } of store.tables(orgKey).links.all()) {
    if (products.desk.find(deskId)?.madeBy === 'engine') names.set(deskId, `partner of ${crmId}`);
    if (products.crm.find(crmId)?.madeBy === 'engine') names.set(crmId, `partner of ${deskId}`);
  }
  const named = (value: RawValue) => (typeof value === 'string' ? (names.get(value) ?? value) : value);
  const rows = SIDES.flatMap((side) =>
    MODULES.flatMap((module) =>
      products[side].live(module).map((record) => {
        const fields = ROWS[module].map((row) => row[side].apiName);
        const values = fields.map((field) => [field, named(record.values[field] ?? null)] as const);
        return `${side} ${module} ${String(named(record.id))} ${JSON.stringify(Object.fromEntries(values))}`;
      }),
    ),
  );
  return rows.sort().join('\n');
}

describe('simulation: the same edits, told in another order', () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    it(`P6: world ${String(seed)}: ${String(ORDERS)} orders of delivery, one final state`, async () => {
      const first = await liveThrough(seed, 1);
      for (let order = 2; order <= ORDERS; order += 1) assert.equal(await liveThrough(seed, order), first);
    });
  }
});
