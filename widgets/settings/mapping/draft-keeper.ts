import type { ReactiveController, ReactiveControllerHost } from 'lit';

export const KEEP_AFTER_MS = 700;
export const TRY_AGAIN_MS = 8000;

export type DraftState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'kept'; readonly at: string }
  | { readonly kind: 'failed'; readonly error: unknown };

/**
 * Keeps what is edited on the server, soon after every change and at once when the page is left, so that a closed tab
 * loses nothing. One request at a time, the newest content last; what failed is sent again.
 */
export class DraftKeeper<Content> implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #send: (content: Content) => Promise<string | null>;
  #state: DraftState = { kind: 'idle' };
  #waiting: { readonly content: Content } | null = null;
  #sending: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #shown = true;

  /** @param send answers when it was kept, ISO 8601; null when there is nothing to keep */
  constructor(host: ReactiveControllerHost, send: (content: Content) => Promise<string | null>) {
    this.#host = host;
    this.#send = send;
    host.addController(this);
  }

  get state(): DraftState {
    return this.#state;
  }
  /** What the server said it keeps. */
  restored(at: string | null): void {
    this.#become(at === null ? { kind: 'idle' } : { kind: 'kept', at });
  }
  keep(content: Content): void {
    this.#waiting = { content };
    this.#later(KEEP_AFTER_MS);
  }
  /** Nothing is sent any more, and nothing is on its way: for whoever saves or discards next. */
  async settle(): Promise<void> {
    this.#waiting = null;
    clearTimeout(this.#timer);
    await this.#sending;
    // Whatever the last one brought about: what failed is not repeated.
    this.#waiting = null;
    clearTimeout(this.#timer);
  }

  hostConnected(): void {
    this.#shown = true;
    document.addEventListener('visibilitychange', this.#leave);
    window.addEventListener('pagehide', this.#leave);
  }
  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#leave);
    window.removeEventListener('pagehide', this.#leave);
    this.#flush();
    this.#shown = false;
  }

  readonly #leave = () => {
    if (document.visibilityState === 'hidden') this.#flush();
  };
  #later(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#flush(), ms);
  }
  #flush(): void {
    clearTimeout(this.#timer);
    if (this.#sending || !this.#waiting) return;
    const { content } = this.#waiting;
    this.#waiting = null;
    this.#become({ kind: 'saving' });
    this.#sending = this.#send(content).then(
      (at) => {
        this.#sending = null;
        this.#become(at === null ? { kind: 'idle' } : { kind: 'kept', at });
        if (this.#waiting) this.#flush();
      },
      (error: unknown) => {
        this.#sending = null;
        this.#waiting ??= { content };
        this.#become({ kind: 'failed', error });
        if (this.#shown) this.#later(TRY_AGAIN_MS);
      },
    );
  }
  #become(state: DraftState): void {
    this.#state = state;
    this.#host.requestUpdate();
  }
}
