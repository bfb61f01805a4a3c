import type { LitElement, ReactiveController } from 'lit';
import type { Integration } from '../../../server/contract/integration.ts';
import type { ApiClient } from '../../api/api-client.ts';
import { ApiError } from '../../api/api-error.ts';
import type { Product } from '../../api/integration-api.ts';
import { authorize, readIntegration } from '../../api/integration-api.ts';
import { connectByZscKey } from '../../api/zsc-api.ts';
import { safeUrl } from '../../i18n/plain-text.ts';
import type { Popup } from '../../session/sign-in.ts';
import { openPopup } from '../../session/sign-in.ts';
import { pause } from '../pause.ts';

/** How CRM is connected: as an account that Zoho offers first (or asks for), or with its administrator's key. */
export type CrmAccess =
  | { readonly kind: 'account'; readonly loginHint: string | undefined }
  | { readonly kind: 'key'; readonly email: string; readonly key: string };

export type ConnectState =
  | { readonly kind: 'idle' | 'checking' }
  /** Zoho's page is open, or waits to be: `address` as a link, for a popup that was blocked or got lost. */
  | {
      readonly kind: 'waiting';
      readonly product: Product;
      readonly address: string;
      readonly blocked: boolean;
    }
  | { readonly kind: 'refused'; readonly error: unknown };

export const LOOK_EVERY_MS = 1500;
/** As long as Zoho's consent may take. */
const GIVE_UP_MS = 10 * 60_000;

/**
 * Connects what is not connected, Desk first, in one popup. The popup cannot talk back to us: the connector says what
 * became of it, as a connection that is valid or a problem that was not there before (S13).
 */
export class ConnectFlow implements ReactiveController {
  readonly #host: LitElement;
  readonly #open: () => Popup | null;
  #state: ConnectState = { kind: 'idle' };
  #cancel: AbortController | null = null;

  constructor(host: LitElement, open: () => Popup | null = openPopup) {
    this.#host = host;
    this.#open = open;
    host.addController(this);
  }

  get state(): ConnectState {
    return this.#state;
  }
  hostDisconnected(): void {
    this.cancel();
  }

  cancel(): void {
    this.#cancel?.abort();
    this.#cancel = null;
    this.#become({ kind: 'idle' });
  }

  /**
   * Call it within a click: it may open a popup. A second click while it works does nothing.
   *
   * @returns whether all of it is connected; `state` says why not
   */
  async connect(api: ApiClient, integration: Integration, access: CrmAccess): Promise<boolean> {
    if (this.#cancel) return false;
    const own = new AbortController();
    this.#cancel = own;
    const { signal } = own;
    const isOpen = (product: Product) => !isConnected(integration, product);
    const steps = (['desk', 'crm'] as const).filter(
      (product) => isOpen(product) && (product === 'desk' || access.kind === 'account'),
    );
    const popup = steps.length > 0 ? this.#open() : null;
    this.#become({ kind: 'checking' });
    try {
      if (access.kind === 'key' && isOpen('crm')) await connectByZscKey(api, access);
      for (const product of steps) {
        const loginHint = access.kind === 'account' ? access.loginHint : undefined;
        await this.#authorize(api, product, loginHint, popup, signal);
      }
      return true;
    } catch (error) {
      if (!signal.aborted) this.#become({ kind: 'refused', error });
      return false;
    } finally {
      popup?.close();
      this.#finish(own);
    }
  }

  /** Unless it was cancelled, and perhaps begun anew, meanwhile. */
  #finish(own: AbortController): void {
    if (this.#cancel !== own) return;
    this.#cancel = null;
    if (this.#state.kind !== 'refused') this.#become({ kind: 'idle' });
  }

  async #authorize(
    api: ApiClient,
    product: Product,
    loginHint: string | undefined,
    popup: Popup | null,
    signal: AbortSignal,
  ): Promise<void> {
    const before = problemSince(await readIntegration(api, signal), product);
    const address = safeUrl(await authorize(api, product, loginHint, signal));
    if (address === undefined) throw new ApiError('invalid-answer', 200);
    this.#become({ kind: 'waiting', product, address, blocked: popup === null });
    if (popup) {
      popup.opener = null;
      popup.location.replace(address);
    }
    for (let waited = 0; waited < GIVE_UP_MS; waited += LOOK_EVERY_MS) {
      await pause(LOOK_EVERY_MS, signal);
      const integration = await readIntegration(api, signal).catch((error: unknown) => {
        if (error instanceof ApiError && ['unreachable', 'too-many-requests'].includes(error.code))
          return null;
        throw error;
      });
      if (!integration) continue;
      if (isConnected(integration, product)) return;
      const problem = integration.problems.find(({ topic }) => topic === `connect-${product}`);
      if (problem && problem.since !== before) throw new ApiError(problem.code, 403, problem.details);
    }
    throw new ApiError('sign-in-timeout', 0);
  }

  #become(state: ConnectState): void {
    this.#state = state;
    this.#host.requestUpdate();
  }
}

export function isConnected({ connections }: Integration, product: Product): boolean {
  return connections.some((connection) => connection.product === product && connection.status === 'valid');
}

function problemSince({ problems }: Integration, product: Product): string | undefined {
  return problems.find(({ topic }) => topic === `connect-${product}`)?.since;
}
