import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Integration } from '../../../server/contract/integration.ts';
import '../../elements/crm-notice.ts';
import { t } from '../../i18n/messages.ts';
import { plain } from '../../i18n/plain-text.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import { LazyPart } from '../lazy-part.ts';
import { SIDE_NAMES } from '../names.ts';
import { settingsStyles } from '../settings-styles.ts';
import { isConnected } from './connect-flow.ts';
import './crm-connect.ts';
import './crm-preflight.ts';
import type { Step } from './crm-steps.ts';
import './crm-steps.ts';

const STEP_OF: Readonly<Record<Integration['step'], Step>> = {
  integrate: 'connect',
  'connect-desk': 'connect',
  'connect-crm': 'connect',
  'contacts-accounts': 'mapping',
  products: 'products',
  start: 'plan',
  running: 'plan',
  legacy: 'connect',
};

/**
 * From Integrate to Start Sync: connect, map contacts and accounts, products (may be skipped), flight plan. The step
 * is the one whose result the connector misses, so a closed tab goes on there; Back looks at an earlier one.
 *
 * @fires crm-changed - A step left something behind.
 */
@customElement('crm-wizard')
export class CrmWizard extends LitElement {
  static override styles = [sharedStyles, buttonStyles, settingsStyles];

  @property({ attribute: false }) integration!: Integration;
  /** Where the administrator went by a button; null: where the connector says. */
  @state() private wanted: Step | null = null;

  private readonly steps: LazyPart = new LazyPart(this, () => import('../setup-steps.ts'));

  override render() {
    return html`<div class="cards">
      <crm-steps .current=${this.step}></crm-steps>
      ${this.renderAccounts()} ${this.renderStep()}
      <crm-preflight .key="${this.step} ${this.integration.step}"></crm-preflight>
    </div>`;
  }

  private get step(): Step {
    const due = STEP_OF[this.integration.step];
    // Without both connections nothing else can be done.
    return due === 'connect' ? due : (this.wanted ?? due);
  }

  /** Who is connected already, above the steps that need it. */
  private renderAccounts() {
    const { connections } = this.integration;
    const known = connections.filter(({ product }) => isConnected(this.integration, product));
    if (known.length === 0) return nothing;
    return html`<p class="secondary small">
      ${known.map(
        ({ product, accountEmail }) =>
          html`<span
            >${t('connect.connected', {
              product: SIDE_NAMES[product],
              account: plain(accountEmail ?? '', 254),
            })}
          </span>`,
      )}
    </p>`;
  }

  private renderStep() {
    const { step } = this;
    if (step === 'connect') {
      return html`<section class="card">
        <h2>${t('connect.heading')}</h2>
        <crm-connect .integration=${this.integration}></crm-connect>
      </section>`;
    }
    return this.steps.render(() => {
      if (step === 'mapping') {
        return html`<crm-mapping-step
          .integration=${this.integration}
          @crm-next=${() => this.go('products')}
          @crm-start=${() => this.go('plan')}
        ></crm-mapping-step>`;
      }
      if (step === 'products') {
        return html`<crm-products-step
          skippable
          .integration=${this.integration}
          @crm-back=${() => this.go('mapping')}
          @crm-skip=${() => this.go('plan')}
          @crm-start=${() => this.go('plan')}
        ></crm-products-step>`;
      }
      return html`<crm-flight-plan
        .modules=${this.configured}
        @crm-back=${() => this.go('products')}
      ></crm-flight-plan>`;
    });
  }

  private get configured() {
    return this.integration.modules.filter(({ state }) => state !== 'unset').map(({ module }) => module);
  }

  private go(step: Step) {
    this.wanted = step;
    this.dispatchEvent(new CustomEvent('crm-changed', { bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-wizard': CrmWizard;
  }
}
