import type { PgBoss } from 'pg-boss';
import type { Logger } from '../ports/logger.ts';

/** Passes pg-boss's own words to our log; unheard, an `error` event would end the process. */
export function listenToBoss(boss: PgBoss, log: Logger): void {
  boss.on('error', (error) => {
    // Two workers reached for one organisation in the same moment: one got it, and that is the point of the key.
    if ('code' in error && error.code === '23505') log.debug({ err: error }, 'another worker was faster');
    else log.warn({ err: error }, 'the job queue reports an error and goes on');
  });
  boss.on('warning', ({ message, data }) => log.warn({ data }, `job queue: ${message}`));
}
