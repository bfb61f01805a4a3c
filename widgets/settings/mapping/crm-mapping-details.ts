import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { MappingRow } from '../../../server/contract/mapping.ts';
import { t } from '../../i18n/messages.ts';
import { fieldStyles, sharedStyles } from '../../styles/shared-styles.ts';
import './crm-value-map.ts';
import type { KnownFields } from './field-facts.ts';
import { valueText } from './field-value.ts';
import type { RowVerdict } from './row-findings.ts';
import { codeText } from './row-words.ts';

const POLICIES = ['newest', 'desk', 'crm', 'ask'] as const;
const WINNERS = ['crm', 'desk'] as const;

/**
 * The less common settings of a row: who wins a conflict and the first meeting, which options mean the same, and the
 * customer's own values that do not get through.
 *
 * @fires crm-setting - `detail` is what changed of the row
 */
@customElement('crm-mapping-details')
export class CrmMappingDetails extends LitElement {
  static override styles = [
    sharedStyles,
    fieldStyles,
    css`
      .details {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(220px, 100%), 1fr));
        gap: 10px 16px;
        padding: 10px 12px;
        border-radius: var(--radius);
        background: var(--bg-raised);
      }
      .wide {
        grid-column: 1 / -1;
      }
      h4 {
        margin: 0 0 4px;
        font-size: var(--small);
        font-weight: var(--weight-bold);
      }
      li {
        padding-block: 2px;
        overflow-wrap: anywhere;
      }
      .hint {
        margin-block-start: 2px;
        color: var(--text-secondary);
        font-size: var(--small);
      }
    `,
  ];

  @property({ attribute: false }) row!: MappingRow;
  @property({ attribute: false }) fields!: KnownFields;
  /** In which the row really works. */
  @property() direction: MappingRow['direction'] = 'both';
  @property({ attribute: false }) verdict: RowVerdict | null = null;

  override render() {
    const { row, fields } = this;
    const desk = fields.desk.get(row.desk);
    const crm = fields.crm.get(row.crm);
    const hasOptions = (desk?.options ?? null) !== null || (crm?.options ?? null) !== null;
    return html`<div class="details">
      ${this.direction === 'both' ? this.renderConflict() : html`<p>${t('mapping.conflict.none')}</p>`}
      ${this.renderWinner()}
      ${
        hasOptions && desk && crm
          ? html`<div class="wide">
              <crm-value-map
                .desk=${desk}
                .crm=${crm}
                .pairs=${row.valueMap ?? []}
                @crm-value-map=${({ detail }: CustomEvent<MappingRow['valueMap']>) =>
                  this.tell({ valueMap: detail })}
              ></crm-value-map>
            </div>`
          : nothing
      }
      ${this.renderExamples()}
    </div>`;
  }

  private renderConflict() {
    const { conflict } = this.row;
    return html`<label
      >${t('mapping.conflict')}
      <select @change=${(event: Event) => this.tell({ conflict: chosen(event, POLICIES) })}>
        ${POLICIES.map(
          (policy) =>
            html`<option value=${policy} ?selected=${policy === conflict}>
              ${t(`mapping.conflict.${policy}`)}
            </option>`,
        )}
      </select>
      <p class="hint">${t('mapping.conflict.hint')}</p></label
    >`;
  }
  private renderWinner() {
    const { initialWinner } = this.row;
    return html`<label
      >${t('mapping.winner')}
      <select @change=${(event: Event) => this.tell({ initialWinner: chosen(event, WINNERS) })}>
        ${WINNERS.map(
          (side) =>
            html`<option value=${side} ?selected=${side === initialWinner}>
              ${t(`mapping.side.${side}`)}
            </option>`,
        )}
      </select>
      <p class="hint">${t('mapping.winner.hint')}</p></label
    >`;
  }
  private renderExamples() {
    const found = (this.verdict?.samples ?? []).flatMap(({ from, examples }) =>
      examples.map((example) => ({ from, ...example })),
    );
    if (found.length === 0) return nothing;
    return html`<div class="wide">
      <h4>${t('mapping.examples')}</h4>
      <ul>
        ${found.map(
          ({ from, recordId, value, code }) =>
            html`<li>
              ${t('mapping.example', { side: t(`mapping.side.${from}`), id: recordId })}
              <bdi><q>${valueText(value)}</q></bdi> – ${codeText(code)}
            </li>`,
        )}
      </ul>
    </div>`;
  }

  private tell(detail: Partial<MappingRow>) {
    this.dispatchEvent(new CustomEvent('crm-setting', { detail, bubbles: true, composed: true }));
  }
}

function chosen<const Word extends string>(event: Event, words: readonly Word[]): Word {
  const { value } = event.target as HTMLSelectElement;
  return words.find((word) => word === value) ?? (words[0] as Word);
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-mapping-details': CrmMappingDetails;
  }
}
