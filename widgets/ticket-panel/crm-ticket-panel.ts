import { customElement } from 'lit/decorators.js';
import { DeskRecordPanel } from '../customer/desk-record-panel.ts';

/** Beside a ticket: the customer who wrote it, contact and account (S4, S5). */
@customElement('crm-ticket-panel')
export class CrmTicketPanel extends DeskRecordPanel {
  protected override readonly place = 'tickets';
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-ticket-panel': CrmTicketPanel;
  }
}
