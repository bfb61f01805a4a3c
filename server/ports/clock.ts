/** Time, handed in so that tests own it. */
export interface Clock {
  /** ISO 8601 UTC with milliseconds. */
  now(): string;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
