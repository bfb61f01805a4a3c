import { consume } from '@lit/context';
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ModuleName, SideName } from '../../../server/contract/common.ts';
import type { ApiClient } from '../../api/api-client.ts';
import { apiContext } from '../../api/api-client.ts';
import type { MatchDecision } from '../../api/shapes/ambiguous-shape.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/messages.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import { moduleName, otherSide, sideName } from '../records/names.ts';
import { RecordFacts } from '../records/record-facts.ts';
import { tableStyles } from '../records/table-styles.ts';

/**
 * Who is who, as administrators decided it, with Undo where nothing was made yet.
 *
 * @fires crm-undo-match - `detail` is the decision
 */
@customElement('crm-match-decisions')
export class CrmMatchDecisions extends LitElement {
  static override styles = [sharedStyles, buttonStyles, tableStyles];

  @consume({ context: apiContext })
  private api!: ApiClient;

  @property({ attribute: false }) decisions: readonly MatchDecision[] = [];
  @property({ type: Boolean }) busy = false;
  private readonly facts: RecordFacts = new RecordFacts(this, () => this.api);

  override render() {
    return html`<div class="wide">
      <table>
        <thead>
          <tr>
            <th scope="col">${t('failures.record')}</th>
            <th scope="col">${t('inboxes.decision')}</th>
            <th scope="col">${t('inboxes.settled.at')}</th>
            <th scope="col"><span class="visually-hidden">${t('inboxes.undo')}</span></th>
          </tr>
        </thead>
        <tbody>
          ${this.decisions.map((decision) => this.renderDecision(decision))}
        </tbody>
      </table>
    </div>`;
  }

  private renderDecision(decision: MatchDecision) {
    const { id, choice, candidateId, at, undoable } = decision;
    const [module, side, recordId] = id.split('.') as [ModuleName, SideName, string];
    const other = otherSide(side);
    return html`<tr>
      <td data-label=${t('failures.record')}>
        <span
          >${moduleName(module)},
          ${this.facts.link(side, module, recordId, `${sideName(side)} ${recordId}`)}</span
        >
      </td>
      <td data-label=${t('inboxes.decision')}>
        <span
          >${t(`inboxes.decision.${choice}`)}
          ${candidateId === null ? nothing : this.facts.link(other, module, candidateId, `${sideName(other)} ${candidateId}`)}</span
        >
      </td>
      <td data-label=${t('inboxes.settled.at')}>${formatInstant(at)}</td>
      <td class="actions">
        ${
          undoable
            ? html`<button
                type="button"
                class="button quiet"
                aria-disabled=${this.busy ? 'true' : 'false'}
                aria-label="${t('inboxes.undo')}: ${moduleName(module)} ${recordId}"
                @click=${() => this.wish(decision)}
              >
                ${t('inboxes.undo')}
              </button>`
            : html`<span class="secondary small">${t('inboxes.decision.done')}</span>`
        }
      </td>
    </tr>`;
  }

  private wish(detail: MatchDecision) {
    if (this.busy) return;
    this.dispatchEvent(new CustomEvent('crm-undo-match', { detail, bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-match-decisions': CrmMatchDecisions;
  }
}
