import { consume } from '@lit/context';
import { Task } from '@lit/task';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ModuleName, SideName } from '../../server/contract/common.ts';
import type { Records } from '../../server/contract/mapping-check.ts';
import type { ApiClient } from '../api/api-client.ts';
import { apiContext } from '../api/api-client.ts';
import { findRecords } from '../api/mapping-check-api.ts';
import '../elements/crm-skeleton.ts';
import { t } from '../i18n/messages.ts';
import { plain } from '../i18n/plain-text.ts';
import '../page/crm-problem.ts';
import { fieldStyles, sharedStyles } from '../styles/shared-styles.ts';
import { pause } from './pause.ts';

export type ChosenRecord = Records['records'][number];
const SEARCH_FROM = 2;
const SEARCH_AFTER_MS = 350;

/**
 * Picks one record of a side: the newest ones, then by search.
 *
 * @fires crm-record - `detail` is the `ChosenRecord`
 */
@customElement('crm-record-choice')
export class CrmRecordChoice extends LitElement {
  static override styles = [
    sharedStyles,
    fieldStyles,
    css`
      ul {
        max-block-size: 240px;
        margin-block-start: 6px;
        overflow: auto;
      }
      button {
        display: block;
        inline-size: 100%;
        padding: 6px 8px;
        border: 0;
        border-radius: var(--radius);
        background: none;
        color: var(--text);
        font: inherit;
        text-align: start;
        overflow-wrap: anywhere;
        cursor: pointer;
      }
      button:hover {
        background: var(--bg-sunken);
      }
      button:focus-visible {
        outline-offset: -2px;
      }
      .hint {
        color: var(--text-secondary);
        font-size: var(--small);
      }
      button:hover .hint {
        color: var(--text);
      }
    `,
  ];

  @consume({ context: apiContext })
  private api!: ApiClient;
  @property() module: ModuleName = 'contacts';
  @property() side: SideName = 'desk';
  @state() private search = '';

  private readonly found = new Task(this, {
    args: () => [this.module, this.side, this.search] as const,
    task: async ([module, side, search], { signal }) => {
      if (search !== '') await pause(SEARCH_AFTER_MS, signal);
      const wanted = { side, search: search.length < SEARCH_FROM ? undefined : search };
      return (await findRecords(this.api, module, wanted, signal)).records;
    },
  });

  override render() {
    return html`<label
        >${t('mapping.record.search')}
        <input type="search" dir="auto" maxlength="100" autocomplete="off" @input=${this.enter}
      /></label>
      <div aria-live="polite">
        ${this.found.render({
          pending: () => html`<crm-skeleton .label=${t('loading')} lines="3"></crm-skeleton>`,
          error: (error) =>
            html`<crm-problem .error=${error} @crm-retry=${() => this.found.run()}></crm-problem>`,
          complete: (records) =>
            records.length === 0
              ? html`<p class="secondary">${t('mapping.record.none')}</p>`
              : html`<ul>
                  ${records.map((record) => this.renderRecord(record))}
                </ul>`,
        })}
      </div>`;
  }
  private renderRecord(record: ChosenRecord) {
    const { id, name, hint } = record;
    return html`<li>
      <button type="button" @click=${() => this.choose(record)}>
        <bdi>${name === null || name === '' ? id : plain(name, 120)}</bdi>
        ${hint === null || hint === '' ? nothing : html`<br /><bdi class="hint">${plain(hint, 120)}</bdi>`}
      </button>
    </li>`;
  }
  private enter(event: Event) {
    this.search = (event.target as HTMLInputElement).value.trim();
  }
  private choose(detail: ChosenRecord) {
    this.dispatchEvent(new CustomEvent('crm-record', { detail, bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-record-choice': CrmRecordChoice;
  }
}
