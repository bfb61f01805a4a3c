import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MODULES, SIDES } from '../../server/core/record.ts';
import { createPeople } from './world/people.ts';
import { World } from './world/world.ts';

const SEEDS = 6;
const MINUTE = 60_000;

/** Two organisations of one connector, with the same names, e-mails, record ids and channel ids, living at the same time. */
function createNeighbours(seed: number): readonly World[] {
  const change = { hasMassLoss: false, hasLongAbsence: false, records: 4, edits: 40, paceMs: 5_000 };
  const first = new World(seed, change);
  const worlds = [first, new World(seed, change, first)];
  for (const world of worlds) world.mark = ` ~${world.orgKey}~`;
  return worlds;
}

function beginLife(world: World): void {
  const { scheduler, random, connector, profile } = world;
  const people = createPeople(world);
  people.settleIn();
  world.products.crm.create('human', 'contacts', { Last_Name: 'Same', Email: 'same@both.example' }, []);
  void connector.start();
  for (let count = 0; count < profile.edits; count += 1) {
    const act = () => {
      if (random.chance(0.12)) void people.admin.act();
      else people.act();
    };
    scheduler.after(10_000 + random.next() * profile.edits * profile.paceMs, act);
  }
  for (let at = 1; at <= 60; at += 1) scheduler.after(at * MINUTE, () => void connector.wake());
}

/** Everything of an organisation that anybody could ever see: both products, the store's rows, the trace. */
function everythingOf({ products, store, orgKey, trace }: World): string {
  const records = SIDES.flatMap((side) => MODULES.flatMap((module) => products[side].all(module)));
  const { journal, ...tables } = store.tables(orgKey);
  assert.ok(journal);
  const rows = Object.values(tables).map((table) => table.all());
  return JSON.stringify({ records, rows, trace: trace.lines });
}

describe('P8: two organisations of one connector with equal e-mails and ids', () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    it(`P8, seed ${String(seed)}: what people of one enter never shows in the other`, async () => {
      const worlds = createNeighbours(seed);
      for (const world of worlds) beginLife(world);
      const [one, two] = worlds;
      assert.ok(one && two);
      const until = one.scheduler.now + 70 * MINUTE;
      await one.scheduler.run(() => one.scheduler.now >= until, 400_000);

      for (const [world, other] of [
        [one, two],
        [two, one],
      ] as const) {
        const seen = everythingOf(world);
        assert.ok(!seen.includes(other.mark), `organisation ${world.orgKey} holds a text of the other`);
        const carried = world.log.filter(({ author, after }) => {
          return author === 'engine' && JSON.stringify(after.values).includes(world.mark);
        });
        assert.ok(carried.length > 0, 'its own texts are carried over');
      }
      const ids = new Set(one.log.map(({ side, after }) => `${side} ${after.id}`));
      assert.ok(
        two.log.some(({ side, after }) => ids.has(`${side} ${after.id}`)),
        'they have record ids in common',
      );
    });
  }
});
