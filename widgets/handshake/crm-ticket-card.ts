import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HandshakeTicket } from '../../server/contract/handshake.ts';
import { icon } from '../elements/icon.ts';
import { formatInstant } from '../i18n/format.ts';
import { t } from '../i18n/messages.ts';
import { plain, safeUrl } from '../i18n/plain-text.ts';
import { sharedStyles } from '../styles/shared-styles.ts';

/**
 * One ticket of the board; all of it is the link that opens the ticket in Desk.
 *
 * @fires crm-open-ticket - `detail.id`; cancelled by whoever opens it, else the browser follows the link.
 */
@customElement('crm-ticket-card')
export class CrmTicketCard extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      article {
        position: relative;
        padding: 10px 12px;
        border: 1px solid var(--border);
        border-radius: var(--radius-large);
        background: var(--bg);
        overflow-wrap: anywhere;
      }
      article:hover {
        border-color: var(--brand);
      }
      .subject {
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        overflow: hidden;
        color: var(--text);
        font-weight: var(--weight-medium);
      }
      a::after {
        content: '';
        position: absolute;
        inset: 0;
        border-radius: var(--radius-large);
      }
      a:focus-visible {
        outline: none;
      }
      a:focus-visible::after {
        outline: 2px solid var(--focus);
        outline-offset: 1px;
      }
      .facts {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 10px;
        margin-block-start: 4px;
        color: var(--text-secondary);
        font-size: var(--small);
      }
      .due {
        display: flex;
        align-items: center;
        gap: 3px;
      }
      .late {
        color: var(--on-danger);
        font-weight: var(--weight-medium);
      }
    `,
  ];

  @property({ attribute: false }) ticket!: HandshakeTicket;
  /** Milliseconds; what is due before it is late. */
  @property({ type: Number }) now = 0;

  override render() {
    const { number, subject, contactName, status, priority, assignee, webUrl } = this.ticket;
    return html`<article>
      <a
        class="subject"
        href=${safeUrl(webUrl) ?? nothing}
        target="_blank"
        rel="noopener noreferrer"
        @click=${this.open}
        ><span class="secondary">#${plain(number, 30)}</span> <bdi>${plain(subject)}</bdi></a
      >
      <div class="facts">
        <bdi>${contactName === null ? t('board.no-contact') : plain(contactName, 120)}</bdi>
      </div>
      <div class="facts">
        <bdi>${plain(status, 60)}</bdi>
        ${priority === null ? nothing : html`<bdi>${plain(priority, 60)}</bdi>`}
        <bdi>${assignee === null ? t('board.unassigned') : plain(assignee.name, 80)}</bdi>
      </div>
      ${this.renderDue()}
    </article>`;
  }

  private renderDue() {
    const { dueAt } = this.ticket;
    if (dueAt === null) return nothing;
    const late = new Date(dueAt).getTime() < this.now;
    const time = formatInstant(dueAt);
    return html`<div class="facts">
      <span class="due ${late ? 'late' : ''}"
        >${icon(late ? 'warning' : 'clock')}${t(late ? 'board.overdue' : 'board.due', { time })}</span
      >
    </div>`;
  }

  private open(event: MouseEvent) {
    // With a modifier the viewer wants a tab of the browser.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const wish = new CustomEvent('crm-open-ticket', {
      detail: { id: this.ticket.id },
      bubbles: true,
      composed: true,
      cancelable: true,
    });
    if (!this.dispatchEvent(wish)) event.preventDefault();
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-ticket-card': CrmTicketCard;
  }
}
