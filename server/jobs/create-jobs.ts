import { PgBoss } from 'pg-boss';
import type { Job } from 'pg-boss';
import type { Jobs, JobsRole, LaneHandler, TaskHandler } from '../ports/jobs.ts';
import type { Logger } from '../ports/logger.ts';
import { bossOptions } from './boss-options.ts';
import type { JobsDatabase } from './boss-options.ts';
import { listenToBoss } from './boss-log.ts';
import { LANE, laneQueue, LANE_WORK, taskQueue, TASK_WORK } from './queues.ts';
import { requeueAbandoned } from './requeue-abandoned.ts';
import type { LaneLeases } from './requeue-abandoned.ts';
import { requeueActive } from './requeue-active.ts';

export interface JobsOptions {
  readonly database: JobsDatabase;
  readonly log: Logger;
  /**
   * The lanes' leases in the store, which tell sooner than a heartbeat that a worker was killed. Without them a dead
   * worker's organisation waits for the heartbeat to run out.
   */
  readonly leases?: LaneLeases;
  /** Wraps each turn of work, e.g. to mark its log lines; a lane's turn is the task `lane`. */
  readonly around?: (turn: Turn, work: () => Promise<void>) => Promise<void>;
  /** How many organisations this process works for at a time. */
  readonly lanes?: number;
  /** How long `stop` waits for handlers that ignore their signal, in ms; at least 1,000. */
  readonly stopLimitMs?: number;
}

/** What a piece of background work is about. */
export interface Turn {
  readonly task: string;
  /** Of a lane's turn. */
  readonly orgKey?: string;
}

interface Task {
  readonly name: string;
  readonly when: number | string;
  readonly handler: TaskHandler;
}
interface LaneData {
  readonly orgKey: string;
}

/** Jobs on pg-boss. Both databases behave the same. */
export function createJobs(options: JobsOptions): Jobs {
  const { database, log, leases, lanes = 4, stopLimitMs = 20_000 } = options;
  const around = options.around ?? ((_turn, work) => work());
  const tasks: Task[] = [];
  const timers: NodeJS.Timeout[] = [];
  const laneWorkers: string[] = [];
  const stopping = new AbortController();
  let laneHandler: LaneHandler | undefined;
  let boss: PgBoss | undefined;

  function started(): PgBoss {
    if (boss && !stopping.signal.aborted) return boss;
    throw new Error('Jobs are used before start or after stop');
  }

  /** Says what failed before pg-boss retries it. */
  async function turn(about: Turn, work: () => Promise<void>): Promise<void> {
    await around(about, async () => {
      try {
        await work();
      } catch (error) {
        log.error({ ...about, err: error }, 'a background job failed and will be tried again');
        throw error;
      }
    });
  }

  async function send(to: PgBoss, orgKey: string): Promise<void> {
    await to.send(LANE, { orgKey }, { singletonKey: orgKey });
  }

  async function workLane(on: PgBoss, handler: LaneHandler): Promise<void> {
    let worker = '';
    worker = await on.work<LaneData>(LANE, LANE_WORK, async (jobs: Job<LaneData>[]) => {
      for (const { data, signal } of jobs) {
        await turn({ task: 'lane', orgKey: data.orgKey }, () =>
          handler(data.orgKey, AbortSignal.any([signal, stopping.signal])),
        );
        // Interrupted by our own stop: another worker, or the next start, goes on.
        if (stopping.signal.aborted) await send(on, data.orgKey);
      }
      // A wake that came meanwhile was held back by this run: look at once, not at the next poll.
      on.notifyWorker(worker);
    });
    laneWorkers.push(worker);
  }

  /** Several processes may look at once: giving a job back twice is giving it back. */
  function watchLeases(on: PgBoss, held: LaneLeases): void {
    const look = async (): Promise<void> => {
      try {
        const count = await requeueAbandoned(on.getDb(), held);
        if (count === 0 || stopping.signal.aborted) return;
        log.info({ count }, 'took over organisations of a worker that was killed');
        for (const worker of laneWorkers) on.notifyWorker(worker);
      } catch (error) {
        if (!stopping.signal.aborted) log.warn({ err: error }, 'could not look for killed workers');
      }
    };
    timers.push(setInterval(() => void look(), held.ms / 2).unref());
  }

  async function workTask(on: PgBoss, { name, when, handler }: Task): Promise<void> {
    const queue = `task-${name}`;
    await ensureQueue(on, queue, taskQueue(when));
    await on.work(queue, TASK_WORK, async (jobs: Job[]) => {
      for (const { signal } of jobs) {
        await turn({ task: name }, () => handler(AbortSignal.any([signal, stopping.signal])));
      }
    });
    if (typeof when === 'string') {
      await on.schedule(queue, when);
      return;
    }
    // All processes send, but one job fits into each time slot.
    const occasion = async (): Promise<void> => {
      try {
        await on.send(queue, null, { singletonSeconds: when });
      } catch (error) {
        log.warn({ err: error, task: name }, 'could not schedule a task; the next occasion comes');
      }
    };
    await occasion();
    timers.push(setInterval(() => void occasion(), when * 1_000).unref());
  }

  return {
    wake: (orgKey) => send(started(), orgKey),

    onWake(handler) {
      laneHandler = handler;
    },

    every(name, when, handler) {
      tasks.push({ name, when, handler });
    },

    async start(role: JobsRole) {
      if (boss) throw new Error('Jobs are started once');
      const starting = new PgBoss(bossOptions(database, role));
      listenToBoss(starting, log);
      await starting.start();
      boss = starting;
      await ensureQueue(starting, LANE, laneQueue);
      if (role === 'web') return;
      if ('pglite' in database) await requeueActive(starting.getDb());
      else if (leases) watchLeases(starting, leases);
      const handler = laneHandler;
      if (handler) for (let lane = 0; lane < lanes; lane++) await workLane(starting, handler);
      for (const task of tasks) await workTask(starting, task);
    },

    async stop() {
      if (stopping.signal.aborted) return;
      stopping.abort(new Error('the connector stops'));
      for (const timer of timers) clearInterval(timer);
      await boss?.stop({ graceful: true, timeout: stopLimitMs });
    },
  };
}

/** Two processes that start at once both create the queue; the second finds it. Settings follow the newest version. */
async function ensureQueue(
  boss: PgBoss,
  name: string,
  { policy, ...settings }: ReturnType<typeof taskQueue>,
): Promise<void> {
  await boss.createQueue(name, { policy, ...settings });
  await boss.updateQueue(name, settings);
}
