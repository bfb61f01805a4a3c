import { LitElement, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { ModuleMapping } from '../../../server/contract/mapping.ts';
import { icon } from '../../elements/icon.ts';
import { formatCount } from '../../i18n/format.ts';
import { t, tCount } from '../../i18n/messages.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { fieldStyles, sharedStyles } from '../../styles/shared-styles.ts';
import './crm-mapping-rows.ts';
import type { CrmMappingRows } from './crm-mapping-rows.ts';
import type { EditedMapping, EditedRow } from './edited-mapping.ts';
import { MOST_ROWS } from './edited-mapping.ts';
import type { KnownFields } from './field-facts.ts';
import { matchingRows } from './matching-rows.ts';
import type { Findings } from './row-findings.ts';
import { tableStyles } from './table-styles.ts';

/**
 * All rows of a mapping, with a search and a filter above and a button for another row below.
 *
 * @fires crm-row-add
 */
@customElement('crm-mapping-table')
export class CrmMappingTable extends LitElement {
  static override styles = [sharedStyles, buttonStyles, fieldStyles, tableStyles];

  @property({ attribute: false }) mapping!: EditedMapping;
  @property({ attribute: false }) fields!: KnownFields;
  @property({ attribute: false }) findings: Findings | null = null;
  @property({ attribute: false }) suggestions: ModuleMapping['suggestions'] = [];
  @property({ type: Boolean }) strict = false;
  @state() private search = '';
  @state() private onlyTroubled = false;
  @query('crm-mapping-rows') private table!: CrmMappingRows;

  override render() {
    const { rows, syncType } = this.mapping;
    const shown = this.shown;
    const all = tCount('mapping.rows', rows.length);
    const isFull = rows.length >= MOST_ROWS;
    return html`<section aria-labelledby="heading">
      <div class="tools">
        <h3 id="heading">${t('mapping.heading')}</h3>
        ${this.renderFilter()}
      </div>
      <p class="small secondary" role="status">
        ${
          shown.length === rows.length
            ? all
            : t('mapping.shown', { shown: formatCount(shown.length), rows: all })
        }
      </p>
      <crm-mapping-rows
        .rows=${shown}
        .fields=${this.fields}
        .syncType=${syncType}
        .findings=${this.findings}
        .suggestions=${this.suggestions}
        .strict=${this.strict}
      ></crm-mapping-rows>
      <button type="button" class="button" ?disabled=${isFull} @click=${this.wishRow}>
        ${icon('plus')}${t('mapping.add')}
      </button>
      ${
        isFull
          ? html`<p class="small secondary">${t('mapping.full', { count: formatCount(MOST_ROWS) })}</p>`
          : nothing
      }
    </section>`;
  }
  private renderFilter() {
    return html`<label class="search"
        ><span class="visually-hidden">${t('mapping.filter')}</span>
        <input
          type="search"
          dir="auto"
          placeholder=${t('mapping.filter')}
          .value=${this.search}
          @input=${(event: Event) => (this.search = (event.target as HTMLInputElement).value)}
      /></label>
      <label class="check"
        ><input
          type="checkbox"
          .checked=${this.onlyTroubled}
          @change=${(event: Event) => (this.onlyTroubled = (event.target as HTMLInputElement).checked)}
        />${t('mapping.only-troubled')}</label
      >`;
  }

  /** Brings a row into view and the focus to it, whatever the filter hides. */
  async reveal(id: number): Promise<void> {
    await this.updateComplete;
    if (!this.shown.some((each) => each.id === id)) {
      this.search = '';
      this.onlyTroubled = false;
      await this.updateComplete;
    }
    await this.table.reveal(id);
  }

  private get shown(): readonly EditedRow[] {
    const { search, onlyTroubled } = this;
    return matchingRows(this.mapping.rows, this.fields, this.findings, { search, onlyTroubled });
  }
  private wishRow() {
    this.dispatchEvent(new CustomEvent('crm-row-add', { bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-mapping-table': CrmMappingTable;
  }
}
