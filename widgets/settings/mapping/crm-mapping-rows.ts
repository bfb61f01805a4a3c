import { LitElement, css, html } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ModuleMapping } from '../../../server/contract/mapping.ts';
import type { SelectOption } from '../../elements/crm-search-select.ts';
import { t } from '../../i18n/messages.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import { CrmMappingRow } from './crm-mapping-row.ts';
import type { EditedRow } from './edited-mapping.ts';
import type { KnownFields } from './field-facts.ts';
import { fieldOptions } from './field-facts.ts';
import { mappingColumns } from './mapping-row-styles.ts';
import type { Findings } from './row-findings.ts';
import { NOTHING_FOUND } from './row-findings.ts';

/** Rows this far outside of the window are made ready to be used. */
const AHEAD = '600px 0px';

/** The table of rows, headed "Zoho Desk Fields" and "Zoho CRM Fields" (S19). */
@customElement('crm-mapping-rows')
export class CrmMappingRows extends LitElement {
  static override styles = [
    sharedStyles,
    mappingColumns,
    css`
      :host {
        container-type: inline-size;
      }
      .head {
        padding-block: 6px;
        border-block-end: 1px solid var(--border);
        color: var(--text-secondary);
        font-size: var(--small);
        font-weight: var(--weight-bold);
      }
      @container (max-inline-size: 640px) {
        .columns {
          display: block;
        }
        .columns > :not(.field) {
          display: none;
        }
        .columns > .field {
          display: inline-block;
          margin-inline-end: 12px;
        }
      }
      crm-mapping-row {
        content-visibility: auto;
        contain-intrinsic-size: auto 64px;
      }
    `,
  ];

  @property({ attribute: false }) rows: readonly EditedRow[] = [];
  @property({ attribute: false }) fields!: KnownFields;
  @property() syncType: ModuleMapping['syncType'] = 'two-way';
  @property({ attribute: false }) findings: Findings | null = NOTHING_FOUND;
  @property({ attribute: false }) suggestions: ModuleMapping['suggestions'] = [];
  @property({ type: Boolean }) strict = false;
  @query('[role="table"]') private table!: HTMLElement;
  private options: Readonly<Record<'desk' | 'crm', readonly SelectOption[]>> = { desk: [], crm: [] };
  private confidences: ReadonlyMap<string, number> = new Map();
  private readonly watched = new WeakSet<Element>();
  private readonly watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting || !(target instanceof CrmMappingRow)) continue;
        target.near = true;
        this.watcher.unobserve(target);
      }
    },
    { rootMargin: AHEAD },
  );

  protected override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('fields')) {
      this.options = {
        desk: fieldOptions(this.fields.desk, 'desk'),
        crm: fieldOptions(this.fields.crm, 'crm'),
      };
    }
    if (changed.has('suggestions')) {
      this.confidences = new Map(
        this.suggestions.map(({ desk, crm, confidence }) => [`${desk}=${crm}`, confidence]),
      );
    }
  }
  protected override updated() {
    for (const row of this.table.querySelectorAll('crm-mapping-row')) {
      if (this.watched.has(row)) continue;
      this.watched.add(row);
      this.watcher.observe(row);
    }
  }

  override render() {
    return html`<div role="table" aria-label=${t('mapping.heading')} aria-rowcount=${this.rows.length + 1}>
      <div role="row" class="head columns">
        <div role="columnheader" class="field">${t('mapping.heads.desk')}</div>
        <div role="columnheader">${t('mapping.head.direction')}</div>
        <div role="columnheader" class="field">${t('mapping.heads.crm')}</div>
        <div role="columnheader">${t('mapping.head.check')}</div>
        <div role="columnheader"><span class="visually-hidden">${t('mapping.head.actions')}</span></div>
      </div>
      ${repeat(
        this.rows,
        ({ id }) => id,
        (edited) => this.renderRow(edited),
      )}
    </div>`;
  }
  private renderRow(edited: EditedRow) {
    const { id, row } = edited;
    return html`<crm-mapping-row
      role="row"
      .edited=${edited}
      .fields=${this.fields}
      .options=${this.options}
      .syncType=${this.syncType}
      .findings=${this.findings?.rows.get(id) ?? null}
      .confidence=${this.confidences.get(`${row.desk}=${row.crm}`) ?? null}
      .strict=${this.strict}
    ></crm-mapping-row>`;
  }

  /** Brings a row into view and into use, and puts the focus on its first control. */
  async reveal(id: number): Promise<void> {
    await this.updateComplete;
    const at = this.rows.findIndex((each) => each.id === id);
    const row = this.table.querySelectorAll('crm-mapping-row')[at];
    if (!row) return;
    row.near = true;
    await row.updateComplete;
    row.scrollIntoView({ block: 'nearest' });
    row.renderRoot.querySelector('crm-search-select')?.focus();
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-mapping-rows': CrmMappingRows;
  }
}
