import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Integration } from '../../server/contract/integration.ts';
import '../elements/crm-notice.ts';
import { formatDuration, formatInstant } from '../i18n/format.ts';
import { t } from '../i18n/messages.ts';
import { plain } from '../i18n/plain-text.ts';
import { buttonStyles } from '../styles/button-styles.ts';
import { sharedStyles } from '../styles/shared-styles.ts';
import './connect/crm-connect.ts';
import { isConnected } from './connect/connect-flow.ts';
import { moduleName } from './names.ts';
import { settingsStyles } from './settings-styles.ts';
import './status/crm-switch-dialog.ts';

/** The scheduled one-way import of old, and Enable Two-way Sync, which ends it for good (S89–S93). */
@customElement('crm-legacy')
export class CrmLegacy extends LitElement {
  static override styles = [sharedStyles, buttonStyles, settingsStyles];

  @property({ attribute: false }) integration!: Integration;
  @state() private asking = false;

  override render() {
    const ready = (['desk', 'crm'] as const).every((product) => isConnected(this.integration, product));
    return html`<div class="cards">
      <section class="card">
        <h2>${t('settings.legacy')}</h2>
        <p>${t('settings.legacy.text')}</p>
        ${this.renderImports()}
        ${
          ready
            ? html`<div class="buttons">
                <button type="button" class="button primary" @click=${() => (this.asking = true)}>
                  ${t('settings.enable')}
                </button>
              </div>`
            : html`<crm-notice .text=${t('settings.legacy.connect')}></crm-notice>
                <crm-connect .integration=${this.integration}></crm-connect>`
        }
      </section>
      ${
        this.asking
          ? html`<crm-switch-dialog
              @crm-close=${() => (this.asking = false)}
              @crm-changed=${() => (this.asking = false)}
            ></crm-switch-dialog>`
          : nothing
      }
    </div>`;
  }

  private renderImports() {
    const { legacyImports, problems } = this.integration;
    return html`<div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">${t('settings.module')}</th>
            <th scope="col">${t('settings.legacy.view')}</th>
            <th scope="col">${t('settings.legacy.every')}</th>
            <th scope="col">${t('settings.legacy.last')}</th>
          </tr>
        </thead>
        <tbody>
          ${legacyImports.map(({ module, viewName, everyMinutes, importedAt }) => {
            const broken = problems.some(({ topic }) => topic === `import-${module}`);
            return html`<tr>
              <th scope="row">${moduleName(module)}</th>
              <td>
                <bdi>${plain(viewName, 120)}</bdi>
                ${broken ? html`<p class="small">${t('settings.legacy.broken')}</p>` : nothing}
              </td>
              <td>${formatDuration(everyMinutes * 60)}</td>
              <td>${importedAt === null ? t('status.never') : formatInstant(importedAt)}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>`;
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-legacy': CrmLegacy;
  }
}
