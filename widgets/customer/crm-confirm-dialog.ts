import { consume } from '@lit/context';
import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ApiClient } from '../api/api-client.ts';
import { apiContext } from '../api/api-client.ts';
import type { PanelTarget } from '../api/panel-api.ts';
import '../elements/crm-dialog.ts';
import { t } from '../i18n/messages.ts';
import { buttonStyles } from '../styles/button-styles.ts';
import { sharedStyles } from '../styles/shared-styles.ts';
import { ActionSender } from './action-sender.ts';
import { formStyles } from './form-styles.ts';
import { targetContext } from './panel-target-context.ts';
import { drawSendState, submitText } from './send-state.ts';
import type { Wish } from './wishes.ts';
import { doneEvent } from './wishes.ts';

/**
 * Asks before a CRM record is created from a Desk record, or a link is ended; then does it.
 *
 * @fires crm-done - It was done.
 * @fires crm-close - The viewer gave up.
 */
@customElement('crm-confirm-dialog')
export class CrmConfirmDialog extends LitElement {
  static override styles = [sharedStyles, buttonStyles, formStyles];

  @consume({ context: apiContext })
  private api!: ApiClient;
  @consume({ context: targetContext })
  private target!: PanelTarget;

  @property({ attribute: false }) wish: Extract<Wish, { kind: 'create' | 'unlink' }> = {
    kind: 'create',
    entity: 'contacts',
  };
  private readonly sender: ActionSender = new ActionSender(this);

  override render() {
    const { kind, entity } = this.wish;
    const { state } = this.sender;
    return html`<crm-dialog .heading=${t(`${kind}.heading`)}>
      <div class="stack">
        <p>${kind === 'create' ? t(`create.text.${entity}`) : t('unlink.text')}</p>
        ${drawSendState(state)}
        <div class="buttons">
          <button type="button" class="button" @click=${this.giveUp}>${t('cancel')}</button>
          <button
            type="button"
            class="button ${kind === 'create' ? 'primary' : 'danger'}"
            aria-disabled=${state.kind === 'sending' ? 'true' : 'false'}
            @click=${this.confirm}
          >
            ${submitText(state, t(`${kind}.submit`))}
          </button>
        </div>
      </div>
    </crm-dialog>`;
  }

  private async confirm() {
    const { api, target, sender, wish } = this;
    const { entity } = wish;
    const done =
      wish.kind === 'create'
        ? await sender.send(api, target, 'create', { entity })
        : await sender.send(api, target, 'unlink', { entity, crmId: wish.crmId });
    if (done) this.dispatchEvent(doneEvent(wish.kind));
  }
  private giveUp() {
    this.dispatchEvent(new CustomEvent('crm-close', { bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-confirm-dialog': CrmConfirmDialog;
  }
}
