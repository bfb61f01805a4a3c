import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ModuleProgress, Run } from '../../server/ports/store.ts';
import { describeProgress } from '../../server/sync/describe-progress.ts';

const NOW = '2026-01-01T00:00:10.000Z';
function run(progress: Partial<ModuleProgress>): Run {
  const phaseStartedAt = '2026-01-01T00:00:00.000Z';
  return {
    id: 'r1',
    kind: 'first-sync',
    state: 'running',
    startedAt: phaseStartedAt,
    finishedAt: null,
    cutoff: null,
    counts: [],
    modules: [
      {
        module: 'contacts',
        phase: 'reading',
        done: 0,
        total: null,
        cursors: {},
        phaseStartedAt,
        ...progress,
      },
    ],
  };
}

describe('describeProgress', () => {
  const cases = [
    { when: 'half is done', progress: { done: 50, total: 100 }, expect: [5, 10] },
    { when: 'nothing is done yet', progress: { done: 0, total: 100 }, expect: [null, null] },
    { when: 'the total is unknown', progress: { done: 50, total: null }, expect: [5, null] },
    { when: 'more came than was announced', progress: { done: 120, total: 100 }, expect: [12, 0] },
    {
      when: 'the phase has just begun',
      progress: { done: 5, total: 9, phaseStartedAt: NOW },
      expect: [null, null],
    },
    { when: 'the module is done', progress: { phase: 'done', done: 9, total: 9 }, expect: [null, null] },
  ] as const;
  for (const { when, progress, expect } of cases) {
    it(`tells rate and time left when ${when}`, () => {
      const [module] = describeProgress(run(progress), NOW).modules;
      assert.deepEqual([module?.ratePerSecond, module?.secondsLeft], expect);
    });
  }

  it('says none before the first run', () => {
    assert.deepEqual(describeProgress(null, NOW), {
      state: 'none',
      startedAt: null,
      finishedAt: null,
      modules: [],
    });
  });
});
