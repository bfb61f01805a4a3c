import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ModuleMapping } from '../../../server/contract/mapping.ts';
import { t } from '../../i18n/messages.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import { choiceStyles } from './choice-styles.ts';

type SyncType = ModuleMapping['syncType'];
/** There is no way from Desk to CRM only (S17). */
const TYPES: readonly SyncType[] = ['two-way', 'crm-to-desk'];

/**
 * Two-way or one-way from CRM to Desk (S16, S17, S23).
 *
 * @fires crm-sync-type - `detail` is the new type
 */
@customElement('crm-sync-type')
export class CrmSyncType extends LitElement {
  static override styles = [sharedStyles, choiceStyles];

  @property() value: SyncType = 'two-way';

  override render() {
    return html`<fieldset>
      <legend>${t('mapping.sync-type')}</legend>
      ${TYPES.map(
        (type) =>
          html`<label>
            <input
              type="radio"
              name="type"
              value=${type}
              .checked=${type === this.value}
              @change=${() => this.tell(type)}
            />
            <span>
              <strong>${t(`mapping.sync-type.${type}`)}</strong>
              <span class="small secondary">${t(`mapping.sync-type.${type}.hint`)}</span>
            </span>
          </label>`,
      )}
    </fieldset>`;
  }
  private tell(detail: SyncType) {
    this.dispatchEvent(new CustomEvent('crm-sync-type', { detail, bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-sync-type': CrmSyncType;
  }
}
