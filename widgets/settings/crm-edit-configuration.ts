import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Integration } from '../../server/contract/integration.ts';
import { icon } from '../elements/icon.ts';
import { t } from '../i18n/messages.ts';
import { buttonStyles } from '../styles/button-styles.ts';
import { sharedStyles } from '../styles/shared-styles.ts';
import './mapping/crm-mapping-editor.ts';
import type { ModuleName } from './names.ts';
import { moduleName } from './names.ts';
import { settingsStyles } from './settings-styles.ts';

const ORDER: readonly ModuleName[] = ['contacts', 'accounts', 'products'];

/**
 * Edit under Configuration Details: sync type and mapping of one module at a time, with the editor's own Save (S21,
 * S26). What is edited and not saved stays as a draft when another module is looked at.
 *
 * @fires crm-back - Done.
 */
@customElement('crm-edit-configuration')
export class CrmEditConfiguration extends LitElement {
  static override styles = [sharedStyles, buttonStyles, settingsStyles];

  @property({ attribute: false }) integration!: Integration;
  /** The module whose mapping is shown. */
  @property() first: ModuleName = 'contacts';

  override render() {
    const set = new Set(
      this.integration.modules.filter(({ state }) => state !== 'unset').map(({ module }) => module),
    );
    const modules = ORDER.filter((module) => set.has(module));
    const shown = set.has(this.first) ? this.first : 'contacts';
    return html`<section class="card">
      <div class="head">
        <h2>${t('status.configuration')}</h2>
        <button type="button" class="button" @click=${this.goBack}>${icon('close')}${t('close')}</button>
      </div>
      <div class="buttons" role="group" aria-label=${t('settings.module')}>
        ${modules.map(
          (module) =>
            html`<button
              type="button"
              class="button"
              aria-pressed=${module === shown ? 'true' : 'false'}
              @click=${() => (this.first = module)}
            >
              ${moduleName(module)}
            </button>`,
        )}
      </div>
      ${repeat(
        [shown],
        (module) => module,
        (module) => html`<crm-mapping-editor .module=${module}></crm-mapping-editor>`,
      )}
    </section>`;
  }

  private goBack() {
    this.dispatchEvent(new CustomEvent('crm-back', { bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-edit-configuration': CrmEditConfiguration;
  }
}
