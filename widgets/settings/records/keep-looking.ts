import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** While nothing is expected. */
export const CALM_MS = 30_000;
/** While the outcome of something the viewer did is expected. */
export const EAGER_MS = 2_000;

/**
 * Reads again and again while the page is seen: calmly, and eagerly while `isExpecting` says that something is about
 * to change. Only one reading at a time; a page in a hidden tab asks nothing.
 */
export class KeepLooking implements ReactiveController {
  readonly #look: () => Promise<unknown>;
  readonly #isExpecting: () => boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #connected = false;

  constructor(host: ReactiveControllerHost, look: () => Promise<unknown>, isExpecting: () => boolean) {
    this.#look = look;
    this.#isExpecting = isExpecting;
    host.addController(this);
  }

  hostConnected(): void {
    this.#connected = true;
    document.addEventListener('visibilitychange', this.#plan);
    this.#plan();
  }
  hostDisconnected(): void {
    this.#connected = false;
    document.removeEventListener('visibilitychange', this.#plan);
    clearTimeout(this.#timer);
  }

  /** Something was done: the next look comes soon. */
  readonly #plan = (): void => {
    clearTimeout(this.#timer);
    if (!this.#connected || document.visibilityState !== 'visible') return;
    this.#timer = setTimeout(() => void this.#act(), this.#isExpecting() ? EAGER_MS : CALM_MS);
  };
  expect(): void {
    this.#plan();
  }

  async #act(): Promise<void> {
    await this.#look().catch(() => undefined);
    this.#plan();
  }
}
