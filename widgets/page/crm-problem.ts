import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { NoticeKind } from '../elements/crm-notice.ts';
import '../elements/crm-notice.ts';
import { t } from '../i18n/messages.ts';
import { sharedStyles } from '../styles/shared-styles.ts';
import { problemCode, problemText } from './problem-text.ts';

/** Nothing the viewer could do by trying again. */
const RESTRICTED = new Set(['crm-hidden', 'handshake-denied', 'item-denied']);
const INFORMATIVE = new Set(['not-integrated', 'outside-desk', 'desk-record-unknown', 'department-unknown']);

/**
 * Why there is nothing to see: not allowed, not set up, or an error with Try again.
 *
 * @fires crm-retry - The viewer wants another try.
 */
@customElement('crm-problem')
export class CrmProblem extends LitElement {
  static override styles = sharedStyles;

  @property({ attribute: false }) error: unknown;

  override render() {
    const kind = this.kind;
    return html`<crm-notice
      .kind=${kind}
      .heading=${kind === 'error' ? t('problem.heading') : ''}
      .text=${problemText(this.error)}
      .action=${kind === 'error' ? t('retry') : ''}
      @crm-action=${this.retry}
    ></crm-notice>`;
  }

  private get kind(): NoticeKind {
    const code = problemCode(this.error);
    if (RESTRICTED.has(code)) return 'restricted';
    return INFORMATIVE.has(code) ? 'info' : 'error';
  }
  private retry() {
    this.dispatchEvent(new CustomEvent('crm-retry', { bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-problem': CrmProblem;
  }
}
