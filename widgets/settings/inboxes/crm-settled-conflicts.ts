import { consume } from '@lit/context';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ApiClient } from '../../api/api-client.ts';
import { apiContext } from '../../api/api-client.ts';
import type { SettledConflict } from '../../api/shapes/conflicts-shape.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/messages.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import { sideName } from '../records/names.ts';
import { RecordFacts } from '../records/record-facts.ts';
import { shownValue } from '../records/shown-value.ts';
import { tableStyles } from '../records/table-styles.ts';

/**
 * Conflicts that policy or an administrator settled, with both values (S96); the one that lost can be asked back.
 *
 * @fires crm-undo-settled - `detail` is the conflict
 */
@customElement('crm-settled-conflicts')
export class CrmSettledConflicts extends LitElement {
  static override styles = [
    sharedStyles,
    buttonStyles,
    tableStyles,
    css`
      .won {
        font-weight: var(--weight-bold);
      }
    `,
  ];

  @consume({ context: apiContext })
  private api!: ApiClient;

  @property({ attribute: false }) settled: readonly SettledConflict[] = [];
  /** Ids whose undo is under way. */
  @property({ attribute: false }) busy: ReadonlySet<string> = new Set();
  private readonly facts: RecordFacts = new RecordFacts(this, () => this.api);

  override render() {
    return html`<div class="wide">
      <table>
        <thead>
          <tr>
            <th scope="col">${t('failures.record')}</th>
            <th scope="col">${t('history.field')}</th>
            <th scope="col">${sideName('desk')}</th>
            <th scope="col">${sideName('crm')}</th>
            <th scope="col">${t('inboxes.settled.at')}</th>
            <th scope="col"><span class="visually-hidden">${t('inboxes.undo')}</span></th>
          </tr>
        </thead>
        <tbody>
          ${this.settled.map((conflict) => this.renderConflict(conflict))}
        </tbody>
      </table>
    </div>`;
  }

  private renderConflict(conflict: SettledConflict) {
    const { id, module, deskId, recordKey, field, winner, at, undoneAt } = conflict;
    const name = recordKey ?? deskId;
    const label = this.facts.label(module, 'desk', field);
    const value = (side: 'desk' | 'crm') =>
      html`<td data-label=${sideName(side)}>
        <span class=${winner === side ? 'won' : ''}
          >${shownValue(conflict[side])}
          ${winner === side ? html`<span class="small">(${t('inboxes.settled.won')})</span>` : nothing}</span
        >
      </td>`;
    return html`<tr>
      <td data-label=${t('failures.record')}><div>${this.facts.link('desk', module, deskId, name)}</div></td>
      <td data-label=${t('history.field')}>
        <div><bdi>${label}</bdi></div>
      </td>
      ${value('desk')} ${value('crm')}
      <td data-label=${t('inboxes.settled.at')}>${formatInstant(at)}</td>
      <td class="actions">
        ${undoneAt !== null ? html`<span class="secondary small">${t('inboxes.settled.undone')}</span>` : nothing}
        ${
          undoneAt === null && winner !== null
            ? html`<button
                type="button"
                class="button quiet"
                aria-disabled=${this.busy.has(id) ? 'true' : 'false'}
                aria-label="${t('inboxes.undo')}: ${name}, ${label}"
                @click=${() => this.undo(conflict)}
              >
                ${t('inboxes.undo')}
              </button>`
            : nothing
        }
      </td>
    </tr>`;
  }

  private undo(detail: SettledConflict) {
    this.dispatchEvent(new CustomEvent('crm-undo-settled', { detail, bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-settled-conflicts': CrmSettledConflicts;
  }
}
