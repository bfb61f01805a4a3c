/** Process: works lanes and says when each run begins and ends; arguments: place, role, milliseconds per run. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createJobs } from '../../../server/jobs/create-jobs.ts';
import { collectLog } from '../../support/collect-log.ts';
import { openNamed, say } from '../../store/processes/open.ts';

const [place = '', runMs = '0'] = process.argv.slice(2);
const { store, jobsDatabase } = await openNamed(place);
const jobs = createJobs({ database: jobsDatabase, log: collectLog() });
jobs.onWake(async (orgKey, signal) => {
  say(`begin ${orgKey} ${Date.now()}`);
  await sleep(Number(runMs), undefined, { signal }).catch(() => undefined);
  say(`end ${orgKey} ${Date.now()}`);
});
await jobs.start('worker');
say('ready');
process.once('SIGTERM', () => {
  void jobs
    .stop()
    .then(() => store.close())
    .then(() => process.exit(0));
});
