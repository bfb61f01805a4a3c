import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { MappingRow } from '../../../server/contract/mapping.ts';
import '../../elements/crm-search-select.ts';
import type { SelectOption } from '../../elements/crm-search-select.ts';
import { icon } from '../../elements/icon.ts';
import { backward } from '../../i18n/arrows.ts';
import { formatShare } from '../../i18n/format.ts';
import { t } from '../../i18n/messages.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { fieldStyles, sharedStyles } from '../../styles/shared-styles.ts';
import './crm-mapping-details.ts';
import type { EditedRow } from './edited-mapping.ts';
import { isComplete } from './edited-mapping.ts';
import type { KnownFields } from './field-facts.ts';
import { fieldLabel } from './field-facts.ts';
import { mappingRowStyles } from './mapping-row-styles.ts';
import type { RowFindings } from './row-findings.ts';
import { effectiveDirection, flagText, sampleTexts, verdictText } from './row-words.ts';

const KINDS = { lossless: 'success', sometimes: 'warning', never: 'error' } as const;

/** A change of one row, on its way to the editor. */
export interface RowChange {
  readonly id: number;
  readonly change: Partial<MappingRow>;
}

/**
 * One row: a Desk field, the direction, a CRM field, what the connector found about the pair, and more settings on
 * demand. A row that is far from being seen is plain text: hundreds of rows cost what a screen full of them does.
 *
 * @fires crm-row-change - `detail` is a `RowChange`
 * @fires crm-row-remove - `detail.id`
 */
@customElement('crm-mapping-row')
export class CrmMappingRow extends LitElement {
  static override styles = [sharedStyles, buttonStyles, fieldStyles, mappingRowStyles];

  @property({ attribute: false }) edited!: EditedRow;
  @property({ attribute: false }) fields!: KnownFields;
  @property({ attribute: false }) options!: Readonly<Record<'desk' | 'crm', readonly SelectOption[]>>;
  @property() syncType: 'two-way' | 'crm-to-desk' = 'two-way';
  @property({ attribute: false }) findings: RowFindings | null = null;
  /** 0 to 1 when the connector suggested the row; null when somebody made it. */
  @property({ attribute: false }) confidence: number | null = null;
  /** The viewer tried to save: what is not filled in is a mistake now. */
  @property({ type: Boolean }) strict = false;
  /** It is seen, or soon will be. */
  @property({ type: Boolean }) near = false;
  @state() private open = false;

  override render() {
    const { row } = this.edited;
    const desk = fieldLabel(this.fields, 'desk', row.desk);
    const crm = fieldLabel(this.fields, 'crm', row.crm);
    if (!this.near) {
      return html`<div role="cell" class="field">${desk}</div>
        <div role="cell" class="direction"></div>
        <div role="cell" class="field">${crm}</div>
        <div role="cell"></div>
        <div role="cell"></div>`;
    }
    const pair = t('mapping.pair', { desk, crm });
    return html`<div role="cell" class="field">${this.renderField('desk')}</div>
      <div role="cell" class="direction">${this.renderDirection(pair)}</div>
      <div role="cell" class="field">${this.renderField('crm')}</div>
      <div role="cell" class="check">${this.renderCheck()}</div>
      <div role="cell" class="tools">
        <button
          type="button"
          class="button icon-only ${this.open ? 'turned' : ''}"
          aria-expanded=${this.open ? 'true' : 'false'}
          aria-label="${t('mapping.more')}: ${pair}"
          title=${t('mapping.more')}
          ?disabled=${!isComplete(this.edited)}
          @click=${() => (this.open = !this.open)}
        >
          ${icon('chevron')}
        </button>
        <button
          type="button"
          class="button icon-only"
          aria-label="${t('mapping.remove')}: ${pair}"
          title=${t('mapping.remove')}
          @click=${this.giveUp}
        >
          ${icon('close')}
        </button>
      </div>
      ${
        this.open && isComplete(this.edited)
          ? html`<div role="cell" aria-colspan="5" class="details">
              <crm-mapping-details
                .row=${row}
                .fields=${this.fields}
                .direction=${this.direction}
                .verdict=${this.findings?.verdict ?? null}
                @crm-setting=${({ detail }: CustomEvent<Partial<MappingRow>>) => this.tell(detail)}
              ></crm-mapping-details>
            </div>`
          : nothing
      }`;
  }

