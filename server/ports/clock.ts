/** Time, handed in so that tests own it. */
export interface Clock {
  /** ISO 8601 UTC with milliseconds. */
  now(): string;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Repeats `work` every `ms` milliseconds; the answer ends that. A turn that is late does not wait for the one before. */
export type Every = (ms: number, work: () => Promise<void>) => () => void;
