import type { LitElement } from 'lit';
import type { ActionDone } from '../../server/contract/panel-actions.ts';
import type { ApiClient } from '../api/api-client.ts';
import { isOutcomeUnknown } from '../api/api-error.ts';
import type { PanelActionName, PanelActions } from '../api/panel-actions-api.ts';
import { act } from '../api/panel-actions-api.ts';
import type { PanelTarget } from '../api/panel-api.ts';

export type SendState =
  | { readonly kind: 'idle' | 'sending' }
  /** Nothing was done. */
  | { readonly kind: 'refused'; readonly error: unknown }
  /** Perhaps it was done: only the very same may be sent again. */
  | { readonly kind: 'unknown'; readonly error: unknown };

/**
 * Sends one action of an opened form. The key is made when the form opens, so a double click or another try is the
 * same action to the connector; only after a refusal, when nothing was done, the next try is a new one.
 */
export class ActionSender {
  readonly #host: LitElement;
  #key = crypto.randomUUID();
  #unanswered: (() => Promise<ActionDone>) | null = null;
  #state: SendState = { kind: 'idle' };

  /** @param host drawn again when the state changes */
  constructor(host: LitElement) {
    this.#host = host;
  }

  get state(): SendState {
    return this.#state;
  }
  /** The form's fields must stay as they are. */
  get locked(): boolean {
    return this.#state.kind === 'sending' || this.#state.kind === 'unknown';
  }

  /** @returns null when it was not done, or nobody knows; `state` tells */
  async send<Name extends PanelActionName>(
    api: ApiClient,
    target: PanelTarget,
    name: Name,
    fields: Omit<PanelActions[Name], 'key'>,
  ): Promise<ActionDone | null> {
    if (this.#state.kind === 'sending') return null;
    const action = { ...fields, key: this.#key } as PanelActions[Name];
    this.#unanswered ??= () => act(api, target, name, action);
    this.#become({ kind: 'sending' });
    try {
      return await this.#unanswered();
    } catch (error) {
      if (isOutcomeUnknown(error)) {
        this.#become({ kind: 'unknown', error });
        return null;
      }
      this.#unanswered = null;
      this.#key = crypto.randomUUID();
      this.#become({ kind: 'refused', error });
      return null;
    }
  }

  #become(state: SendState): void {
    this.#state = state;
    this.#host.requestUpdate();
  }
}
