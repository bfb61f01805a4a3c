import { consume } from '@lit/context';
import { LitElement, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { ApiClient } from '../../api/api-client.ts';
import { apiContext } from '../../api/api-client.ts';
import { deleteIntegration } from '../../api/integration-api.ts';
import '../../elements/crm-dialog.ts';
import '../../elements/crm-notice.ts';
import type { DeskHost } from '../../host/desk-host.ts';
import { hostContext } from '../../host/host-context.ts';
import { t } from '../../i18n/messages.ts';
import { problemText } from '../../page/problem-text.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import { pageStyles } from '../page-styles.ts';
import { settingsStyles } from '../settings-styles.ts';

/**
 * Asks before the integration is deleted, says the three consequences (S84–S87), then does it.
 *
 * @fires crm-deleted - It is deleted.
 * @fires crm-close - The administrator gave up; nothing has changed.
 */
@customElement('crm-delete-dialog')
export class CrmDeleteDialog extends LitElement {
  static override styles = [sharedStyles, buttonStyles, settingsStyles, pageStyles];

  @consume({ context: apiContext })
  private api!: ApiClient;
  @consume({ context: hostContext })
  private desk!: DeskHost;
  @state() private busy = false;
  @state() private error: unknown = null;

  override render() {
    return html`<crm-dialog .heading=${t('status.delete.heading')}>
      <div class="cards">
        <p>${t('status.delete.text')}</p>
        <ul class="dots">
          <li>${t('status.delete.no-sync')}</li>
          <li>${t('status.delete.no-panels')}</li>
          <li>${t('status.delete.no-handshake')}</li>
        </ul>
        <p class="secondary small">${t('status.delete.kept')}</p>
        ${
          this.error === null
            ? nothing
            : html`<crm-notice kind="error" .text=${problemText(this.error)}></crm-notice>`
        }
        <div class="buttons end">
          <button type="button" class="button" autofocus @click=${this.giveUp}>${t('cancel')}</button>
          <button
            type="button"
            class="button danger"
            aria-disabled=${this.busy ? 'true' : 'false'}
            @click=${this.confirm}
          >
            ${this.busy ? t('status.delete.busy') : t('status.delete.submit')}
          </button>
        </div>
      </div>
    </crm-dialog>`;
  }

  private async confirm() {
    if (this.busy) return;
    this.busy = true;
    this.error = null;
    try {
      const finished = await deleteIntegration(this.api);
      void this.desk.notify({
        title: t(finished ? 'status.delete.done' : 'status.delete.unfinished'),
        kind: 'success',
      });
      this.dispatchEvent(new CustomEvent('crm-deleted', { bubbles: true, composed: true }));
    } catch (error) {
      this.error = error;
    } finally {
      this.busy = false;
    }
  }
  private giveUp() {
    this.dispatchEvent(new CustomEvent('crm-close', { bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-delete-dialog': CrmDeleteDialog;
  }
}
