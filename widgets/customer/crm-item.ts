import { consume } from '@lit/context';
import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { PanelBlock, PanelEntity, PanelItem } from '../../server/contract/panel.ts';
import type { ApiClient } from '../api/api-client.ts';
import { apiContext } from '../api/api-client.ts';
import type { PanelTarget } from '../api/panel-api.ts';
import { readSection } from '../api/panel-api.ts';
import '../elements/crm-more.ts';
import { icon } from '../elements/icon.ts';
import { t } from '../i18n/messages.ts';
import { problemText } from '../page/problem-text.ts';
import { buttonStyles } from '../styles/button-styles.ts';
import { sharedStyles } from '../styles/shared-styles.ts';
import './crm-note-text.ts';
import { targetContext } from './panel-target-context.ts';
import { rowStyles } from './row-styles.ts';
import type { AnyRow } from './rows.ts';
import { drawRow, isOpen, rowKey } from './rows.ts';

/**
 * The rows of one item of a customer: profile fields, potentials, notes, calls, events or tasks, with "Show more"
 * (S113–S116, S122). Draws: denied, unreadable, empty, rows.
 *
 * @fires crm-retry - The item could not be read and the viewer wants another try.
 */
@customElement('crm-item')
export class CrmItem extends LitElement {
  static override styles = [
    sharedStyles,
    buttonStyles,
    rowStyles,
    css`
      .state {
        display: flex;
        align-items: center;
        gap: 6px;
        color: var(--text-secondary);
      }
      .state.failed {
        flex-wrap: wrap;
      }
      .state .icon {
        flex: none;
      }
    `,
  ];

  @consume({ context: apiContext })
  private api!: ApiClient;
  @consume({ context: targetContext, subscribe: true })
  private target!: PanelTarget;

  @property() entity: PanelEntity = 'contacts';
  @property() item: PanelItem = 'notes';
  /** As the panel got it; undefined: denied to the viewer's profile. */
  @property({ attribute: false }) section: PanelBlock[PanelItem];

  @state() private later: readonly AnyRow[] = [];
  @state() private busy = false;
  @state() private problem = '';
  private pagesRead = 1;
  private laterHasMore: boolean | null = null;
  private reading: AbortController | null = null;

  protected override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('section')) this.forgetLater();
  }
  override disconnectedCallback() {
    super.disconnectedCallback();
    this.reading?.abort();
  }

  override render() {
    const { section, item } = this;
    if (!section) return html`<p class="state">${icon('lock')}${t('restricted.item')}</p>`;
    if (section.state === 'failed') return this.renderFailed();
    const rows: readonly AnyRow[] = [...section.rows, ...this.later];
    if (rows.length === 0) return html`<p class="state">${t(`empty.${item}`)}</p>`;
    return html`${item === 'information' ? this.renderFields(rows) : this.renderRows(rows)}
    ${
      (this.laterHasMore ?? section.hasMore)
        ? html`<crm-more
            .label=${t(`item.${item}`)}
            .busy=${this.busy}
            .problem=${this.problem}
            @crm-more=${this.readMore}
          ></crm-more>`
        : nothing
    }`;
  }

  private renderFailed() {
    return html`<p class="state failed" role="status">
      ${icon('warning')}${t('failed.item')}
      <button type="button" class="button quiet" @click=${this.wishRetry}>${t('retry')}</button>
    </p>`;
  }
  private renderFields(rows: readonly AnyRow[]) {
    return html`<dl>${rows.map((row) => drawRow('information', row))}</dl>`;
  }
  private renderRows(rows: readonly AnyRow[]) {
    const open = rows.filter((row) => isOpen(row));
    const closed = rows.filter((row) => !isOpen(row));
    if (closed.length === 0 && !['calls', 'events', 'tasks'].includes(this.item))
      return this.renderList(open, t(`item.${this.item}`));
    return html`${this.renderGroup(open, t('state.open'))}${this.renderGroup(closed, t('state.closed'))}`;
  }
  private renderGroup(rows: readonly AnyRow[], heading: string) {
    if (rows.length === 0) return nothing;
    return html`<h5>${heading}</h5>
      ${this.renderList(rows, `${t(`item.${this.item}`)}: ${heading}`)}`;
  }
  private renderList(rows: readonly AnyRow[], label: string) {
    return html`<ul role="list" aria-label=${label}>
      ${repeat(rows, rowKey, (row) => html`<li>${drawRow(this.item, row)}</li>`)}
    </ul>`;
  }

  private forgetLater() {
    this.reading?.abort();
    this.later = [];
    this.laterHasMore = null;
    this.pagesRead = 1;
    this.busy = false;
    this.problem = '';
  }
  private async readMore() {
    this.reading = new AbortController();
    const { signal } = this.reading;
    this.busy = true;
    this.problem = '';
    try {
      const { entity, item } = this;
      const page = await readSection(
        this.api,
        this.target,
        { entity, item, page: this.pagesRead + 1 },
        signal,
      );
      // A row may have moved to the next page since the last one was read.
      const known = new Set([...this.shown, ...this.later].map(rowKey));
      this.later = [...this.later, ...page.rows.filter((row: AnyRow) => !known.has(rowKey(row)))];
      this.laterHasMore = page.hasMore;
      this.pagesRead += 1;
    } catch (error) {
      if (!signal.aborted) this.problem = problemText(error);
    } finally {
      if (!signal.aborted) this.busy = false;
    }
  }
  private get shown(): readonly AnyRow[] {
    return this.section?.state === 'ready' ? this.section.rows : [];
  }
  private wishRetry() {
    this.dispatchEvent(new CustomEvent('crm-retry', { bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-item': CrmItem;
  }
}
