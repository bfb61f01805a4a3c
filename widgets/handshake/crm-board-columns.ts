import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Handshake } from '../../server/contract/handshake.ts';
import { formatCount } from '../i18n/format.ts';
import { t, tCount } from '../i18n/messages.ts';
import { sharedStyles } from '../styles/shared-styles.ts';
import './crm-ticket-card.ts';

/** The columns in the connector's order (S107–S112); empty ones are not there, and nobody edits them. */
@customElement('crm-board-columns')
export class CrmBoardColumns extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      .columns {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(240px, 100%), 1fr));
        gap: 12px;
        align-items: start;
      }
      section {
        min-inline-size: 0;
        padding: 10px;
        border-block-start: 3px solid var(--border-strong);
        border-radius: var(--radius-large);
        background: var(--bg-raised);
      }
      .customers {
        border-color: var(--success);
      }
      .prospects {
        border-color: var(--warning);
      }
      .contacts-leads {
        border-color: var(--brand);
      }
      h2 {
        display: flex;
        justify-content: space-between;
        gap: 8px;
        margin-block-end: 8px;
        font-size: inherit;
        font-weight: var(--weight-bold);
      }
      .count {
        padding-inline: 8px;
        border-radius: 9px;
        background: var(--bg-sunken);
        font-size: var(--small);
        font-weight: var(--weight-medium);
      }
      ul {
        display: grid;
        gap: 8px;
      }
      li {
        min-inline-size: 0;
      }
    `,
  ];

  @property({ attribute: false }) columns: Handshake['columns'] = [];
  /** Milliseconds. */
  @property({ type: Number }) now = 0;

  override render() {
    return html`<div class="columns">
      ${repeat(
        this.columns,
        ({ type }) => type,
        ({ type, count, tickets }) => html`
          <section class=${type} aria-labelledby="title-${type}">
            <h2 id="title-${type}">
              <span>${t(`board.column.${type}`)}</span>
              <span class="count"
                ><span aria-hidden="true">${formatCount(count)}</span
                ><span class="visually-hidden">${tCount('board.tickets', count)}</span></span
              >
            </h2>
            <ul role="list">
              ${repeat(
                tickets,
                ({ id }) => id,
                (ticket) =>
                  html`<li><crm-ticket-card .ticket=${ticket} .now=${this.now}></crm-ticket-card></li>`,
              )}
            </ul>
          </section>
        `,
      )}
    </div>`;
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-board-columns': CrmBoardColumns;
  }
}
