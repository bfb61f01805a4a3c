import { consume } from '@lit/context';
import { LitElement, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { ApiClient } from '../../api/api-client.ts';
import { apiContext } from '../../api/api-client.ts';
import { switchToSync } from '../../api/integration-api.ts';
import '../../elements/crm-dialog.ts';
import '../../elements/crm-notice.ts';
import { t } from '../../i18n/messages.ts';
import { problemText } from '../../page/problem-text.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import { settingsStyles } from '../settings-styles.ts';

/**
 * The alert of Enable Two-way Sync: there is no way back (S90–S92).
 *
 * @fires crm-changed - The scheduled import is over.
 * @fires crm-close - Cancelled; nothing has changed.
 */
@customElement('crm-switch-dialog')
export class CrmSwitchDialog extends LitElement {
  static override styles = [sharedStyles, buttonStyles, settingsStyles];

  @consume({ context: apiContext })
  private api!: ApiClient;
  @state() private busy = false;
  @state() private error: unknown = null;

  override render() {
    return html`<crm-dialog .heading=${t('settings.enable')}>
      <div class="cards">
        <crm-notice kind="warning" .text=${t('settings.enable.alert')}></crm-notice>
        <p class="secondary small">${t('settings.enable.kept')}</p>
        ${
          this.error === null
            ? nothing
            : html`<crm-notice kind="error" .text=${problemText(this.error)}></crm-notice>`
        }
        <div class="buttons end">
          <button type="button" class="button" autofocus @click=${() => this.tell('crm-close')}>
            ${t('cancel')}
          </button>
          <button
            type="button"
            class="button primary"
            aria-disabled=${this.busy ? 'true' : 'false'}
            aria-busy=${this.busy ? 'true' : 'false'}
            @click=${this.goOn}
          >
            ${t('connect.continue')}
          </button>
        </div>
      </div>
    </crm-dialog>`;
  }

  private async goOn() {
    if (this.busy) return;
    this.busy = true;
    this.error = null;
    try {
      await switchToSync(this.api);
      this.tell('crm-changed');
    } catch (error) {
      this.error = error;
    } finally {
      this.busy = false;
    }
  }
  private tell(what: 'crm-changed' | 'crm-close') {
    this.dispatchEvent(new CustomEvent(what, { bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-switch-dialog': CrmSwitchDialog;
  }
}
