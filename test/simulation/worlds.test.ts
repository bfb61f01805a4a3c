import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { describeFailure } from './report.ts';
import { simulate } from './simulate.ts';

/** `WORLD_SEEDS=20000 npm test simulation/worlds` is the long campaign; `WORLD_FIRST_SEED` is where it begins. */
const SEEDS = Number(process.env['WORLD_SEEDS'] ?? 500);
const FIRST_SEED = Number(process.env['WORLD_FIRST_SEED'] ?? 1);
const PER_TEST = 50;

interface Regression {
  readonly seed: number;
  readonly reason: string;
}
const REGRESSIONS = JSON.parse(
  readFileSync(new URL('regressions.json', import.meta.url), 'utf8'),
) as readonly Regression[];

/** Histories that are known to break a promise until the engine is mended; each must go on doing so, or leave the list. */
const OPEN = JSON.parse(
  readFileSync(new URL('open-seeds.json', import.meta.url), 'utf8'),
) as readonly (Regression & {
  readonly breaks: string;
})[];
const isOpen = (seed: number): boolean => SEEDS > 1 && OPEN.some((entry) => entry.seed === seed);

async function check(seed: number): Promise<void> {
  if (isOpen(seed)) return;
  const outcome = await simulate(seed);
  if (outcome.violations.length > 0) assert.fail(describeFailure(outcome, SEEDS === 1));
}

describe('simulation: the sync engine between two products, edited on both sides amid faults and crashes', () => {
  for (let first = FIRST_SEED; first < FIRST_SEED + SEEDS; first += PER_TEST) {
    const last = Math.min(first + PER_TEST, FIRST_SEED + SEEDS) - 1;
    it(`P1, P2, P3, P4, P5, P7, P9, P10, P11, P13, P14, P15, P16, P18, P22: worlds ${String(first)} to ${String(last)} keep every promise`, async () => {
      for (let seed = first; seed <= last; seed += 1) await check(seed);
    });
  }
});

describe('simulation: seeds that found something once', () => {
  for (const { seed, reason } of REGRESSIONS) {
    it(`seed ${String(seed)}: ${reason}`, () => check(seed));
  }
});

describe('simulation: seeds that are still open', () => {
  for (const { seed, breaks, reason } of OPEN) {
    it(`seed ${String(seed)} still breaks ${breaks}: ${reason}`, async () => {
      const { violations } = await simulate(seed);
      assert.ok(violations.length > 0, 'mended: move the seed from open-seeds.json to regressions.json');
    });
  }
});

describe('simulation: one seed is one history', () => {
  it('two runs of a seed agree in every line of their traces', async () => {
    for (let seed = FIRST_SEED; seed < FIRST_SEED + 8; seed += 1) {
      const [one, two] = [await simulate(seed), await simulate(seed)];
      assert.deepEqual(two.trace, one.trace, `seed ${String(seed)}`);
      assert.equal(two.hash, one.hash);
      assert.ok(one.trace.length > 10);
    }
  });

  it('two seeds are two histories', async () => {
    const [one, two] = [await simulate(FIRST_SEED), await simulate(FIRST_SEED + 1)];
    assert.notEqual(two.hash, one.hash);
  });
});
