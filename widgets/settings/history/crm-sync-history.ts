import { consume } from '@lit/context';
import { Task, TaskStatus } from '@lit/task';
import { LitElement, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ApiClient } from '../../api/api-client.ts';
import { apiContext } from '../../api/api-client.ts';
import type { HistoryFilter } from '../../api/history-api.ts';
import { exportHistory, listHistory, readDailyHistory } from '../../api/history-api.ts';
import type { HistoryDay, HistoryEntry } from '../../api/shapes/history-shape.ts';
import '../../elements/crm-badge.ts';
import '../../elements/crm-more.ts';
import '../../elements/crm-notice.ts';
import '../../elements/crm-skeleton.ts';
import { formatCount, formatInstant } from '../../i18n/format.ts';
import { t, tCount, viewerTimeZone } from '../../i18n/messages.ts';
import { mayKeep } from '../../page/may-keep.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import '../records/crm-csv-export.ts';
import { go } from '../records/go.ts';
import { KeepLooking } from '../records/keep-looking.ts';
import { direction, moduleName } from '../records/names.ts';
import { careText, problemNotice } from '../records/problem.ts';
import { partStyles, tableStyles } from '../records/table-styles.ts';
import './crm-daily-chart.ts';
import type { HistoryChoice } from './crm-history-filters.ts';
import './crm-history-filters.ts';
import './crm-run-details.ts';
import { historyStyles } from './history-styles.ts';

/** S63. */
const SHOWN_MS = 7 * 24 * 3_600_000;
/** Rows drawn at first, and more at each wish. */
export const ROWS = 50;

interface Shown {
  readonly entries: readonly HistoryEntry[];
  readonly days: readonly HistoryDay[];
}

/**
 * Sync History (S62–S67): the runs of the last 7 days, newest first, with what each changed down to the field.
 *
 * @fires crm-go - The viewer wants to see what failed; `detail` is the `Place`.
 */
@customElement('crm-sync-history')
export class CrmSyncHistory extends LitElement {
  static override styles = [sharedStyles, buttonStyles, partStyles, tableStyles, historyStyles];

  @consume({ context: apiContext })
  private api!: ApiClient;

  @state() private choice: HistoryChoice = {};
  @state() private shown: Shown | null = null;
  @state() private rows = ROWS;
  /** Entries whose details are open. */
  @state() private open: ReadonlySet<string> = new Set();

  private readonly reading = new Task(this, {
    args: () => [this.choice.module, this.choice.target] as const,
    task: async (_args, { signal }) => {
      const { filter } = this;
      const zone = viewerTimeZone() ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
      const [{ entries }, { days }] = await Promise.all([
        listHistory(this.api, filter, signal),
        readDailyHistory(this.api, { ...filter, zone }, signal),
      ]);
      signal.throwIfAborted();
      this.shown = { entries, days };
    },
    onError: (error) => {
      if (!mayKeep(error)) this.shown = null;
    },
  });

  constructor() {
    super();
    new KeepLooking(
      this,
      async () => (this.reading.status === TaskStatus.PENDING ? undefined : this.reading.run()),
      () => this.shown?.entries.some(({ finishedAt }) => finishedAt === null) ?? false,
    );
  }

  override render() {
    return html`<div class="part">
        <h2>${t('history.heading')}</h2>
        <span class="grow secondary small">${t('history.covers')}</span>
        <crm-csv-export
          .label=${t('history.export')}
          fileName="sync-history.csv"
          .read=${() => this.exported(true)}
        ></crm-csv-export>
        <crm-csv-export
          .label=${t('history.export.all')}
          fileName="sync-history-all.csv"
          .read=${() => this.exported(false)}
        ></crm-csv-export>
      </div>
      <crm-history-filters .choice=${this.choice} @crm-history-choice=${this.choose}></crm-history-filters>
      ${this.renderContent()}`;
  }

