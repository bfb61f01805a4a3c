import { LitElement, html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { sharedStyles } from '../../styles/shared-styles.ts';
import '../plan/crm-flight-plan.ts';
import './crm-products-step.ts';

/**
 * Products set up after contacts and accounts run: Configure, then their own flight plan and Start Sync (S22, S26).
 *
 * @fires crm-back - Done, or given up.
 */
@customElement('crm-configure-products')
export class CrmConfigureProducts extends LitElement {
  static override styles = sharedStyles;

  @state() private planning = false;

  override render() {
    if (this.planning) {
      return html`<crm-flight-plan
        .modules=${['products']}
        @crm-back=${this.reconsider}
        @crm-changed=${() =>
          this.dispatchEvent(new CustomEvent('crm-back', { bubbles: true, composed: true }))}
      ></crm-flight-plan>`;
    }
    return html`<crm-products-step @crm-start=${() => (this.planning = true)}></crm-products-step>`;
  }

  private reconsider(event: Event) {
    event.stopPropagation();
    this.planning = false;
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-configure-products': CrmConfigureProducts;
  }
}
