import { MODULES, SIDES } from '../../server/core/record.ts';
import { createOracle } from './oracle/oracle.ts';
import { createPeople } from './world/people.ts';
import { UNMAPPED } from './world/fields.ts';
import type { Profile } from './world/profile.ts';
import { World, type Violation } from './world/world.ts';

export interface Outcome {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly trace: readonly string[];
  /** Of the whole trace: equal for equal seeds. */
  readonly hash: string;
  readonly world: World;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const MAX_STEPS = 60_000;

/** Lives through one seed: records, a first session, edits on both sides amid faults, then quiet; and judges it. */
export async function simulate(seed: number, change: Partial<Profile> = {}): Promise<Outcome> {
  const world = new World(seed, change);
  const oracle = createOracle(world);
  try {
    await live(world);
    await oracle.judge(() => lookAtAll(world));
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    world.violations.push({ property: 'simulation', message });
  }
  return {
    seed,
    violations: world.violations,
    trace: world.trace.lines,
    hash: world.trace.hash,
    world,
  };
}

async function live(world: World): Promise<void> {
  const { scheduler, random, profile, connector } = world;
  const people = createPeople(world);
  const unfinished = new Set<Promise<void>>();
  const start = (work: () => Promise<void>) => {
    const task = work().finally(() => unfinished.delete(task));
    unfinished.add(task);
  };
  people.settleIn();
  start(() => connector.start());
  if (random.chance(0.7)) await rest(world, () => !connector.isWorking && unfinished.size === 0, 30 * MINUTE);

  let left = profile.edits;
  const sweep = () => {
    if (left > 0) {
      void connector.wake();
      scheduler.after(MINUTE, sweep);
    }
  };
  scheduler.after(MINUTE, sweep);
  const next = () => {
    left -= 1;
    if (random.chance(0.12)) start(() => people.admin.act());
    else people.act();
    // Now and then two people press the button in the same moment.
    if (left > 0) scheduler.after(random.chance(0.15) ? 0 : random.next() * 2 * profile.paceMs, next);
  };
  next();
  await scheduler.run(() => left <= 0, MAX_STEPS);
  if (profile.hasMassLoss) loseMany(world);
  if (profile.hasLongAbsence) {
    await rest(world, () => unfinished.size === 0 && !connector.isWorking, DAY);
    scheduler.now += 61 * DAY;
    for (let count = 0; count < 5; count += 1) people.act();
  }

  await rest(world, () => unfinished.size === 0, DAY);
  world.calm();
  if (profile.faults.omitted > 0) touchAll(world);
  start(async () => {
    const state = (await connector.org.integration.get())?.state;
    if (state === 'paused') await people.admin.resume();
  });
  // Long enough for the search index, late events, leases and the longest backoff.
  for (let round = 0; round < 6; round += 1) {
    scheduler.after(70 * MINUTE, () => void connector.wake());
    await rest(world, () => false, 71 * MINUTE);
    await rest(world, () => !connector.isWorking && unfinished.size === 0, DAY);
  }
}

/** Runs until it is over, at most so long in virtual time. */
async function rest(world: World, isOver: () => boolean, atMostMs: number): Promise<void> {
  const { scheduler } = world;
  let isLate = false;
  const stop = scheduler.after(atMostMs, () => {
    isLate = true;
  });
  await scheduler.run(() => isLate || isOver(), MAX_STEPS);
  stop();
}

/** What no answer told of, nobody looks for: each record is looked at once more, now that the products tell all (P15). */
function touchAll({ products }: World): void {
  for (const side of SIDES) {
    for (const module of MODULES) {
      for (const { id } of products[side].live(module))
        products[side].update('human', id, { [UNMAPPED[side].apiName]: 'touched' });
    }
  }
}

/** Half of one module vanishes from one side, and its counterparts are edited. */
function loseMany({ random, products, trace }: World): void {
  const side = random.pick(SIDES);
  const module = random.pick(MODULES);
  trace.note('human', `deletes ${module} in ${side} by the dozen`);
  for (const { id } of products[side].live(module).slice(0, 55)) products[side].delete('human', id);
}

/** Every pair is named by an event once more, but those that wait for Try Again. */
async function lookAtAll(world: World): Promise<void> {
  const { connector } = world;
  const { failures, links } = world.store.tables(world.orgKey);
  const rows = links.all().flatMap(({ module, deskId, crmId }) => {
    const pair = [
      { module, side: 'desk' as const, recordId: deskId, reason: 'event' as const },
      { module, side: 'crm' as const, recordId: crmId, reason: 'event' as const },
    ];
    const hasFailed = pair.some(({ side, recordId }) => failures.has(`${module} ${side} ${recordId}`));
    return hasFailed ? [] : pair;
  });
  await drive(world, async () => {
    await connector.org.inbox.mark(rows, connector.clock.now());
    await connector.wake();
  });
  await rest(world, () => !connector.isWorking, DAY);
}

/** Starts something and lets the world go on until it is done. */
async function drive(world: World, work: () => Promise<void>): Promise<void> {
  const state = { isDone: false };
  const task = work().finally(() => {
    state.isDone = true;
  });
  await rest(world, () => state.isDone, DAY);
  if (!state.isDone) throw new Error('what was started does not end');
  await task;
}
