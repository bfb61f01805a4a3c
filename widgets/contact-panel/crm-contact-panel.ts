import { customElement } from 'lit/decorators.js';
import { DeskRecordPanel } from '../customer/desk-record-panel.ts';

/** On the page of a contact in Desk: the same customer as CRM knows them (S117). */
@customElement('crm-contact-panel')
export class CrmContactPanel extends DeskRecordPanel {
  protected override readonly place = 'contacts';
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-contact-panel': CrmContactPanel;
  }
}
