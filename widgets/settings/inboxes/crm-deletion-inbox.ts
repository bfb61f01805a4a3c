import { LitElement, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { t } from '../../i18n/messages.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import { MODULE_NAMES } from '../records/names.ts';
import './crm-module-deletions.ts';
import { inboxStyles } from './inbox-styles.ts';

/** Held deletions to decide about (P17), and the pairs of which a record is gone (S44–S50), by record type. */
@customElement('crm-deletion-inbox')
export class CrmDeletionInbox extends LitElement {
  static override styles = [sharedStyles, inboxStyles];

  override render() {
    return html`<section>
      <h3>${t('inboxes.deletions')}</h3>
      <p class="secondary">${t('inboxes.deletions.about')}</p>
      ${MODULE_NAMES.map((module) => html`<crm-module-deletions .module=${module}></crm-module-deletions>`)}
    </section>`;
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-deletion-inbox': CrmDeletionInbox;
  }
}
