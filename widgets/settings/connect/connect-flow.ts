import type { LitElement, ReactiveController } from 'lit';
import type { Integration } from '../../../server/contract/integration.ts';
import type { ApiClient } from '../../api/api-client.ts';
import { ApiError } from '../../api/api-error.ts';
import type { Authorization, Product } from '../../api/integration-api.ts';
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
  #blocked = false;

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
    this.#blocked = steps.length > 0 && popup === null;
    // While it is still blank: a window of another origin does not let itself be written to.
    if (popup) popup.opener = null;
    this.#become({ kind: 'checking' });
    try {
      if (access.kind === 'key' && isOpen('crm')) await connectByZscKey(api, access);
      // Both at once: Desk's window goes on to CRM, which may have refused before we look.
      const before = steps.length > 0 ? await readIntegration(api, signal) : integration;
      for (const [at, product] of steps.entries()) {
        const asked = { product, ...authorizationOf(product, access, integration), before };
        await this.#authorize(api, { ...asked, popup: at === 0 ? popup : null }, signal);
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

  /** The window that Desk was asked in goes on to CRM by itself; the link is for one that got lost. */
  async #authorize(
    api: ApiClient,
    asked: Authorization & {
      readonly product: Product;
      readonly popup: Popup | null;
      readonly before: Integration;
    },
    signal: AbortSignal,
  ): Promise<void> {
    const { product, popup, before, ...authorization } = asked;
    const address = safeUrl(await authorize(api, product, authorization, signal));
    if (address === undefined) throw new ApiError('invalid-answer', 200);
    popup?.location.replace(address);
    this.#become({ kind: 'waiting', product, address, blocked: this.#blocked });
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
      if (problem && problem.since !== problemSince(before, product))
        throw new ApiError(problem.code, 403, problem.details);
    }
    throw new ApiError('sign-in-timeout', 0);
  }

  #become(state: ConnectState): void {
    this.#state = state;
    this.#host.requestUpdate();
  }
}

/** Desk is the administrator's own; CRM is as it was chosen. */
function authorizationOf(product: Product, access: CrmAccess, integration: Integration): Authorization {
  const chosen =
    access.kind === 'account' && access.loginHint !== undefined ? { loginHint: access.loginHint } : {};
  if (product === 'crm') return chosen;
  const { suggestedCrmAccount: own } = integration;
  const needsCrm = access.kind === 'account' && !isConnected(integration, 'crm');
  return { ...(own === null ? {} : { loginHint: own }), ...(needsCrm ? { thenCrm: chosen } : {}) };
}

export function isConnected({ connections }: Integration, product: Product): boolean {
  return connections.some((connection) => connection.product === product && connection.status === 'valid');
}

function problemSince({ problems }: Integration, product: Product): string | undefined {
  return problems.find(({ topic }) => topic === `connect-${product}`)?.since;
}
