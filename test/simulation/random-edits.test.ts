import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Module, Side } from '../../server/core/record.ts';
import { MODULES, SIDES, otherSide } from '../../server/core/record.ts';
import { createFieldCatalogue, loadModules } from '../../server/sync/load-modules.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { DEFAULT_MAPPINGS, startEngine, type Engine } from '../support/engine.ts';
import { createHuman, type Human } from '../support/human.ts';
import { compareSides } from '../support/oracle.ts';
import { createRandom } from '../support/random.ts';

/** Edits per seed. `SIMULATION_EDITS=20000 SIMULATION_SEEDS=1 npm test simulation` is the long campaign. */
const EDITS = Number(process.env['SIMULATION_EDITS'] ?? 300);
const SEEDS = Number(process.env['SIMULATION_SEEDS'] ?? 3);
const FIRST_SEED = Number(process.env['SIMULATION_FIRST_SEED'] ?? 1);

/** Few values, so that edits collide; one is longer than CRM's narrowest field that gets it. */
const WORDS = ['', 'blue', 'red', 'Ünïcode ✓ 漢字', ' spaced  ', 'line\r\nbreak'];
const PHONES = ['', '030-0074321', '+49 (30) 555'];
const FIELDS: Record<Module, Record<Side, readonly string[]>> = {
  accounts: { desk: ['phone', 'city', 'description'], crm: ['Phone', 'Billing_City', 'Description'] },
  contacts: {
    desk: ['firstName', 'title', 'city', 'description'],
    crm: ['First_Name', 'Title', 'Mailing_City', 'Description'],
  },
  products: { desk: ['productCode', 'description'], crm: ['Product_Code', 'Description'] },
};
const NAME: Record<Module, Record<Side, string>> = {
  accounts: { desk: 'accountName', crm: 'Account_Name' },
  contacts: { desk: 'lastName', crm: 'Last_Name' },
  products: { desk: 'productName', crm: 'Product_Name' },
};

describe('simulation: random edits on both sides, events lost, doubled and reordered', () => {
  for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed += 1) {
    it(`P1, P2, P3, P6, P11: seed ${seed}, ${EDITS} edits, then quiet: both sides equal, nobody doubled, no more writes`, async () => {
      await simulate(seed);
    });
  }
});

async function simulate(seed: number): Promise<void> {
  const random = createRandom(seed);
  const sandbox = await startSandbox({ seed: 12, settings: { random: seed } });
  const engine = await startEngine({ sandbox });
  try {
    const human = createHuman(sandbox);
    await engine.firstSync();
    const world = {
      human,
      engine,
      random,
      departmentId: departmentOf(human),
      pending: [] as Hint[],
      counter: 0,
    };

    for (let edit = 0; edit < EDITS; edit += 1) {
      world.pending.push(...(await editSomething(world)));
      await deliverSome(world);
      if (random.chance(0.1)) await sandbox.advance(random.pick(['PT1S', 'PT45S', 'PT5M']));
      // People go on while the sync works.
      if (random.chance(0.05))
        await Promise.all([
          engine.settle(),
          editSomething(world).then((hints) => world.pending.push(...hints)),
        ]);
    }

    for (let round = 0; round < 3; round += 1) {
      await sandbox.advance('PT20M');
      await engine.settle();
    }
    const before = sandbox.calls.list().length;
    await sandbox.advance('PT20M');
    await engine.settle();
    const writes = sandbox.calls
      .list()
      .slice(before)
      .filter((call) => call.mutations > 0);
    assert.deepEqual(writes, [], 'a quiet system writes nothing');

    const modules = await loadModules(
      engine.org,
      createFieldCatalogue(engine.gateways, {
        now: () => sandbox.world.clock.iso(),
        sleep: () => Promise.resolve(),
      }),
      DEFAULT_MAPPINGS,
    );
    for (const module of MODULES) {
      const { differences, alone } = await compareSides(sandbox, engine.org, modules, module);
      assert.deepEqual(differences, [], `seed ${seed}: mapped fields are equal`);
      const young = SIDES.flatMap((side) => alone[side].filter((record) => isYoung(record)));
      assert.deepEqual(young, [], `seed ${seed}: everybody young has a partner`);
      for (const side of SIDES) {
        const keys = human
          .records(side, module)
          .map((record) => String(record[keyField(module, side)] ?? record['id']));
        assert.equal(new Set(keys).size, keys.length, `seed ${seed}: nobody is doubled in ${side} ${module}`);
      }
    }
    assert.deepEqual(await engine.org.intents.pending(), []);
    assert.equal(await engine.org.inbox.count(), 0);
  } finally {
    await engine.stop();
    await sandbox.stop();
  }
}

