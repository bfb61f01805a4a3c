import { consume } from '@lit/context';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ApiClient } from '../../api/api-client.ts';
import { apiContext } from '../../api/api-client.ts';
import type { Failure } from '../../api/shapes/failures-shape.ts';
import '../../elements/crm-more.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/messages.ts';
import { plain } from '../../i18n/plain-text.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import { go } from '../records/go.ts';
import { otherSide, sideName } from '../records/names.ts';
import { RecordFacts } from '../records/record-facts.ts';
import { tableStyles } from '../records/table-styles.ts';
import { keyOf } from './attempts.ts';
import { isAmbiguous, mayCorrect, reasonText } from './causes.ts';

/** Rows drawn at first, and more at each wish. */
export const ROWS = 50;

/**
 * The records of one cause: name with a link to both sides, when and why it failed, and what can be done (S70, S71).
 *
 * @fires crm-try-again - `detail` is the entry
 * @fires crm-correct - `detail` is the entry whose value is to be corrected
 * @fires crm-go - The viewer wants to decide who is who; `detail` is the `Place`.
 * @fires crm-order - Newest first or oldest first; `detail`
 */
@customElement('crm-failure-records')
export class CrmFailureRecords extends LitElement {
  static override styles = [
    sharedStyles,
    buttonStyles,
    tableStyles,
    css`
      .name {
        font-weight: var(--weight-medium);
      }
      .sort {
        padding: 0;
        border: 0;
        border-radius: var(--radius);
        background: none;
        color: inherit;
        font: inherit;
        cursor: pointer;
      }
      .small a {
        white-space: nowrap;
      }
      .trying {
        display: inline-block;
        padding-block: 5px;
        color: var(--text-secondary);
      }
      summary {
        inline-size: fit-content;
        color: var(--link);
        font-size: var(--small);
        cursor: pointer;
      }
    `,
  ];

  @consume({ context: apiContext })
  private api!: ApiClient;

  @property({ attribute: false }) failures: readonly Failure[] = [];
  /** Keys of the entries that are being tried. */
  @property({ attribute: false }) trying: ReadonlySet<string> = new Set();
  @property() order: 'asc' | 'desc' = 'desc';
  @state() private rows = ROWS;
  private readonly facts: RecordFacts = new RecordFacts(this, () => this.api);

  override render() {
    return html`<div class="wide">
        <table>
          <thead>
            <tr>
              <th scope="col">${t('failures.record')}</th>
              <th scope="col" aria-sort=${this.order === 'asc' ? 'ascending' : 'descending'}>
                <button type="button" class="sort" @click=${this.turn}>
                  ${t('failures.time')} <span aria-hidden="true">${this.order === 'asc' ? '↑' : '↓'}</span>
                </button>
              </th>
              <th scope="col">${t('failures.reason')}</th>
              <th scope="col"><span class="visually-hidden">${t('more-actions')}</span></th>
            </tr>
          </thead>
          <tbody>
            ${repeat(this.failures.slice(0, this.rows), keyOf, (failure) => this.renderFailure(failure))}
          </tbody>
        </table>
      </div>
      ${
        this.failures.length > this.rows
          ? html`<crm-more .label=${t('failures.heading')} @crm-more=${() => (this.rows += ROWS)}></crm-more>`
          : nothing
      }`;
  }

  private renderFailure(failure: Failure) {
    const { module, side, field, failedAt, details } = failure;
    return html`<tr>
      <td data-label=${t('failures.record')}>
        <div>
          <div class="name"><bdi>${nameOf(failure)}</bdi></div>
          <span class="small">${this.renderLinks(failure)}</span>
        </div>
      </td>
      <td data-label=${t('failures.time')}><time datetime=${failedAt}>${formatInstant(failedAt)}</time></td>
      <td data-label=${t('failures.reason')}>
        <div>
          ${reasonText(failure)}
          ${
            field === null
              ? nothing
              : html`<div class="secondary small">
                  ${t('failures.field', { field: this.facts.label(module, side, field) })}
                </div>`
          }
          ${
            details === ''
              ? nothing
              : html`<details>
                  <summary>${t('failures.details')}</summary>
                  <bdi class="small">${plain(details, 1000)}</bdi>
                </details>`
          }
        </div>
      </td>
      <td class="actions">${this.renderActions(failure)}</td>
    </tr>`;
  }
  private renderLinks({ module, side, recordId, partnerId }: Failure) {
    const other = otherSide(side);
    return html`${this.facts.link(side, module, recordId, sideName(side))}
    ${partnerId === null ? nothing : html` · ${this.facts.link(other, module, partnerId, sideName(other))}`}`;
  }
  private renderActions(failure: Failure) {
    if (this.trying.has(keyOf(failure)))
      return html`<span class="trying small" role="status">${t('failures.trying')}</span>`;
    const name = nameOf(failure);
    const action = (words: string, event: () => CustomEvent) =>
      html`<button
        type="button"
        class="button quiet"
        aria-label="${words}: ${name}"
        @click=${() => this.dispatchEvent(event())}
      >
        ${words}
      </button>`;
    const decide = () => go({ tab: 'inboxes', part: 'ambiguous' });
    return html`${isAmbiguous(failure) ? action(t('failures.decide'), decide) : nothing}
    ${mayCorrect(failure) ? action(t('failures.edit'), () => wish('crm-correct', failure)) : nothing}
    ${action(t('failures.try-again'), () => wish('crm-try-again', failure))}`;
  }

  private turn() {
    this.dispatchEvent(wish('crm-order', this.order === 'asc' ? 'desc' : 'asc'));
  }
}

function wish(name: string, detail: unknown): CustomEvent {
  return new CustomEvent(name, { detail, bubbles: true, composed: true });
}

/** The record's name, or its id when it has none. */
export function nameOf({ recordName, recordId }: Pick<Failure, 'recordName' | 'recordId'>): string {
  return plain(recordName ?? recordId, 120);
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-failure-records': CrmFailureRecords;
  }
}
