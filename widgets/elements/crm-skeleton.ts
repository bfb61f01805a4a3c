import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { sharedStyles } from '../styles/shared-styles.ts';

/** Grey lines where text will be; says the label to screen readers, once. */
@customElement('crm-skeleton')
export class CrmSkeleton extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      .line {
        block-size: 10px;
        margin-block: 8px;
        border-radius: var(--radius);
        background: var(--skeleton);
        animation: breathe 1.6s ease-in-out infinite;
      }
      .line:nth-child(3n) {
        inline-size: 55%;
      }
      .line:nth-child(3n + 1) {
        inline-size: 85%;
      }
      @keyframes breathe {
        50% {
          opacity: 0.5;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .line {
          animation: none;
        }
      }
    `,
  ];

  @property() label = '';
  @property({ type: Number }) lines = 4;

  override render() {
    return html`<div role="status" class="visually-hidden">${this.label}</div>
      <div aria-hidden="true">
        ${Array.from({ length: this.lines }, () => html`<div class="line"></div>`)}
      </div>`;
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-skeleton': CrmSkeleton;
  }
}
