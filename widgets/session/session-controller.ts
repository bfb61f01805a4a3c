import { ContextConsumer } from '@lit/context';
import type { LitElement, ReactiveController } from 'lit';
import type { SessionState } from './session.ts';
import { sessionContext } from './session.ts';

/** Draws an element again whenever the session changes. */
export class SessionController implements ReactiveController {
  readonly #host: LitElement;
  readonly #session: ContextConsumer<typeof sessionContext, LitElement>;
  #stop = (): unknown => undefined;

  constructor(host: LitElement) {
    this.#host = host;
    this.#session = new ContextConsumer(host, { context: sessionContext, callback: () => this.#follow() });
    host.addController(this);
  }

  get state(): SessionState {
    return this.#session.value?.state ?? { kind: 'starting' };
  }
  get signedIn(): boolean {
    return this.state.kind === 'signed-in';
  }
  /** Within a click. */
  signIn(): void {
    void this.#session.value?.signIn();
  }
  cancel(): void {
    this.#session.value?.cancelSignIn();
  }
  signOut(): void {
    void this.#session.value?.signOut();
  }

  hostConnected(): void {
    this.#follow();
  }
  hostDisconnected(): void {
    this.#stop();
  }

  #follow(): void {
    this.#stop();
    this.#stop = this.#session.value?.subscribe(() => this.#host.requestUpdate()) ?? (() => undefined);
    this.#host.requestUpdate();
  }
}
