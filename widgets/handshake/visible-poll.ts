import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Does something again and again while the page is seen, and at once when it is seen again after longer than one
 * interval: a board in a hidden tab asks nothing.
 */
export class VisiblePoll implements ReactiveController {
  readonly #everyMs: number;
  readonly #act: () => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  #actedAt = 0;

  constructor(host: ReactiveControllerHost, everyMs: number, act: () => void) {
    this.#everyMs = everyMs;
    this.#act = act;
    host.addController(this);
  }

  hostConnected(): void {
    this.#actedAt = Date.now();
    this.#timer = setInterval(this.#look, this.#everyMs);
    document.addEventListener('visibilitychange', this.#look);
  }
  hostDisconnected(): void {
    clearInterval(this.#timer);
    document.removeEventListener('visibilitychange', this.#look);
  }

  readonly #look = (): void => {
    if (document.visibilityState !== 'visible' || Date.now() - this.#actedAt < this.#everyMs) return;
    this.#actedAt = Date.now();
    this.#act();
  };
}