/** Older records stay where they are until somebody edits them (S30, S31). */
function isYoung(record: Readonly<Record<string, unknown>>): boolean {
  const created = Date.parse(String(record['createdTime'] ?? record['Created_Time']));
  return created > Date.now() - 364 * 86_400_000;
}

interface Hint {
  readonly module: Module;
  readonly side: Side;
  readonly id: string;
}
interface World {
  readonly human: Human;
  readonly engine: Engine;
  readonly random: ReturnType<typeof createRandom>;
  readonly departmentId: string;
  pending: Hint[];
  counter: number;
}

async function editSomething(world: World): Promise<Hint[]> {
  const { human, random } = world;
  const module = random.pick(MODULES);
  const side = random.pick(SIDES);
  const records = human.records(side, module);
  if (records.length === 0 || random.chance(0.08)) return await createSomewhere(world, module, side);

  const field = random.pick(FIELDS[module][side]);
  const value = random.pick(field.toLowerCase() === 'phone' ? PHONES : WORDS);
  const empty = side === 'crm' && value === '' ? null : value;
  if (random.chance(0.05) && (module !== 'products' || side === 'crm')) {
    const ids = records
      .filter(() => random.chance(0.3))
      .map((record) => String(record['id']))
      .slice(0, 20);
    if (ids.length > 0) await human.massUpdate(side, module, field, empty, ids);
    return ids.map((id) => ({ module, side, id }));
  }
  const id = String(random.pick(records)['id']);
  const rename = random.chance(0.1);
  world.counter += 1;
  await human.update(
    side,
    module,
    id,
    rename ? { [NAME[module][side]]: `Renamed ${world.counter}` } : { [field]: empty },
  );
  return [{ module, side, id }];
}

/** Now and then the same customer is entered on both sides at once: it must become one pair. */
async function createSomewhere(world: World, module: Module, side: Side): Promise<Hint[]> {
  world.counter += 1;
  const key = `New ${world.counter}`;
  const create = async (on: Side): Promise<Hint> => {
    const values: Record<string, unknown> = { [NAME[module][on]]: key };
    if (module === 'contacts' && world.random.chance(0.8))
      values[on === 'desk' ? 'email' : 'Email'] = `new${world.counter}@example.com`;
    if (module === 'products' && on === 'desk') values['departmentIds'] = [world.departmentId];
    return { module, side: on, id: await world.human.create(on, module, values) };
  };
  if (module !== 'contacts' && world.random.chance(0.3))
    return [await create(side), await create(otherSide(side))];
  return [await create(side)];
}

/** Events as they really arrive: some never, some twice, in any order. */
async function deliverSome(world: World): Promise<void> {
  const { random } = world;
  const left: Hint[] = [];
  for (const hint of random.shuffle(world.pending)) {
    if (random.chance(0.3)) left.push(hint);
    else if (random.chance(0.7)) await world.engine.notify(hint.module, hint.side, hint.id);
    if (random.chance(0.1)) left.push(hint);
  }
  world.pending = left.slice(0, 50);
}

function keyField(module: Module, side: Side): string {
  if (module === 'contacts') return side === 'desk' ? 'email' : 'Email';
  return NAME[module][side];
}

function departmentOf(human: Human): string {
  const product = human.records('desk', 'products')[0];
  const ids = product?.['departmentIds'];
  assert.ok(Array.isArray(ids), 'the seed has a Desk product');
  return String(ids[0]);
}
