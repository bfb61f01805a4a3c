import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { sharedStyles } from '../styles/shared-styles.ts';
import { icon } from './icon.ts';

/**
 * A section that can be folded; its heading is a button.
 *
 * @slot - the content
 * @slot action - a control beside the heading (not in it: a button must not hold another)
 * @fires crm-toggle - The viewer opened or folded it; `detail.open`.
 */
@customElement('crm-disclosure')
export class CrmDisclosure extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        border-block-start: 1px solid var(--border);
      }
      .head {
        display: flex;
        align-items: center;
        min-block-size: 36px;
      }
      h3 {
        flex: 1;
        min-inline-size: 0;
        font-size: inherit;
      }
      button {
        display: flex;
        align-items: center;
        gap: 4px;
        inline-size: 100%;
        min-block-size: 32px;
        padding: 0;
        border: 0;
        border-radius: var(--radius);
        background: none;
        color: var(--text);
        font: inherit;
        font-weight: var(--weight-bold);
        text-align: start;
        cursor: pointer;
      }
      button > span {
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
      .icon {
        flex: none;
        color: var(--text-secondary);
        transition: rotate var(--motion);
      }
      :host(:dir(rtl)) .icon {
        scale: -1 1;
      }
      [aria-expanded='true'] .icon {
        rotate: 90deg;
      }
      :host(:dir(rtl)) [aria-expanded='true'] .icon {
        rotate: -90deg;
      }
      .count {
        flex: none;
        padding-inline: 6px;
        border-radius: 9px;
        background: var(--bg-sunken);
        color: var(--text);
        font-size: var(--small);
        font-weight: var(--weight-medium);
      }
      .body {
        padding-block-end: 10px;
      }
    `,
  ];

  @property() heading = '';
  /** Shown beside the heading, e.g. how many rows. */
  @property() count = '';
  @property({ type: Boolean, reflect: true }) open = false;

  override render() {
    return html`<div class="head">
        <h3>
          <button
            type="button"
            aria-expanded=${this.open ? 'true' : 'false'}
            aria-controls="body"
            @click=${this.toggle}
          >
            ${icon('chevron')}<span>${this.heading}</span>
            ${this.count ? html`<span class="count">${this.count}</span>` : nothing}
          </button>
        </h3>
        <slot name="action"></slot>
      </div>
      <div class="body" id="body" ?hidden=${!this.open}><slot></slot></div>`;
  }

  private toggle() {
    this.open = !this.open;
    // Does not bubble: one section may hold others.
    this.dispatchEvent(new CustomEvent('crm-toggle', { detail: { open: this.open } }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-disclosure': CrmDisclosure;
  }
}
