import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createJobs } from '../../server/jobs/create-jobs.ts';
import type { JobsDatabase } from '../../server/jobs/boss-options.ts';
import type { Jobs } from '../../server/ports/jobs.ts';
import { collectLog } from '../support/collect-log.ts';
import { until } from '../support/until.ts';

/** The promises of `server/ports/jobs.ts` that one process can show. */
export function jobsSuite(
  name: string,
  open: () => Promise<{ readonly database: JobsDatabase; close(): Promise<void> }>,
): void {
  describe(`jobs on ${name}`, () => {
    let database: JobsDatabase | undefined;
    let close = (): Promise<void> => Promise.resolve();
    let jobs: Jobs | undefined;
    const log = collectLog();
    const runs: { orgKey: string; startedAt: number; endedAt: number }[] = [];
    let behave: (orgKey: string, signal: AbortSignal, run: number) => Promise<void> = () => sleep(5);
    const of = (orgKey: string): typeof runs => runs.filter((run) => run.orgKey === orgKey);
    let ticks = 0;

    before(async () => {
      const opened = await open();
      database = opened.database;
      close = () => opened.close();
      jobs = createJobs({ database, log, stopLimitMs: 2_000 });
      jobs.onWake(async (orgKey, signal) => {
        const run = { orgKey, startedAt: performance.now(), endedAt: Infinity };
        runs.push(run);
        try {
          await behave(orgKey, signal, of(orgKey).length);
        } finally {
          run.endedAt = performance.now();
        }
      });
      jobs.every('tick', 1, () => {
        ticks++;
        return Promise.resolve();
      });
      await jobs.start('all');
    });
    after(async () => {
      await jobs?.stop();
      await close();
    });
    function started(): Jobs {
      assert.ok(jobs);
      return jobs;
    }

    it('runs a wake soon', async () => {
      behave = () => sleep(5);
      const orgKey = randomUUID();
      const wokenAt = performance.now();
      await started().wake(orgKey);
      await until(() => of(orgKey).length === 1);
      assert.ok(performance.now() - wokenAt < 1_500, 'within 1.5 s');
    });

    it('a wake during a run leads to exactly one more, and never to two at a time', async () => {
      behave = () => sleep(300);
      const orgKey = randomUUID();
      await started().wake(orgKey);
      await until(() => of(orgKey).length === 1);
      for (let wake = 0; wake < 10; wake++) await started().wake(orgKey);
      await until(() => of(orgKey).length === 2 && of(orgKey).every(({ endedAt }) => endedAt < Infinity));
      await sleep(1_200);
      const [first, second] = of(orgKey);
      assert.equal(of(orgKey).length, 2);
      assert.ok(first && second && first.endedAt <= second.startedAt, 'one after the other');
      assert.ok(second.startedAt - first.endedAt < 1_000, 'at once, not at the next poll');
    });

    it('works for several organisations at a time', async () => {
      behave = () => sleep(400);
      const orgKeys = Array.from({ length: 3 }, () => randomUUID());
      for (const orgKey of orgKeys) await started().wake(orgKey);
      await until(() => orgKeys.every((orgKey) => of(orgKey).length === 1));
      const all = orgKeys.flatMap(of);
      await until(() => all.every(({ endedAt }) => endedAt < Infinity));
      assert.ok(Math.max(...all.map((run) => run.startedAt)) < Math.min(...all.map((run) => run.endedAt)));
    });

    it('tries a failed run again, and says so in the log', async () => {
      behave = (_orgKey, _signal, run) => (run < 2 ? Promise.reject(new Error('first try fails')) : sleep(1));
      const orgKey = randomUUID();
      await started().wake(orgKey);
      await until(() => of(orgKey).length === 2, 10_000);
      assert.ok(log.lines.some((line) => line.level === 'error' && line.facts['orgKey'] === orgKey));
    });

    it('a failing organisation can be woken before its retry is due', async () => {
      behave = (_orgKey, _signal, run) => (run === 1 ? Promise.reject(new Error('no')) : sleep(1));
      const orgKey = randomUUID();
      await started().wake(orgKey);
      await until(() => (of(orgKey)[0]?.endedAt ?? Infinity) < Infinity);
      await started().wake(orgKey);
      await until(() => of(orgKey).length >= 2, 5_000);
    });

    it('does recurring work once per occasion', async () => {
      const before = ticks;
      await sleep(3_500);
      assert.ok(ticks - before >= 2 && ticks - before <= 5, `${ticks - before} ticks in 3.5 s`);
    });

    it('stop aborts the handlers, waits for them, and leaves the rest for the next start', async () => {
      const orgKey = randomUUID();
      behave = (_orgKey, signal) =>
        new Promise((resolve) =>
          signal.addEventListener('abort', () => void sleep(50).then(resolve), { once: true }),
        );
      await started().wake(orgKey);
      await until(() => of(orgKey).length === 1);
      await started().stop();
      assert.ok((of(orgKey)[0]?.endedAt ?? Infinity) < Infinity, 'waited for the handler');
      await assert.rejects(async () => started().wake(orgKey), /after stop/);

      assert.ok(database);
      const next = createJobs({ database, log });
      const resumed: string[] = [];
      next.onWake((key) => {
        resumed.push(key);
        return Promise.resolve();
      });
      await next.start('all');
      await until(() => resumed.includes(orgKey));
      await next.stop();
    });

    it('refuses to be used before start', async () => {
      assert.ok(database);
      await assert.rejects(async () => createJobs({ database: database as JobsDatabase, log }).wake('1'));
    });
  });
}
