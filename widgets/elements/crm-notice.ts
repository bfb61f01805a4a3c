import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { buttonStyles } from '../styles/button-styles.ts';
import { sharedStyles } from '../styles/shared-styles.ts';
import type { IconName } from './icon.ts';
import { icon } from './icon.ts';

export type NoticeKind = 'info' | 'success' | 'warning' | 'error' | 'restricted' | 'paused';
const ICONS: Readonly<Record<NoticeKind, IconName>> = {
  info: 'info',
  success: 'success',
  warning: 'warning',
  error: 'error',
  restricted: 'lock',
  paused: 'pause',
};

/**
 * A sentence that needs attention, with an action at most. Errors are announced at once, the rest when the screen
 * reader is free.
 *
 * @slot - more text or controls below
 * @fires crm-action - The button was pressed.
 */
@customElement('crm-notice')
export class CrmNotice extends LitElement {
  static override styles = [
    sharedStyles,
    buttonStyles,
    css`
      .notice {
        display: flex;
        gap: 8px;
        padding: 8px 10px;
        border-radius: var(--radius);
        border-inline-start: 3px solid var(--brand);
        background: var(--brand-tint);
        overflow-wrap: anywhere;
      }
      .mark {
        color: var(--link);
        line-height: 0;
        padding-block-start: 2px;
      }
      .success {
        border-color: var(--success);
        background: var(--success-tint);
      }
      .success .mark {
        color: var(--on-success);
      }
      .warning,
      .paused {
        border-color: var(--warning);
        background: var(--warning-tint);
      }
      :is(.warning, .paused) .mark {
        color: var(--on-warning);
      }
      .error {
        border-color: var(--danger);
        background: var(--danger-tint);
      }
      .error .mark {
        color: var(--on-danger);
      }
      .restricted {
        border-color: var(--border-strong);
        background: var(--bg-raised);
      }
      .restricted .mark {
        color: var(--text-secondary);
      }
      .words {
        flex: 1;
        min-inline-size: 0;
      }
      strong {
        display: block;
        font-weight: var(--weight-bold);
      }
      .button {
        margin-block-start: 8px;
      }
    `,
  ];

  @property() kind: NoticeKind = 'info';
  @property() heading = '';
  @property() text = '';
  /** Words of the button; empty: no button. */
  @property() action = '';

  override render() {
    return html`<div class="notice ${this.kind}" role=${this.kind === 'error' ? 'alert' : 'status'}>
      <span class="mark">${icon(ICONS[this.kind])}</span>
      <div class="words">
        ${this.heading ? html`<strong>${this.heading}</strong>` : nothing}
        ${this.text ? html`<p>${this.text}</p>` : nothing}
        <slot></slot>
        ${
          this.action
            ? html`<button type="button" class="button" @click=${this.act}>${this.action}</button>`
            : nothing
        }
      </div>
    </div>`;
  }

  private act() {
    this.dispatchEvent(new CustomEvent('crm-action', { bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-notice': CrmNotice;
  }
}