  private get direction(): MappingRow['direction'] {
    const { row } = this.edited;
    return effectiveDirection(this.syncType, row, this.fields.crm.get(row.crm));
  }

  private renderField(side: 'desk' | 'crm') {
    const { row } = this.edited;
    const isGone = row[side] !== '' && !this.fields[side].has(row[side]);
    return html`<crm-search-select
      .label=${t(`mapping.head.${side}`)}
      .options=${this.options[side]}
      .value=${row[side]}
      .placeholder=${t('mapping.choose')}
      .missing=${isGone ? t('mapping.gone', { field: fieldLabel(this.fields, side, row[side]) }) : ''}
      .invalid=${isGone || (this.strict && row[side] === '')}
      @crm-choose=${({ detail }: CustomEvent<{ id: string }>) => this.tell({ [side]: detail.id })}
    ></crm-search-select>`;
  }

  private renderDirection(pair: string) {
    const { row } = this.edited;
    const crm = this.fields.crm.get(row.crm);
    const isFixed = this.syncType === 'crm-to-desk' || crm?.writable === false;
    if (isFixed) {
      return html`<span class="fixed"
        ><span aria-hidden="true" class="arrow">${backward()}</span>
        ${t('mapping.direction.crm-to-desk')}</span
      >`;
    }
    const option = (direction: MappingRow['direction'], arrow: string) =>
      html`<option value=${direction} ?selected=${row.direction === direction}>
        ${arrow} ${t(`mapping.direction.${direction}`)}
      </option>`;
    return html`<select
        aria-label="${t('mapping.head.direction')}: ${pair}"
        @change=${(event: Event) =>
          this.tell({ direction: (event.target as HTMLSelectElement).value as MappingRow['direction'] })}
      >
        ${option('both', '↔')} ${option('crm-to-desk', backward())}
      </select>
      ${
        row.conflict === 'newest' || this.direction !== 'both'
          ? nothing
          : html`<span class="small secondary">${t(`mapping.conflict.${row.conflict}`)}</span>`
      }`;
  }

  private renderCheck() {
    const { edited, findings, confidence } = this;
    const suggested =
      confidence === null
        ? nothing
        : html`<p class="small secondary">
            ${t('mapping.suggested-row', { confidence: formatShare(confidence) })}
          </p>`;
    if (!isComplete(edited)) {
      return this.strict
        ? html`<p class="finding error">${icon('error')}${t('mapping.incomplete')}</p>`
        : nothing;
    }
    if (!findings) return html`<p class="small secondary">${t('mapping.checking')}</p>`;
    return html`${findings.flags.map(
      (flag) =>
        html`<p class="finding ${flag.severity}">
          ${icon(flag.severity)}<span>${flagText(flag, this.fields)}</span>
        </p>`,
    )}
    ${this.renderVerdict(findings)} ${suggested}`;
  }
  /** That everything fits is no news beside something that is wrong. */
  private renderVerdict({ verdict, flags }: RowFindings) {
    if (!verdict || verdict.verdict === null) return nothing;
    if (verdict.verdict === 'lossless' && flags.length > 0) return nothing;
    const kind = KINDS[verdict.verdict];
    return html`<p class="finding ${kind}">
        ${icon(kind)}<span>${verdictText(verdict.verdict, verdict.reason)}</span>
      </p>
      ${sampleTexts(verdict, this.fields, this.edited.row).map(
        (text) => html`<p class="sample small secondary">${text}</p>`,
      )}`;
  }

  private tell(change: Partial<MappingRow>) {
    const detail: RowChange = { id: this.edited.id, change };
    this.dispatchEvent(new CustomEvent('crm-row-change', { detail, bubbles: true, composed: true }));
  }
  private giveUp() {
    const detail = { id: this.edited.id };
    this.dispatchEvent(new CustomEvent('crm-row-remove', { detail, bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'crm-mapping-row': CrmMappingRow;
  }
}
