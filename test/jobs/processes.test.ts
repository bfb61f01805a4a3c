import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createJobs } from '../../server/jobs/create-jobs.ts';
import { collectLog } from '../support/collect-log.ts';
import { startChild } from '../support/child.ts';
import type { Child } from '../support/child.ts';
import { startPostgres } from '../support/postgres.ts';
import { until } from '../support/until.ts';
import { openNamed } from '../store/processes/open.ts';

const WORKER = new URL('./processes/worker.ts', import.meta.url);

/** Lines of the workers as [what, organisation, time]. */
function events(...workers: readonly Child[]): { what: string; orgKey: string; at: number }[] {
  return workers
    .flatMap(({ lines }) => lines.map((line) => line.split(' ')))
    .filter((words) => words.length === 3)
    .map(([what = '', orgKey = '', at = '']) => ({ what, orgKey, at: Number(at) }));
}

describe('jobs over several processes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'connector-jobs-'));
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await (await startPostgres()).stop();
  });

  it('on PostgreSQL two workers started at once never run one organisation at the same time', async () => {
    const url = await (await startPostgres()).createDatabase();
    const workers = [startChild(WORKER, [url, '40']), startChild(WORKER, [url, '40'])];
    await until(() => workers.every(({ lines }) => lines.includes('ready')), 60_000);
    const { store, jobsDatabase } = await openNamed(url);
    const web = createJobs({ database: jobsDatabase, log: collectLog() });
    await web.start('web');
    const orgKeys = ['org-1', 'org-2', 'org-3'];
    let lastWake = 0;
    for (let wake = 0; wake < 120; wake++) {
      lastWake = Date.now();
      await web.wake(orgKeys[wake % 3] ?? '');
      await sleep(15);
    }
    // Each organisation's last run begins after its last wake.
    await until(() => {
      const all = events(...workers);
      return orgKeys.every((orgKey) => {
        const last = Math.max(
          0,
          ...all.filter((e) => e.orgKey === orgKey && e.what === 'begin').map((e) => e.at),
        );
        const open = all.filter((e) => e.orgKey === orgKey && e.what === 'begin').length;
        return (
          last >= lastWake - 50 && open === all.filter((e) => e.orgKey === orgKey && e.what === 'end').length
        );
      });
    });
    for (const orgKey of orgKeys) {
      const times = events(...workers)
        .filter((event) => event.orgKey === orgKey)
        .sort((a, b) => a.at - b.at || (a.what === 'end' ? -1 : 1));
      times.forEach(({ what }, index) => assert.equal(what, index % 2 === 0 ? 'begin' : 'end', orgKey));
    }
    assert.ok(
      workers.every((worker) => events(worker).length > 0),
      'both worked',
    );
    for (const worker of workers) worker.kill();
    await web.stop();
    await store.close();
  });

  it('on PGlite a run that was killed is done again at the next start', async () => {
    const first = await openNamed(folder);
    const jobs = createJobs({ database: first.jobsDatabase, log: collectLog() });
    await jobs.start('web');
    await jobs.wake('org');
    await jobs.stop();
    await first.store.close();
    for (let round = 0; round < 3; round++) {
      const worker = startChild(WORKER, [folder, '60000']);
      await until(() => events(worker).some(({ what }) => what === 'begin'), 60_000);
      worker.kill();
      await worker.ended;
    }
    const last = startChild(WORKER, [folder, '10']);
    await until(() => events(last).some(({ what }) => what === 'end'), 60_000);
    last.kill();
    await last.ended;
  });

  it('on PostgreSQL a run whose worker was killed goes to another within 60 seconds', async (test) => {
    const url = await (await startPostgres()).createDatabase();
    const doomed = startChild(WORKER, [url, '60000']);
    await until(() => doomed.lines.includes('ready'), 60_000);
    const other = startChild(WORKER, [url, '10']);
    await until(() => other.lines.includes('ready'), 60_000);
    const { store, jobsDatabase } = await openNamed(url);
    const web = createJobs({ database: jobsDatabase, log: collectLog() });
    await web.start('web');
    // Organisations go to either worker; go on until the one with endless runs has one.
    for (let org = 0; events(doomed).length === 0; org++) {
      await web.wake(`org-${org}`);
      await sleep(100);
    }
    const stuck = new Set(events(doomed).map(({ orgKey }) => orgKey));
    const killedAt = Date.now();
    doomed.kill();
    await doomed.ended;
    for (const orgKey of stuck) await web.wake(orgKey);
    await until(
      () => [...stuck].every((key) => events(other).some((e) => e.orgKey === key && e.what === 'end')),
      60_000,
    );
    test.diagnostic(`free again after ${Math.round((Date.now() - killedAt) / 1_000)} s`);
    other.kill();
    await web.stop();
    await store.close();
  });
});
