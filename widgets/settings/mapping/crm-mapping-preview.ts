import { consume } from '@lit/context';
import { Task, TaskStatus } from '@lit/task';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ModuleName, SideName } from '../../../server/contract/common.ts';
import type { Preview } from '../../../server/contract/mapping-check.ts';
import type { ApiClient } from '../../api/api-client.ts';
import { apiContext } from '../../api/api-client.ts';
import { previewRecord } from '../../api/mapping-check-api.ts';
import '../../elements/crm-skeleton.ts';
import { icon } from '../../elements/icon.ts';
import { onward } from '../../i18n/arrows.ts';
import { t } from '../../i18n/messages.ts';
import { plain } from '../../i18n/plain-text.ts';
import '../../page/crm-problem.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { fieldStyles, sharedStyles } from '../../styles/shared-styles.ts';
import '../crm-record-choice.ts';
import type { ChosenRecord } from '../crm-record-choice.ts';
import { pause } from '../pause.ts';
import type { EditedMapping } from './edited-mapping.ts';
import { contentOf, isComplete } from './edited-mapping.ts';
import type { KnownFields } from './field-facts.ts';
import { fieldLabel } from './field-facts.ts';
import { valueText } from './field-value.ts';
import { previewStyles } from './preview-styles.ts';
import { codeText } from './row-words.ts';

const ASK_AFTER_MS = 600;
type PreviewedField = Preview['fields'][number];

/** One record of the customer's own through the mapping as it stands, there and back (S19). Nothing is written. */
@customElement('crm-mapping-preview')
export class CrmMappingPreview extends LitElement {
  static override styles = [sharedStyles, buttonStyles, fieldStyles, previewStyles];

  @consume({ context: apiContext })
  private api!: ApiClient;
  @property() module: ModuleName = 'contacts';
  @property({ attribute: false }) mapping!: EditedMapping;
  @property({ attribute: false }) fields!: KnownFields;
  @state() private side: SideName = 'desk';
  @state() private record: ChosenRecord | null = null;
  private shown: string | null = null;

  private readonly preview = new Task(this, {
    args: () => [this.module, this.mapping, this.side, this.record?.id ?? null] as const,
    task: async ([module, mapping, side, recordId], { signal }): Promise<Preview | null> => {
      if (recordId === null) return null;
      // Another record is shown at once; edits of the mapping wait for the next one.
      const key = `${module} ${side} ${recordId}`;
      if (this.shown === key) await pause(ASK_AFTER_MS, signal);
      const { syncType, mappings } = contentOf({ ...mapping, rows: mapping.rows.filter(isComplete) });
      const answer = await previewRecord(this.api, module, { syncType, mappings, side, recordId }, signal);
      this.shown = key;
      return answer;
    },
  });

  override render() {
    return html`<div class="choice">
        <label
          >${t('mapping.preview.from')}
          <select @change=${this.chooseSide}>
            ${(['desk', 'crm'] as const).map(
              (side) =>
                html`<option value=${side} ?selected=${side === this.side}>
                  ${t(`mapping.side.${side}`)}
                </option>`,
            )}
          </select></label
        >
        ${
          this.record
            ? html`<p class="chosen">
                <bdi>${plain(this.record.name ?? this.record.id, 120)}</bdi>
                <button type="button" class="button quiet" @click=${() => (this.record = null)}>
                  ${t('mapping.preview.another')}
                </button>
              </p>`
            : html`<crm-record-choice
                .module=${this.module}
                .side=${this.side}
                @crm-record=${({ detail }: CustomEvent<ChosenRecord>) => (this.record = detail)}
              ></crm-record-choice>`
        }
      </div>
      ${this.record ? this.renderPreview() : nothing}`;
  }

  private renderPreview() {
    const { status, value } = this.preview;
    if (status === TaskStatus.ERROR) {
      return html`<crm-problem
        .error=${this.preview.error}
        @crm-retry=${() => this.preview.run()}
      ></crm-problem>`;
    }
    if (!value || value.record.id !== this.record?.id) {
      return html`<crm-skeleton .label=${t('loading')} lines="6"></crm-skeleton>`;
    }
    const here = t(`mapping.side.${value.side}`);
    const there = t(`mapping.side.${value.side === 'desk' ? 'crm' : 'desk'}`);
    const heads = [
      t('mapping.preview.value', { side: here }),
      t('mapping.preview.there', { side: there }),
      t('mapping.preview.back', { side: here }),
      t('mapping.preview.partner', { side: there }),
    ];
    return html`<p class="small secondary" role="status">
        ${
          value.partner
            ? t('mapping.preview.paired', {
                side: there,
                name: plain(value.partner.name ?? value.partner.id, 120),
              })
            : t('mapping.preview.unpaired', { side: there })
        }
      </p>
      <div class="scroll">
        <table aria-busy=${status === TaskStatus.PENDING ? 'true' : 'false'}>
          <thead>
            <tr>
              <th scope="col">${t('mapping.preview.field')}</th>
              ${heads.map((head) => html`<th scope="col">${head}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${value.fields.map((field) => this.renderField(field, value, heads))}
          </tbody>
        </table>
      </div>`;
  }
  private renderField(field: PreviewedField, { side, partner }: Preview, heads: readonly string[]) {
    const { desk, crm, value, there, back, oneWay, partnerValue, problem } = field;
    const [deskName, crmName] = [fieldLabel(this.fields, 'desk', desk), fieldLabel(this.fields, 'crm', crm)];
    const names = side === 'desk' ? [deskName, crmName] : [crmName, deskName];
    const stays = oneWay && side === 'desk';
    const cells = [
      valueText(value),
      stays ? t('mapping.preview.stays') : valueText(there),
      oneWay ? t('mapping.preview.no-way-back') : valueText(back),
      partner ? valueText(partnerValue) : '',
    ];
    return html`<tr class=${problem === null ? '' : 'troubled'}>
      <th scope="row">
        <bdi>${names[0]}</bdi> <span aria-hidden="true">${onward()}</span> <bdi>${names[1]}</bdi>
        ${
          problem === null
            ? nothing
            : html`<p class="problem">${icon('warning')}<span>${codeText(problem)}</span></p>`
        }
      </th>
      ${cells.map(
        (text, at) =>
          html`<td><span class="label" aria-hidden="true">${heads[at]}</span><bdi>${text}</bdi></td>`,
      )}
    </tr>`;
  }

  private chooseSide(event: Event) {
    this.side = (event.target as HTMLSelectElement).value === 'crm' ? 'crm' : 'desk';
    this.record = null;
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-mapping-preview': CrmMappingPreview;
  }
}
