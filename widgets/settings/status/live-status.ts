import type { LitElement, ReactiveController } from 'lit';
import type { Status } from '../../../server/contract/status.ts';
import type { ApiClient } from '../../api/api-client.ts';
import { ApiError } from '../../api/api-error.ts';
import { followStatus, readStatus } from '../../api/status-api.ts';
import { mayKeep } from '../../page/may-keep.ts';

/** Where the status cannot be followed, it is asked for this often. */
export const POLL_MS = 5000;
/** Before a stream that ended is opened again; doubles with every failure. */
export const RETRY_MS = 1000;
const LONGEST_RETRY_MS = 30_000;

/**
 * The integration's status, kept true while the page is seen: followed as a stream, asked for now and then where that
 * is not possible (Desk's proxy, too many open pages). After a failure the last one stays, with `error` beside it.
 */
export class LiveStatus implements ReactiveController {
  readonly #host: LitElement;
  readonly #api: () => ApiClient | null;
  #status: Status | null = null;
  #lastId: string | null = null;
  #error: unknown = null;
  #stop: AbortController | null = null;
  #again: (() => void) | null = null;

  /** @param api null while there is nothing to follow */
  constructor(host: LitElement, api: () => ApiClient | null) {
    this.#host = host;
    this.#api = api;
    host.addController(this);
  }

  get status(): Status | null {
    return this.#status;
  }
  /** Why nothing newer is known; null when all is well. */
  get error(): unknown {
    return this.#error;
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.#look);
  }
  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#look);
    this.#end();
  }
  hostUpdated(): void {
    this.#look();
  }

  /** Asks at once: something was just done. */
  async refresh(): Promise<void> {
    const api = this.#api();
    if (!api) return;
    await readStatus(api).then(
      (status) => this.#become(status, null),
      (error: unknown) => this.#become(this.#status, error),
    );
    this.#again?.();
  }

  /** Begins or stops following, as it should be now. */
  readonly #look = (): void => {
    const api = document.visibilityState === 'visible' ? this.#api() : null;
    if (!api) this.#end();
    if (!this.#api()) {
      this.#status = null;
      this.#error = null;
      this.#lastId = null;
    }
    if (!api || this.#stop) return;
    this.#stop = new AbortController();
    void this.#follow(api, this.#stop.signal);
  };
  #end(): void {
    this.#stop?.abort();
    this.#stop = null;
  }

  async #follow(api: ApiClient, signal: AbortSignal): Promise<void> {
    let waitMs = RETRY_MS;
    while (!isOver(signal)) {
      try {
        if (await this.#readStream(api, signal)) waitMs = RETRY_MS;
        else {
          this.#become(await readStatus(api, signal), null);
          waitMs = POLL_MS;
        }
      } catch (error) {
        if (isOver(signal)) return;
        this.#become(mayKeep(error) ? this.#status : null, error);
        waitMs = Math.min(waitMs * 2, LONGEST_RETRY_MS);
      }
      await this.#pause(waitMs, signal);
    }
  }

  /** @returns false when there is no stream to be had */
  async #readStream(api: ApiClient, signal: AbortSignal): Promise<boolean> {
    try {
      const events = await followStatus(api, this.#lastId, signal);
      if (!events) return false;
      if (this.#status) this.#become(this.#status, null);
      for await (const { status, id } of events) {
        if (signal.aborted) return true;
        this.#lastId = id;
        this.#become(status, null);
      }
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.code === 'too-many-streams') return false;
      // A connection that breaks under way is no refusal.
      if (!(error instanceof ApiError)) throw new ApiError('unreachable', 0, {}, { cause: error });
      throw error;
    }
  }

  #become(status: Status | null, error: unknown): void {
    const isNews = status !== this.#status || error !== this.#error;
    this.#status = status;
    this.#error = error;
    if (status === null) this.#lastId = null;
    if (isNews) this.#host.requestUpdate();
  }

  async #pause(ms: number, signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#again = () => {
        clearTimeout(timer);
        resolve();
      };
      signal.addEventListener('abort', this.#again);
    });
    this.#again = null;
  }
}

/** The compiler does not know that a signal changes while one waits. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}
