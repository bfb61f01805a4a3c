import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { MappingRow } from '../../../server/contract/mapping.ts';
import '../../elements/crm-notice.ts';
import { t } from '../../i18n/messages.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import type { MappingContent } from './edited-mapping.ts';
import { differenceOf } from './edited-mapping.ts';
import type { KnownFields } from './field-facts.ts';
import { fieldLabel } from './field-facts.ts';

/**
 * Another administrator saved since the viewer began: says what differs and lets the viewer decide. Nothing is
 * overwritten until then.
 *
 * @fires crm-take-theirs - The viewer gives up the own edits.
 * @fires crm-keep-mine - The own edits go on, based on what is saved now.
 */
@customElement('crm-saved-meanwhile')
export class CrmSavedMeanwhile extends LitElement {
  static override styles = [
    sharedStyles,
    buttonStyles,
    css`
      ul {
        margin-block: 6px;
        max-block-size: 220px;
        overflow: auto;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
    `,
  ];

  @property({ attribute: false }) mine!: MappingContent;
  @property({ attribute: false }) theirs!: MappingContent;
  @property({ attribute: false }) fields!: KnownFields;

  override render() {
    const { onlyMine, onlyTheirs, settings, syncType, departments } = differenceOf(this.mine, this.theirs);
    return html`<crm-notice kind="warning" .heading=${t('mapping.stale')} .text=${t('mapping.stale.text')}>
      <ul tabindex="0" aria-label=${t('mapping.stale.differences')}>
        ${
          syncType
            ? html`<li>
                ${t('mapping.sync-type')}: ${t(`mapping.sync-type.${this.theirs.syncType}`)} /
                ${t(`mapping.sync-type.${this.mine.syncType}`)}
              </li>`
            : nothing
        }
        ${departments ? html`<li>${t('mapping.stale.departments')}</li>` : nothing}
        ${onlyTheirs.map((row) => html`<li>${t('mapping.stale.theirs')}: ${this.named(row)}</li>`)}
        ${onlyMine.map((row) => html`<li>${t('mapping.stale.mine')}: ${this.named(row)}</li>`)}
        ${settings.map((row) => html`<li>${t('mapping.stale.settings')}: ${this.named(row)}</li>`)}
      </ul>
      <div class="buttons">
        <button type="button" class="button" @click=${() => this.tell('crm-take-theirs')}>
          ${t('mapping.stale.take-theirs')}
        </button>
        <button type="button" class="button" @click=${() => this.tell('crm-keep-mine')}>
          ${t('mapping.stale.keep-mine')}
        </button>
      </div>
    </crm-notice>`;
  }
  private named({ desk, crm }: MappingRow) {
    const { fields } = this;
    return html`<bdi>${fieldLabel(fields, 'desk', desk)}</bdi> ↔
      <bdi>${fieldLabel(fields, 'crm', crm)}</bdi>`;
  }
  private tell(name: 'crm-take-theirs' | 'crm-keep-mine') {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-saved-meanwhile': CrmSavedMeanwhile;
  }
}
