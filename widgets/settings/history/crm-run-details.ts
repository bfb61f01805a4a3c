import { consume } from '@lit/context';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ApiClient } from '../../api/api-client.ts';
import { apiContext } from '../../api/api-client.ts';
import { readRun } from '../../api/history-api.ts';
import type { HistoryChange, HistoryEntry } from '../../api/shapes/history-shape.ts';
import '../../elements/crm-badge.ts';
import '../../elements/crm-more.ts';
import '../../elements/crm-skeleton.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t, tMaybe } from '../../i18n/messages.ts';
import { plain } from '../../i18n/plain-text.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import { otherSide, sideName } from '../records/names.ts';
import { careText, problemNotice } from '../records/problem.ts';
import { RecordFacts } from '../records/record-facts.ts';
import { shownValue } from '../records/shown-value.ts';
import { tableStyles } from '../records/table-styles.ts';

const TONES: Readonly<Record<string, 'good' | 'cool' | 'warm'>> = {
  added: 'good',
  restored: 'good',
  updated: 'cool',
  suppressed: 'warm',
};

/** What one run changed in one direction: each record, and of it each field with old and new value and the rule. */
@customElement('crm-run-details')
export class CrmRunDetails extends LitElement {
  static override styles = [
    sharedStyles,
    buttonStyles,
    tableStyles,
    css`
      li {
        padding-block: 8px;
        content-visibility: auto;
        contain-intrinsic-block-size: auto 90px;
      }
      li + li {
        border-block-start: 1px solid var(--border);
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 10px;
      }
      .name {
        font-weight: var(--weight-medium);
        overflow-wrap: anywhere;
      }
      .old {
        text-decoration: line-through;
        text-decoration-color: var(--border-strong);
      }
      table {
        margin-block-start: 4px;
        background: var(--bg-raised);
        border-radius: var(--radius);
      }
      tr:last-child > td {
        border-block-end: 0;
      }
    `,
  ];

  @consume({ context: apiContext })
  private api!: ApiClient;

  @property({ attribute: false }) entry!: HistoryEntry;
  @state() private changes: readonly HistoryChange[] = [];
  @state() private next: string | null = null;
  @state() private reading: 'busy' | 'done' | { readonly error: unknown } = 'done';
  private readonly facts: RecordFacts = new RecordFacts(this, () => this.api);

  override connectedCallback() {
    super.connectedCallback();
    if (this.changes.length === 0) void this.read();
  }

  override render() {
    const { changes, reading } = this;
    if (changes.length > 0) return html`${this.renderChanges()} ${this.renderMore()}`;
    if (reading === 'busy') return html`<crm-skeleton .label=${t('loading')} lines="3"></crm-skeleton>`;
    if (reading !== 'done') return problemNotice(reading.error, () => void this.read());
    return html`<p class="secondary">${t('history.details.none')}</p>`;
  }

  private renderChanges() {
    return html`<ul role="list">
      ${this.changes.map((change) => this.renderChange(change))}
    </ul>`;
  }
  private renderChange({ module, target, action, deskId, crmId, recordKey, at, fields }: HistoryChange) {
    const ids = { desk: deskId, crm: crmId };
    const link = (side: 'desk' | 'crm') =>
      ids[side] === ''
        ? nothing
        : html`<span class="small">${this.facts.link(side, module, ids[side], sideName(side))}</span>`;
    return html`<li>
      <div class="head">
        <crm-badge .tone=${TONES[action] ?? 'plain'}
          >${tMaybe(`history.action.${action}`) ?? plain(action, 40)}</crm-badge
        >
        <span class="name"><bdi>${plain(recordKey ?? ids[target], 120)}</bdi></span>
        ${link('desk')} ${link('crm')}
        <time class="secondary small" datetime=${at}>${formatInstant(at)}</time>
      </div>
      ${fields.length === 0 ? nothing : this.renderFields(module, target, fields)}
    </li>`;
  }
  private renderFields(
    module: HistoryChange['module'],
    target: HistoryChange['target'],
    fields: HistoryChange['fields'],
  ) {
    return html`<div class="wide">
      <table>
        <thead>
          <tr>
            <th scope="col">${t('history.field')}</th>
            <th scope="col">${t('history.old')}</th>
            <th scope="col">${t('history.new')}</th>
            <th scope="col">${t('history.rule')}</th>
          </tr>
        </thead>
        <tbody>
          ${fields.map(
            ({ field, from, to, rule }) =>
              html`<tr>
                <td data-label=${t('history.field')}>
                  <div>
                    <bdi>${this.facts.label(module, target, field)}</bdi>
                  </div>
                </td>
                <td data-label=${t('history.old')}><span class="old">${shownValue(from)}</span></td>
                <td data-label=${t('history.new')}><div>${shownValue(to)}</div></td>
                <td data-label=${t('history.rule')}>${this.ruleText(rule, target)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
  private renderMore() {
    const { reading } = this;
    if (this.next === null) return nothing;
    return html`<crm-more
      .label=${t('history.details')}
      .busy=${reading === 'busy'}
      .problem=${typeof reading === 'object' ? careText(reading.error) : ''}
      @crm-more=${() => this.read()}
    ></crm-more>`;
  }

  private ruleText(rule: string, target: HistoryChange['target']): string {
    const words = tMaybe(`history.rule.${rule}`) ?? plain(rule, 60);
    return words.replace('{source}', sideName(otherSide(target))).replace('{target}', sideName(target));
  }

  private async read() {
    if (this.reading === 'busy') return;
    this.reading = 'busy';
    const { runId, module, target } = this.entry;
    const query = { module, target, ...(this.next === null ? {} : { after: this.next }) };
    try {
      const page = await readRun(this.api, runId, query);
      this.changes = [...this.changes, ...page.changes];
      this.next = page.next;
      this.reading = 'done';
    } catch (error) {
      this.reading = { error };
    }
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-run-details': CrmRunDetails;
  }
}
