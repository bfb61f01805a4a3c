import { consume } from '@lit/context';
import { TaskStatus } from '@lit/task';
import { LitElement, html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { ModuleName } from '../../../server/contract/common.ts';
import type { ModuleMapping } from '../../../server/contract/mapping.ts';
import type { ApiClient } from '../../api/api-client.ts';
import { apiContext } from '../../api/api-client.ts';
import '../../elements/crm-disclosure.ts';
import '../../elements/crm-skeleton.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/messages.ts';
import '../../page/crm-problem.ts';
import { problemText } from '../../page/problem-text.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { fieldStyles, sharedStyles } from '../../styles/shared-styles.ts';
import './crm-department-choice.ts';
import './crm-mapping-preview.ts';
import type { RowChange } from './crm-mapping-row.ts';
import './crm-mapping-suggestions.ts';
import type { Suggestion } from './crm-mapping-suggestions.ts';
import './crm-mapping-table.ts';
import type { CrmMappingTable } from './crm-mapping-table.ts';
import './crm-sync-type.ts';
import type { WishedRow } from './draw-notices.ts';
import { drawNotices } from './draw-notices.ts';
import type { EditedMapping } from './edited-mapping.ts';
import { MOST_ROWS, addRow, changeRow, isComplete, removeRow } from './edited-mapping.ts';
import { editorStyles } from './editor-styles.ts';
import { MappingSession } from './mapping-session.ts';
import { hasError } from './row-findings.ts';

/** Of `crm-saved`. */
export interface MappingSaved {
  readonly module: ModuleName;
  readonly version: number;
  readonly syncType: ModuleMapping['syncType'];
}

/**
 * The mapping of one module with its sync type and, for products, its departments (S16–S19, S21, S23–S25). The wizard
 * and Edit show the same; whoever embeds it may bring its own buttons and call `save()`.
 *
 * @fires crm-saved - `detail` is a `MappingSaved`
 * @fires crm-dirty - `detail.dirty`: whether there is anything to save
 */
@customElement('crm-mapping-editor')
export class CrmMappingEditor extends LitElement {
  static override styles = [sharedStyles, buttonStyles, fieldStyles, editorStyles];

  @consume({ context: apiContext })
  private api!: ApiClient;

  @property() module: ModuleName = 'contacts';
  /** Set from outside, it is followed and not asked for here; null: the viewer chooses it in the editor. */
  @property({ attribute: false }) syncType: ModuleMapping['syncType'] | null = null;
  /** Without buttons to save and discard: the embedding page has them. */
  @property({ type: Boolean }) embedded = false;

  @state() private strict = false;
  /** The preview reads records, which costs credits: not before somebody looks. */
  @state() private previewed = false;
  @query('crm-mapping-table') private table?: CrmMappingTable;
  private told = false;
  private saving: Promise<boolean> = Promise.resolve(false);
  private readonly session: MappingSession = new MappingSession(
    this,
    () => this.api,
    () => this.module,
  );

  /** There are edits that are not saved. */
  get dirty(): boolean {
    return this.session.isDirty;
  }
  /** The module has a stored mapping. */
  get saved(): boolean {
    return (this.session.editing?.stored.version ?? 0) > 0;
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('module')) this.strict = false;
    const mapping = this.session.editing?.mapping;
    if (this.syncType !== null && mapping && mapping.syncType !== this.syncType) {
      this.session.change({ ...mapping, syncType: this.syncType });
    }
  }
  protected override updated() {
    if (this.told === this.dirty) return;
    this.told = this.dirty;
    this.tell('crm-dirty', { dirty: this.dirty });
  }

  /**
   * Saves what is shown; also a suggestion that nobody changed. What is stored already is not stored again. While the
   * mapping is read, or saved already, it waits for that.
   * @returns whether it is saved; if not, the viewer sees why
   */
  save(): Promise<boolean> {
    this.saving = this.saving.then(
      () => this.saveNow(),
      () => this.saveNow(),
    );
    return this.saving;
  }
  private async saveNow(): Promise<boolean> {
    // What was read last, or set from outside, becomes part of the mapping when the element updates.
    await this.updateComplete;
    await this.session.loading.taskComplete.catch(() => undefined);
    await this.updateComplete;
    const { editing } = this.session;
    if (!editing || this.session.loading.status !== TaskStatus.COMPLETE) return false;
    this.strict = true;
    const first = this.firstMistake(editing.mapping);
    if (first !== undefined) {
      await this.show(first);
      return false;
    }
    if (this.module === 'products' && editing.mapping.departmentIds.length === 0) return false;
    const isStored = this.saved && !this.dirty && !this.session.isStale;
    if (!isStored && !(await this.session.save())) return false;
    this.strict = false;
    const { version, syncType } = this.session.editing?.stored ?? editing.stored;
    const detail: MappingSaved = { module: this.module, version, syncType };
    this.tell('crm-saved', detail);
    return true;
  }

  override render() {
    return this.session.loading.render({
      pending: () => html`<crm-skeleton .label=${t('loading')} lines="12"></crm-skeleton>`,
      error: (error) =>
        html`<crm-problem .error=${error} @crm-retry=${() => this.session.loading.run()}></crm-problem>`,
      complete: () => this.renderEditor(),
    });
  }

  private renderEditor() {
    const { editing } = this.session;
    if (!editing) return nothing;
    const { mapping, fields, departments, stored } = editing;
    return html`<div class="editor">
      <div class="notices">${drawNotices(this.session, (row) => this.add(row))}</div>
      ${
        this.syncType === null
          ? html`<crm-sync-type
              .value=${mapping.syncType}
              @crm-sync-type=${({ detail }: CustomEvent<ModuleMapping['syncType']>) =>
                this.edit((mapping) => ({ ...mapping, syncType: detail }))}
            ></crm-sync-type>`
          : nothing
      }
      ${
        this.module === 'products'
          ? html`<crm-department-choice
              .departments=${departments}
              .chosen=${mapping.departmentIds}
              .strict=${this.strict}
              @crm-departments=${({ detail }: CustomEvent<string[]>) =>
                this.edit((mapping) => ({ ...mapping, departmentIds: detail }))}
            ></crm-department-choice>`
          : nothing
      }
      <crm-mapping-table
        .mapping=${mapping}
        .fields=${fields}
        .findings=${this.session.findings}
        .suggestions=${stored.version === 0 ? stored.suggestions : []}
        .strict=${this.strict}
        @crm-row-add=${() => this.add()}
        @crm-row-change=${({ detail }: CustomEvent<RowChange>) =>
          this.edit((mapping) => changeRow(mapping, detail.id, detail.change))}
        @crm-row-remove=${({ detail }: CustomEvent<{ id: number }>) => this.removeRow(detail.id)}
      ></crm-mapping-table>
      <crm-mapping-suggestions
        .suggestions=${this.suggestions}
        .fields=${fields}
        @crm-suggestions=${this.addSuggestions}
      ></crm-mapping-suggestions>
      <crm-disclosure .heading=${t('mapping.preview')} @crm-toggle=${() => (this.previewed = true)}>
        <p class="secondary small">${t('mapping.preview.hint')}</p>
        ${
          this.previewed
            ? html`<crm-mapping-preview
                .module=${this.module}
                .mapping=${mapping}
                .fields=${fields}
              ></crm-mapping-preview>`
            : nothing
        }
      </crm-disclosure>
      ${this.renderEnd()}
    </div>`;
  }

  private renderEnd() {
    const { session, embedded } = this;
    const busy = session.saving.kind === 'saving';
    return html`<div class="end ${embedded ? '' : 'bar'}">
      <p class="small secondary" role="status">${this.draftText}</p>
      ${
        embedded
          ? nothing
          : html`<button
                type="button"
                class="button"
                aria-disabled=${this.dirty && !busy ? 'false' : 'true'}
                @click=${() => (this.dirty && !busy ? this.session.discard() : undefined)}
              >
                ${t('mapping.discard')}
              </button>
              <button
                type="button"
                class="button primary"
                aria-disabled=${busy || session.isStale ? 'true' : 'false'}
                aria-busy=${busy ? 'true' : 'false'}
                @click=${() => this.save()}
              >
                ${busy ? t('mapping.saving') : t('mapping.save')}
              </button>`
      }
    </div>`;
  }

  /** What became of the edits, in a few words. */
  private get draftText(): string {
    const { saving, keeper } = this.session;
    if (saving.kind === 'saving') return t('mapping.saving');
    const { state } = keeper;
    if (state.kind === 'failed') return `${t('mapping.draft.failed')} ${problemText(state.error)}`;
    if (this.dirty && state.kind === 'kept') {
      return t('mapping.draft.kept', { time: formatInstant(state.at) });
    }
    if (this.dirty) return t('mapping.draft.saving');
    return saving.kind === 'saved' ? t('mapping.saved') : '';
  }
  /** Those whose fields are both still free. */
  private get suggestions(): readonly Suggestion[] {
    const { editing } = this.session;
    if (!editing) return [];
    const { rows } = editing.mapping;
    const desk = new Set(rows.map(({ row }) => row.desk));
    const crm = new Set(rows.map(({ row }) => row.crm));
    return editing.stored.suggestions.filter((each) => !desk.has(each.desk) && !crm.has(each.crm));
  }

  /** Of what is edited now, which may be newer than what is drawn. */
  private edit(change: (mapping: EditedMapping) => EditedMapping) {
    const mapping = this.session.editing?.mapping;
    if (mapping) this.session.change(change(mapping));
  }
  private add({ desk = '', crm = '' }: WishedRow = {}) {
    this.edit((mapping) => (mapping.rows.length < MOST_ROWS ? addRow(mapping, desk, crm) : mapping));
    void this.show(this.session.editing?.mapping.rows.at(-1)?.id ?? 0);
  }
  private addSuggestions({ detail }: CustomEvent<readonly Suggestion[]>) {
    this.edit((mapping) =>
      detail
        .slice(0, MOST_ROWS - mapping.rows.length)
        .reduce((rows, { desk, crm }) => addRow(rows, desk, crm), mapping),
    );
  }
  /** The focus goes to the row that takes its place. */
  private removeRow(id: number) {
    const rows = this.session.editing?.mapping.rows ?? [];
    const at = rows.findIndex((each) => each.id === id);
    const next = rows[at + 1] ?? rows[at - 1];
    this.edit((mapping) => removeRow(mapping, id));
    if (next) void this.show(next.id);
  }
  private async show(id: number) {
    await this.updateComplete;
    await this.table?.reveal(id);
  }
  /** By a verdict on an earlier mapping nothing is refused: the connector judges what it is to save. */
  private firstMistake({ rows }: EditedMapping): number | undefined {
    const findings = this.session.isJudged ? this.session.findings : null;
    return rows.find((each) => {
      const found = findings?.rows.get(each.id);
      return !isComplete(each) || (found !== undefined && hasError(found));
    })?.id;
  }
  private tell(name: 'crm-saved' | 'crm-dirty', detail: unknown) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-mapping-editor': CrmMappingEditor;
  }
}
