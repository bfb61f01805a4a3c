import { customElement } from 'lit/decorators.js';
import { DeskRecordPanel } from '../customer/desk-record-panel.ts';

/** On the page of an account in Desk: the same customer as CRM knows them (S117, S118). */
@customElement('crm-account-panel')
export class CrmAccountPanel extends DeskRecordPanel {
  protected override readonly place = 'accounts';
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-account-panel': CrmAccountPanel;
  }
}
