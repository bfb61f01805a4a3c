import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { PropertyValues } from 'lit';
import type { ProfilePermissions } from '../../../server/contract/permissions.ts';
import '../../elements/crm-dialog.ts';
import '../../elements/crm-disclosure.ts';
import { t } from '../../i18n/messages.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import type { Entity, EntitySettings } from './access-summary.ts';
import { accessOf } from './access-summary.ts';
import './crm-access-switches.ts';
import './crm-profile-preview.ts';

/**
 * What lies behind Full Access or Restricted Access: the items of one entity (S57–S59), with a look at a customer as
 * the profile would see it, before anything is saved.
 *
 * @fires crm-permissions - `detail` are the profile's permissions, to be saved
 * @fires crm-close - The viewer gave up, or is done.
 */
@customElement('crm-access-dialog')
export class CrmAccessDialog extends LitElement {
  static override styles = [
    sharedStyles,
    buttonStyles,
    css`
      .buttons {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 8px;
        margin-block-start: 12px;
      }
      crm-disclosure {
        margin-block-start: 10px;
      }
    `,
  ];

  @property() profileId = '';
  @property() profileName = '';
  @property() entity: Entity = 'contacts';
  @property({ attribute: false }) permissions!: ProfilePermissions;
  /** Looking reads records, which costs credits: not before somebody does. */
  @state() private previewed = false;
  @state() private edited: EntitySettings | null = null;

  protected override willUpdate(changed: PropertyValues<this>) {
    // What is saved behind the open dialog does not move the switches under the viewer's hand.
    if (changed.has('entity')) this.edited = null;
  }

  override render() {
    const { entity, settings } = this;
    return html`<crm-dialog
      .heading="${this.profileName}: ${t(`permissions.${entity}`)} – ${t(`permissions.access.${accessOf(settings)}`)}"
    >
      <crm-access-switches
        .entity=${entity}
        .settings=${settings}
        @crm-switched=${({ detail }: CustomEvent<EntitySettings>) => (this.edited = detail)}
      ></crm-access-switches>
      <crm-disclosure .heading=${t('permissions.see-as')} @crm-toggle=${() => (this.previewed = true)}>
        ${
          this.previewed
            ? html`<crm-profile-preview
                .profileId=${this.profileId}
                .permissions=${this.wanted}
              ></crm-profile-preview>`
            : nothing
        }
      </crm-disclosure>
      <div class="buttons">
        <button type="button" class="button" @click=${() => this.tell('crm-close')}>${t('cancel')}</button>
        <button type="button" class="button primary" @click=${this.save}>${t('permissions.save')}</button>
      </div>
    </crm-dialog>`;
  }

  private get settings(): EntitySettings {
    return this.edited ?? this.permissions[this.entity];
  }
  private get wanted(): ProfilePermissions {
    return {
      ...this.permissions,
      [this.entity]: { ...this.settings, shown: this.permissions[this.entity].shown },
    };
  }
  private save() {
    this.tell('crm-permissions', this.wanted);
    this.tell('crm-close');
  }
  private tell(name: 'crm-permissions' | 'crm-close', detail?: ProfilePermissions) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-access-dialog': CrmAccessDialog;
  }
}
