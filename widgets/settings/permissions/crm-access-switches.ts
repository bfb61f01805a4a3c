import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { t } from '../../i18n/messages.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import type { Entity, EntitySettings, ItemSwitch } from './access-summary.ts';
import { ACTIVITIES, activitiesOf, switched } from './access-summary.ts';

/**
 * What a profile may see of one entity: information, potentials, notes, and activities with calls, events and tasks
 * (S58, S59). The switch above the three is mixed when they differ.
 *
 * @fires crm-switched - `detail` are the new settings
 */
@customElement('crm-access-switches')
export class CrmAccessSwitches extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      label {
        display: flex;
        align-items: center;
        gap: 8px;
        min-block-size: 30px;
        cursor: pointer;
      }
      input {
        flex: none;
        inline-size: 16px;
        block-size: 16px;
        margin: 0;
        accent-color: var(--button);
      }
      .below {
        padding-inline-start: 24px;
      }
    `,
  ];

  @property() entity: Entity = 'contacts';
  @property({ attribute: false }) settings!: EntitySettings;

  override render() {
    const { entity, settings } = this;
    const all = activitiesOf(settings);
    return html`${this.renderSwitch('information', t(`permissions.information.${entity}`), settings.information)}
      ${this.renderSwitch('potentials', t('item.potentials'), settings.potentials)}
      ${this.renderSwitch('notes', t('item.notes'), settings.notes)}
      ${this.renderSwitch('activities', t('item.activities'), all === 'all', all === 'some')}
      <div class="below" role="group" aria-label=${t('item.activities')}>
        ${ACTIVITIES.map((activity) =>
          this.renderSwitch(activity, t(`item.${activity}`), settings.activities[activity]),
        )}
      </div>`;
  }
  private renderSwitch(item: ItemSwitch, label: string, on: boolean, mixed = false) {
    return html`<label>
      <input
        type="checkbox"
        name=${item}
        .checked=${on}
        .indeterminate=${mixed}
        @change=${(event: Event) => this.move(item, (event.target as HTMLInputElement).checked)}
      />
      ${label}
    </label>`;
  }
  private move(item: ItemSwitch, on: boolean) {
    const detail = switched(this.settings, item, on);
    this.dispatchEvent(new CustomEvent('crm-switched', { detail, bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-access-switches': CrmAccessSwitches;
  }
}