  private renderContent() {
    const { shown, reading } = this;
    const failed = reading.status === TaskStatus.ERROR;
    if (!shown) {
      if (!failed) return html`<crm-skeleton .label=${t('loading')} lines="9"></crm-skeleton>`;
      return problemNotice(reading.error, () => void reading.run());
    }
    const entries = shown.entries.filter((entry) => this.isWanted(entry));
    return html`${
        failed
          ? html`<crm-notice
              kind="warning"
              .text="${t('refresh-failed')} ${careText(reading.error)}"
            ></crm-notice>`
          : nothing
      }
      <crm-daily-chart .days=${shown.days}></crm-daily-chart>
      <p class="summary" role="status">${tCount('history.entries', entries.length)}</p>
      ${entries.length === 0 ? this.renderEmpty() : this.renderTable(entries)}`;
  }
  private renderEmpty() {
    if (Object.keys(this.choice).length === 0)
      return html`<crm-notice .heading=${t('history.empty')} .text=${t('history.empty.text')}></crm-notice>`;
    return html`<crm-notice
      .text=${t('history.no-match')}
      .action=${t('board.clear')}
      @crm-action=${this.clear}
    ></crm-notice>`;
  }
  private renderTable(entries: readonly HistoryEntry[]) {
    const left = entries.length - this.rows;
    return html`<div class="wide">
        <table>
          <thead>
            <tr>
              <th scope="col">${t('history.date')}</th>
              <th scope="col">${t('history.direction.label')}</th>
              <th scope="col">${t('history.record-type')}</th>
              <th scope="col">${t('history.kind.label')}</th>
              <th scope="col" class="number">${t('history.added')}</th>
              <th scope="col" class="number">${t('history.updated')}</th>
              <th scope="col" class="number">${t('history.failed')}</th>
              <th scope="col"><span class="visually-hidden">${t('history.details')}</span></th>
            </tr>
          </thead>
          <tbody>
            ${repeat(entries.slice(0, this.rows), keyOf, (entry) => this.renderEntry(entry))}
          </tbody>
        </table>
      </div>
      ${
        left > 0
          ? html`<crm-more .label=${t('history.heading')} @crm-more=${() => (this.rows += ROWS)}></crm-more>`
          : nothing
      }`;
  }
  private renderEntry(entry: HistoryEntry) {
    const { startedAt, finishedAt, module, source, target, kind, failed } = entry;
    const key = keyOf(entry);
    const isOpen = this.open.has(key);
    const number = (count: 'added' | 'updated') =>
      html`<td class="number" data-label=${t(`history.${count}`)}>${formatCount(entry[count])}</td>`;
    return html`<tr class=${isOpen ? 'open' : ''}>
        <td data-label=${t('history.date')}>
          <div>
            <time datetime=${startedAt}>${formatInstant(startedAt)}</time>
            ${finishedAt === null ? html`<crm-badge tone="cool">${t('history.running')}</crm-badge>` : nothing}
          </div>
        </td>
        <td data-label=${t('history.direction.label')}>${direction(source, target)}</td>
        <td data-label=${t('history.record-type')}>${moduleName(module)}</td>
        <td data-label=${t('history.kind.label')}>${t(`history.kind.${kind}`)}</td>
        ${number('added')} ${number('updated')}
        <td class="number ${failed > 0 ? 'failed' : ''}" data-label=${t('history.failed')}>
          ${formatCount(failed)}
        </td>
        <td class="actions">
          <button
            type="button"
            class="button quiet"
            aria-expanded=${isOpen ? 'true' : 'false'}
            aria-label="${t('history.details')}: ${formatInstant(startedAt)}, ${moduleName(module)}, ${direction(source, target)}"
            @click=${() => this.toggle(key)}
          >
            ${t('history.details')}
          </button>
        </td>
      </tr>
      ${isOpen ? this.renderDetails(entry) : nothing}`;
  }
  private renderDetails(entry: HistoryEntry) {
    return html`<tr class="details">
      <td class="whole" colspan="8">
        ${
          entry.failed > 0
            ? html`<crm-notice
                kind="warning"
                .text=${tCount('history.some-failed', entry.failed)}
                .action=${t('history.show-failures')}
                @crm-action=${() => this.showFailures(entry)}
              ></crm-notice>`
            : nothing
        }
        <crm-run-details .entry=${entry}></crm-run-details>
      </td>
    </tr>`;
  }

  private get filter(): HistoryFilter {
    const { module, target } = this.choice;
    return { ...(module ? { module } : {}), ...(target ? { target } : {}) };
  }
  private isWanted({ kind, failed }: HistoryEntry): boolean {
    return (this.choice.kind ?? kind) === kind && (!this.choice.failed || failed > 0);
  }
  private choose({ detail }: CustomEvent<HistoryChoice>) {
    // What is in view was counted for the old choice.
    if (detail.module !== this.choice.module || detail.target !== this.choice.target) this.shown = null;
    this.choice = detail;
    this.rows = ROWS;
  }
  private clear() {
    this.choose(new CustomEvent('clear', { detail: {} }));
  }
  private toggle(key: string) {
    const open = new Set(this.open);
    if (!open.delete(key)) open.add(key);
    this.open = open;
  }
  private async exported(recent: boolean): Promise<string> {
    const since = recent ? { since: new Date(Date.now() - SHOWN_MS).toISOString() } : {};
    return exportHistory(this.api, { ...this.filter, ...since });
  }
  private showFailures({ module }: HistoryEntry) {
    this.dispatchEvent(go({ tab: 'failures', part: module }));
  }
}

function keyOf({ runId, module, target }: HistoryEntry): string {
  return `${runId} ${module} ${target}`;
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-sync-history': CrmSyncHistory;
  }
}
