import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Integration } from '../../../server/contract/integration.ts';
import '../../elements/crm-notice.ts';
import { t } from '../../i18n/messages.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import { settingsStyles } from '../settings-styles.ts';
import './crm-contacts-accounts.ts';
import type { CrmContactsAccounts } from './crm-contacts-accounts.ts';

type Way = 'crm-next' | 'crm-start';

/**
 * Step 2: sync type and mapping of contacts and accounts (S16–S20). With the defaults, one press saves both.
 *
 * @fires crm-next - Saved; products are next.
 * @fires crm-start - Saved; Start Sync without products, which can be configured later.
 */
@customElement('crm-mapping-step')
export class CrmMappingStep extends LitElement {
  static override styles = [sharedStyles, buttonStyles, settingsStyles];

  @property({ attribute: false }) integration!: Integration;
  @state() private busy = false;
  @state() private failed = false;
  private way: Way = 'crm-next';

  override render() {
    return html`<section class="card">
      <h2>${t('connect.mapping.heading')}</h2>
      <p class="secondary">${t('connect.mapping.intro')}</p>
      <crm-contacts-accounts .modules=${this.integration.modules}></crm-contacts-accounts>
      ${this.failed ? html`<crm-notice kind="error" .text=${t('connect.not-saved')}></crm-notice>` : nothing}
      <div class="buttons end sticky">
        ${this.renderButton('crm-start', t('connect.start'), '')}
        ${this.renderButton('crm-next', t('connect.continue'), 'primary')}
      </div>
    </section>`;
  }

  private renderButton(what: Way, words: string, look: string) {
    return html`<button
      type="button"
      class="button ${look}"
      aria-disabled=${this.busy ? 'true' : 'false'}
      @click=${() => this.save(what)}
    >
      ${words}
    </button>`;
  }

  /** Pressed again while it saves, the button pressed last says where it leads. */
  private async save(what: Way) {
    this.way = what;
    if (this.busy) return;
    this.busy = true;
    this.failed = false;
    const editors = this.renderRoot.querySelector<CrmContactsAccounts>('crm-contacts-accounts');
    const saved = (await editors?.save()) ?? false;
    this.busy = false;
    this.failed = !saved;
    if (saved) this.dispatchEvent(new CustomEvent(this.way, { bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-mapping-step': CrmMappingStep;
  }
}
