import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Status } from '../../../server/contract/status.ts';
import { t } from '../../i18n/messages.ts';
import { plain } from '../../i18n/plain-text.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import { SIDE_NAMES, moduleName } from '../names.ts';
import { settingsStyles } from '../settings-styles.ts';

/**
 * Configuration Details: who is connected to whom and the sync type of each module, with Edit (S21, S26).
 *
 * @fires crm-edit - Sync type or mapping are to be changed.
 */
@customElement('crm-configuration')
export class CrmConfiguration extends LitElement {
  static override styles = [
    sharedStyles,
    buttonStyles,
    settingsStyles,
    css`
      dl {
        display: grid;
        grid-template-columns: minmax(90px, 150px) minmax(0, 1fr);
        gap: 6px 16px;
        overflow-wrap: anywhere;
      }
      dt {
        color: var(--text-secondary);
      }
    `,
  ];

  @property({ attribute: false }) status!: Status;

  override render() {
    return html`<section class="card">
      <div class="head">
        <h2>${t('status.configuration')}</h2>
        <button type="button" class="button" @click=${this.edit}>${t('status.edit')}</button>
      </div>
      <dl>
        ${this.status.connections.map(
          ({ product, accountEmail, organizationId }) =>
            html`<dt>${SIDE_NAMES[product]}</dt>
              <dd>
                <bdi>${plain(accountEmail ?? t('field.empty'), 254)}</bdi>
                ${
                  organizationId === null
                    ? ''
                    : html`<span class="secondary small"
                        >${t('status.organisation', { id: plain(organizationId, 40) })}</span
                      >`
                }
              </dd>`,
        )}
        ${this.status.modules.map(
          ({ module, syncType }) =>
            html`<dt>${moduleName(module)}</dt>
              <dd>${syncType === null ? t('status.module.unset') : t(`mapping.sync-type.${syncType}`)}</dd>`,
        )}
      </dl>
    </section>`;
  }

  private edit() {
    this.dispatchEvent(new CustomEvent('crm-edit', { bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-configuration': CrmConfiguration;
  }
}
