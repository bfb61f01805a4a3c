import type { Queue, WorkOptions } from 'pg-boss';
import { HEARTBEAT_SECONDS } from './boss-options.ts';

type QueueSettings = Omit<Queue, 'name'>;

/** One job per organisation that has work. */
export const LANE = 'lane';

/**
 * `stately`: per organisation at most one job waits and at most one runs. (`groupConcurrency` would not exclude each
 * other on PostgreSQL.) A run may take hours, so a dead worker is told by its heartbeat, not by the run's length.
 */
const COMMON: QueueSettings = {
  policy: 'stately',
  notify: true,
  heartbeatSeconds: HEARTBEAT_SECONDS,
  expireInSeconds: 23 * 3_600,
  retryBackoff: true,
};

export const laneQueue: QueueSettings = {
  ...COMMON,
  retryLimit: 20,
  retryDelay: 1,
  retryDelayMax: 300,
  deleteAfterSeconds: 3_600,
};

/** A task that fails waits for its next occasion; a done job stays for its time slot, which it occupies. */
export function taskQueue(when: number | string): QueueSettings {
  return {
    ...COMMON,
    retryLimit: 0,
    deleteAfterSeconds: typeof when === 'number' ? Math.max(2 * when, 600) : 3_600,
  };
}

/** NOTIFY wakes a worker at once; polls find what is due later, and everything where NOTIFY does not get through. */
export const LANE_WORK = {
  batchSize: 1,
  pollingIntervalSeconds: 0.5,
  notifyPollingIntervalSeconds: 2,
} as const satisfies WorkOptions;

export const TASK_WORK = {
  batchSize: 1,
  pollingIntervalSeconds: 1,
  notifyPollingIntervalSeconds: 5,
} as const satisfies WorkOptions;
