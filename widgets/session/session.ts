import { createContext } from '@lit/context';
import type { Agent, Session as Issued } from '../../server/contract/session.ts';
import type { ApiClient, TokenSource } from '../api/api-client.ts';
import { ApiError } from '../api/api-error.ts';
import { endSession, refreshSession } from '../api/session-api.ts';
import type { SessionSharing, SharedSession } from './session-sharing.ts';
import type { Popup } from './sign-in.ts';
import { openPopup, signIn } from './sign-in.ts';

export type SessionState =
  | { readonly kind: 'starting' }
  /** `code`: why the last session or sign-in ended; null when the viewer was never signed in, or signed out. */
  | { readonly kind: 'signed-out'; readonly code: string | null }
  /** `address`: of the sign-in page, once known. `blocked`: the browser let no popup open. */
  | { readonly kind: 'waiting'; readonly address: string | null; readonly blocked: boolean }
  | { readonly kind: 'signed-in'; readonly agent: Agent };

/** A token this close to its end is renewed before it is used. */
const RENEW_BEFORE_MS = 60_000;

/** The viewer's session. Provided once, by each page's `startPage`. */
export const sessionContext = createContext<Session>(Symbol('session'));

/**
 * Who is signed in. Token and refresh handle live in this page's memory. Pages of the extension share one session: one
 * of those open holds the handle, which is good once, the others borrow its token; see `createSharing`.
 */
export class Session implements TokenSource {
  #state: SessionState = { kind: 'starting' };
  #held: SharedSession | null = null;
  #renewal: Promise<string> | null = null;
  #cancel: AbortController | null = null;
  readonly #listeners = new Set<() => void>();
  readonly #api: ApiClient;
  readonly #open: () => Popup | null;
  #sharing: SessionSharing | null = null;
  #orgId: string | null = null;

  /** @param api the connector, without a session */
  constructor(api: ApiClient, open: () => Popup | null = openPopup) {
    this.#api = api;
    this.#open = open;
  }

  get state(): SessionState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Looks whether another page of the extension is signed in. @param orgId Desk organisation to sign in to */
  async start(orgId: string | null, sharing: SessionSharing | null): Promise<void> {
    this.#orgId = orgId;
    this.#sharing = sharing;
    sharing?.connect({
      lend: async () => {
        if (!this.#held?.refreshHandle) return null;
        await this.token().catch(() => null);
        return this.#held;
      },
      takeOver: (session) => this.#hold(session),
      available: () => void this.#borrow(),
      ended: () => this.#drop('session-ended'),
      handOver: () => this.#giveAway(),
    });
    await this.#borrow();
    if (!this.#has()) await this.#takeUp();
    if (this.#state.kind === 'starting') this.#become({ kind: 'signed-out', code: null });
  }

  /** Call it within a click: it opens a popup. Never rejects; the state tells. */
  async signIn(): Promise<void> {
    if (this.#state.kind === 'waiting' || this.#state.kind === 'signed-in') return;
    const popup = this.#open();
    const blocked = popup === null;
    this.#cancel = new AbortController();
    const { signal } = this.#cancel;
    this.#become({ kind: 'waiting', address: null, blocked });
    try {
      const onAddress = (address: string) => this.#become({ kind: 'waiting', address, blocked });
      this.#hold(await signIn(this.#api, { orgId: this.#orgId, popup, signal, onAddress }));
      this.#sharing?.announce();
    } catch (error) {
      if (signal.aborted) return;
      this.#become({ kind: 'signed-out', code: error instanceof ApiError ? error.code : 'unreachable' });
    }
  }

  cancelSignIn(): void {
    this.#cancel?.abort();
    if (this.#state.kind === 'waiting') this.#become({ kind: 'signed-out', code: null });
  }

  /** Ends the session here and in the other pages; the connector forgets the handle. */
  async signOut(): Promise<void> {
    const handle = this.#held?.refreshHandle;
    this.#drop(null);
    this.#sharing?.end();
    if (handle) await endSession(this.#api, handle).catch(() => undefined);
  }

  async token(): Promise<string> {
    const held = this.#held;
    if (!held) throw new ApiError('session-required', 401);
    const left = new Date(held.expiresAt).getTime() - Date.now();
    return left > RENEW_BEFORE_MS ? held.token : this.renew(held.token);
  }

  async renew(refused: string): Promise<string> {
    // Somebody else in this page renewed it meanwhile.
    if (this.#held && this.#held.token !== refused) return this.#held.token;
    this.#renewal ??= this.#renewOnce().finally(() => {
      this.#renewal = null;
    });
    return this.#renewal;
  }

  async #renewOnce(): Promise<string> {
    const held = this.#held;
    if (!held) throw new ApiError('session-required', 401);
    if (held.refreshHandle === null) return this.#borrowAnother(held.token);
    try {
      const issued = await refreshSession(this.#api, held.refreshHandle);
      this.#hold(issued);
      return issued.token;
    } catch (error) {
      if (!(error instanceof ApiError) || error.status < 400 || error.status >= 500 || error.status === 429)
        throw error;
      this.#drop(error.code);
      this.#sharing?.end();
      throw error;
    }
  }

  async #borrowAnother(refused: string): Promise<string> {
    const lent = await this.#sharing?.ask();
    if (!lent || lent.token === refused) {
      this.#drop('session-ended');
      throw new ApiError('session-ended', 401);
    }
    this.#hold(lent);
    return lent.token;
  }

  async #borrow(): Promise<void> {
    if (this.#has()) return;
    const lent = await this.#sharing?.ask();
    if (lent && !this.#has()) this.#hold(lent);
  }
  /** Goes on with the session of the page that closed last. */
  async #takeUp(): Promise<void> {
    const handle = this.#sharing?.takeKept();
    if (!handle) return;
    try {
      this.#hold(await refreshSession(this.#api, handle));
      this.#sharing?.announce();
    } catch (error) {
      const isRefused = error instanceof ApiError && error.status >= 400 && error.status < 500;
      if (!isRefused || error.status === 429) this.#sharing?.keep(handle);
    }
  }
  #has(): boolean {
    return this.#held !== null;
  }

  #giveAway(): SharedSession | null {
    const held = this.#held;
    if (!held?.refreshHandle) return null;
    this.#held = { ...held, refreshHandle: null };
    return held;
  }

  #hold(session: SharedSession | Issued): void {
    const { token, expiresAt, refreshHandle, agent } = session;
    this.#held = { token, expiresAt, refreshHandle, agent };
    this.#cancel?.abort();
    const before = this.#state;
    if (before.kind !== 'signed-in' || before.agent.agentId !== agent.agentId) {
      this.#become({ kind: 'signed-in', agent });
    }
  }

  #drop(code: string | null): void {
    if (!this.#held && this.#state.kind === 'signed-out') return;
    this.#held = null;
    this.#become({ kind: 'signed-out', code });
  }

  #become(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
