import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { sharedStyles } from '../styles/shared-styles.ts';

/** A word in a coloured pill; the colour repeats what the word says. */
@customElement('crm-badge')
export class CrmBadge extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: inline-block;
      }
      span {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        padding: 2px 10px;
        border-radius: 12px;
        background: var(--bg-sunken);
        color: var(--text);
        font-size: var(--small);
        font-weight: var(--weight-medium);
        white-space: nowrap;
      }
      span::before {
        content: '';
        inline-size: 8px;
        block-size: 8px;
        border-radius: 50%;
        background: var(--border-strong);
      }
      .good {
        background: var(--success-tint);
      }
      .good::before {
        background: var(--success);
      }
      .warm {
        background: var(--warning-tint);
      }
      .warm::before {
        background: var(--warning);
      }
      .cool {
        background: var(--brand-tint);
      }
      .cool::before {
        background: var(--brand);
      }
    `,
  ];

  @property() tone: 'plain' | 'good' | 'warm' | 'cool' = 'plain';

  override render() {
    return html`<span class=${this.tone}><slot></slot></span>`;
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-badge': CrmBadge;
  }
}
