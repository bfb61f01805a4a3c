import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { t } from '../i18n/messages.ts';
import { buttonStyles } from '../styles/button-styles.ts';
import { sharedStyles } from '../styles/shared-styles.ts';
import { icon } from './icon.ts';

/**
 * "Show more" below a list that goes on.
 *
 * @fires crm-more - The next rows are wanted.
 */
@customElement('crm-more')
export class CrmMore extends LitElement {
  static override styles = [
    sharedStyles,
    buttonStyles,
    css`
      .button {
        inline-size: 100%;
      }
      p {
        color: var(--on-danger);
        font-size: var(--small);
      }
    `,
  ];

  /** What there is more of, for screen readers. */
  @property() label = '';
  @property({ type: Boolean }) busy = false;
  /** Why the last try failed. */
  @property() problem = '';

  override render() {
    return html`${this.problem ? html`<p role="alert">${this.problem}</p>` : nothing}
      <button
        type="button"
        class="button quiet"
        aria-busy=${this.busy ? 'true' : 'false'}
        aria-disabled=${this.busy ? 'true' : 'false'}
        aria-label="${t('show-more')}: ${this.label}"
        @click=${this.wish}
      >
        ${this.busy ? icon('refresh') : nothing}${t('show-more')}
      </button>`;
  }

  private wish() {
    if (!this.busy) this.dispatchEvent(new CustomEvent('crm-more', { bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-more': CrmMore;
  }
}
