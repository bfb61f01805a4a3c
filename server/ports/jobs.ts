/** Does an organisation's due work; returns when nothing is due. Idempotent: after a crash it runs again. */
export type LaneHandler = (orgKey: string, signal: AbortSignal) => Promise<void>;
/** A piece of recurring work for the whole connector, e.g. the sweep that wakes organisations with due work. */
export type TaskHandler = (signal: AbortSignal) => Promise<void>;

/** `web` only wakes; `worker` and `all` also run handlers and schedules. */
export type JobsRole = 'all' | 'web' | 'worker';

/**
 * Work in the background, kept in the database: it survives the process, and with PostgreSQL any worker may do it.
 *
 * Promises: a wake that was acknowledged leads to a run that starts after it, at most one runs per organisation, and
 * no matter when a process is killed an organisation is free again within 60 seconds. Runs may be repeated. A handler
 * that throws is tried again later, with growing distance.
 */
export interface Jobs {
  /** Asks for a run of the organisation's lane, soon. Many wakes before it starts are one; one during a run leads to one more. */
  wake(orgKey: string): Promise<void>;

  /** Names the lane's handler; before `start`. */
  onWake(handler: LaneHandler): void;

  /**
   * Recurring work, done once per occasion by all processes together; never two at a time; before `start`.
   * What was missed while nothing ran is not made up for.
   *
   * @param when distance in whole seconds (runs at the start too, unless another process just did), or a cron expression in UTC
   */
  every(name: string, when: number | string, handler: TaskHandler): void;

  /** Prepares the tables and begins to work. */
  start(role: JobsRole): Promise<void>;

  /** Aborts the handlers' signals, waits for them up to the limit, and leaves what they did not finish for the next start. */
  stop(): Promise<void>;
}
