import { consume } from '@lit/context';
import { Task } from '@lit/task';
import { LitElement, css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Panel, PanelPlace } from '../../../server/contract/panel.ts';
import type { ProfilePermissions } from '../../../server/contract/permissions.ts';
import type { ApiClient } from '../../api/api-client.ts';
import { apiContext } from '../../api/api-client.ts';
import { previewPermissions } from '../../api/permissions-api.ts';
import '../../customer/crm-customer.ts';
import '../../elements/crm-notice.ts';
import '../../elements/crm-skeleton.ts';
import { t } from '../../i18n/messages.ts';
import { plain } from '../../i18n/plain-text.ts';
import '../../page/crm-problem.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { fieldStyles, sharedStyles } from '../../styles/shared-styles.ts';
import '../crm-record-choice.ts';
import type { ChosenRecord } from '../crm-record-choice.ts';
import { withoutActions } from './without-actions.ts';

const PLACES: readonly PanelPlace[] = ['contacts', 'accounts', 'tickets'];
const ID = /^\d{1,30}$/;

/** What agents of a profile see of one contact, account or ticket: the connector's own answer for that profile (S54). */
@customElement('crm-profile-preview')
export class CrmProfilePreview extends LitElement {
  static override styles = [
    sharedStyles,
    buttonStyles,
    fieldStyles,
    css`
      .choice {
        display: grid;
        gap: 8px;
        margin-block-end: 10px;
      }
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: end;
      }
      form label {
        flex: 1 1 160px;
      }
      .chosen {
        font-weight: var(--weight-medium);
        overflow-wrap: anywhere;
      }
      crm-customer {
        padding: 8px;
        border: 1px solid var(--border);
        border-radius: var(--radius-large);
      }
    `,
  ];

  @consume({ context: apiContext })
  private api!: ApiClient;
  @property() profileId = '';
  /** As they would be; null: as they are stored. */
  @property({ attribute: false }) permissions: ProfilePermissions | null = null;
  @state() private place: PanelPlace = 'contacts';
  @state() private record: ChosenRecord | null = null;

  private readonly preview = new Task(this, {
    args: () => [this.profileId, this.permissions, this.place, this.record?.id ?? null] as const,
    task: async ([profileId, permissions, place, id], { signal }): Promise<Panel | 'hidden' | 'nobody'> => {
      if (id === null) return 'nobody';
      const wanted = { place, id, ...(permissions === null ? {} : { permissions }) };
      const { panel } = await previewPermissions(this.api, profileId, wanted, signal);
      return panel === null ? 'hidden' : withoutActions(panel);
    },
  });

  override render() {
    return html`<div class="choice">
        <label
          >${t('permissions.preview.place')}
          <select @change=${this.choosePlace}>
            ${PLACES.map(
              (place) =>
                html`<option value=${place} ?selected=${place === this.place}>
                  ${t(`permissions.place.${place}`)}
                </option>`,
            )}
          </select></label
        >
        ${this.record ? this.renderChosen(this.record) : this.renderChoice()}
      </div>
      ${this.record ? this.renderPreview() : ''}`;
  }

  private renderChosen({ id, name }: ChosenRecord) {
    return html`<p class="chosen">
      <bdi>${plain(name ?? id, 120)}</bdi>
      <button type="button" class="button quiet" @click=${() => (this.record = null)}>
        ${t('mapping.preview.another')}
      </button>
    </p>`;
  }
  private renderChoice() {
    if (this.place === 'tickets') {
      return html`<form novalidate @submit=${this.chooseTicket}>
        <label
          >${t('permissions.preview.ticket')}
          <input name="ticket" inputmode="numeric" autocomplete="off" maxlength="30" />
        </label>
        <button type="submit" class="button">${t('permissions.preview.show')}</button>
      </form>`;
    }
    return html`<crm-record-choice
      .module=${this.place}
      side="desk"
      @crm-record=${({ detail }: CustomEvent<ChosenRecord>) => (this.record = detail)}
    ></crm-record-choice>`;
  }
  private renderPreview() {
    return this.preview.render({
      pending: () => html`<crm-skeleton .label=${t('loading.customer')} lines="6"></crm-skeleton>`,
      error: (error) =>
        html`<crm-problem .error=${error} @crm-retry=${() => this.preview.run()}></crm-problem>`,
      complete: (panel) => {
        if (panel === 'nobody') return '';
        if (panel === 'hidden') {
          return html`<crm-notice kind="restricted" .text=${t('permissions.preview.hidden')}></crm-notice>`;
        }
        return html`<crm-customer .panel=${panel} still></crm-customer>`;
      },
    });
  }

  private choosePlace(event: Event) {
    const { value } = event.target as HTMLSelectElement;
    this.place = PLACES.find((place) => place === value) ?? 'contacts';
    this.record = null;
  }
  private chooseTicket(event: SubmitEvent) {
    event.preventDefault();
    const given = new FormData(event.target as HTMLFormElement).get('ticket');
    // Of an address that was pasted, the number at its end.
    const id = typeof given === 'string' ? (/(\d+)\/?$/.exec(given.trim())?.[1] ?? '') : '';
    if (ID.test(id)) this.record = { id, name: null, hint: null };
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-profile-preview': CrmProfilePreview;
  }
}
