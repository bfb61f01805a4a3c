import { LitElement, css, html } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { t } from '../i18n/messages.ts';
import { buttonStyles } from '../styles/button-styles.ts';
import { sharedStyles } from '../styles/shared-styles.ts';
import { icon } from './icon.ts';

/**
 * A modal dialog, open as long as it is in the document. The focus goes in, and returns to where it was.
 *
 * @slot - the content
 * @fires crm-close - Escape or the cross; whoever shows the dialog then takes it away, or not
 */
@customElement('crm-dialog')
export class CrmDialog extends LitElement {
  static override styles = [
    sharedStyles,
    buttonStyles,
    css`
      dialog {
        inline-size: min(440px, calc(100vi - 16px));
        max-inline-size: none;
        max-block-size: calc(100vb - 16px);
        padding: 0;
        border: 1px solid var(--border);
        border-radius: var(--radius-large);
        background: var(--bg);
        color: var(--text);
        box-shadow: var(--shadow);
        overflow: auto;
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 45%);
      }
      .head {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 8px;
        padding: 10px 8px 4px 16px;
      }
      .head:dir(rtl) {
        padding: 10px 16px 4px 8px;
      }
      h2 {
        font-size: var(--large);
        font-weight: var(--weight-bold);
      }
      .content {
        padding: 4px 16px 16px;
      }
    `,
  ];

  @property() heading = '';
  @query('dialog') private dialog!: HTMLDialogElement;
  /** What had the focus before. */
  #opener: HTMLElement | null = null;

  override connectedCallback() {
    super.connectedCallback();
    this.#opener = focused();
  }

  override firstUpdated() {
    this.dialog.showModal();
  }
  override disconnectedCallback() {
    super.disconnectedCallback();
    // A dialog that is closed gives the focus back by itself; one that is removed does not.
    this.#opener?.focus();
  }

  override render() {
    return html`<dialog aria-labelledby="heading" @cancel=${this.cancel}>
      <div class="head">
        <h2 id="heading">${this.heading}</h2>
        <button
          type="button"
          class="button icon-only"
          aria-label=${t('close')}
          title=${t('close')}
          @click=${this.wish}
        >
          ${icon('close')}
        </button>
      </div>
      <div class="content"><slot></slot></div>
    </dialog>`;
  }

  private cancel(event: Event) {
    event.preventDefault();
    this.wish();
  }
  private wish() {
    this.dispatchEvent(new CustomEvent('crm-close', { bubbles: true, composed: true }));
  }
}
/** The focused element, however deep in shadow roots. */
function focused(): HTMLElement | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element instanceof HTMLElement ? element : null;
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-dialog': CrmDialog;
  }
}
