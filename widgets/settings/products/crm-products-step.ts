import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '../../elements/crm-notice.ts';
import { t } from '../../i18n/messages.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import '../mapping/crm-mapping-editor.ts';
import type { CrmMappingEditor } from '../mapping/crm-mapping-editor.ts';
import { settingsStyles } from '../settings-styles.ts';

/**
 * Configure Product Sync: sync type, departments and mapping of products (S23–S26); in the wizard it may be skipped.
 *
 * @fires crm-start - Saved; Start Sync is next.
 * @fires crm-skip - Without products.
 * @fires crm-back - Something before it is to be changed.
 */
@customElement('crm-products-step')
export class CrmProductsStep extends LitElement {
  static override styles = [sharedStyles, buttonStyles, settingsStyles];

  @property({ type: Boolean }) skippable = false;
  @state() private busy = false;
  @state() private failed = false;

  override render() {
    return html`<section class="card">
      <h2>${t('connect.products.heading')}</h2>
      <p class="secondary">${t('connect.products.intro')}</p>
      <crm-mapping-editor embedded .module=${'products'}></crm-mapping-editor>
      ${this.failed ? html`<crm-notice kind="error" .text=${t('connect.not-saved')}></crm-notice>` : nothing}
      <div class="buttons sticky">
        <button type="button" class="button" @click=${() => this.tell('crm-back')}>
          ${t('connect.back')}
        </button>
        ${
          this.skippable
            ? html`<button type="button" class="button push" @click=${() => this.tell('crm-skip')}>
                ${t('connect.skip')}
              </button>`
            : nothing
        }
        <button
          type="button"
          class="button primary ${this.skippable ? '' : 'push'}"
          aria-disabled=${this.busy ? 'true' : 'false'}
          @click=${this.save}
        >
          ${t('connect.start')}
        </button>
      </div>
    </section>`;
  }

  private async save() {
    if (this.busy) return;
    this.busy = true;
    this.failed = false;
    const saved =
      (await this.renderRoot.querySelector<CrmMappingEditor>('crm-mapping-editor')?.save()) ?? false;
    this.busy = false;
    this.failed = !saved;
    if (saved) this.tell('crm-start');
  }
  private tell(what: 'crm-start' | 'crm-skip' | 'crm-back') {
    this.dispatchEvent(new CustomEvent(what, { bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-products-step': CrmProductsStep;
  }
}
