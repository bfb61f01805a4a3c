import { consume } from '@lit/context';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ModuleName, SideName } from '../../../server/contract/common.ts';
import type { ApiClient } from '../../api/api-client.ts';
import { apiContext } from '../../api/api-client.ts';
import type { Deletion } from '../../api/shapes/deletions-shape.ts';
import '../../elements/crm-more.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/messages.ts';
import { plain } from '../../i18n/plain-text.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import { moduleName, sideName } from '../records/names.ts';
import { RecordFacts } from '../records/record-facts.ts';
import { tableStyles } from '../records/table-styles.ts';
import { goneSide, keyOf } from './deleted-pair.ts';

/** Rows drawn at first, and more at each wish. */
export const ROWS = 50;
const SIDES: readonly SideName[] = ['desk', 'crm'];

/**
 * Pairs of which a record is gone: what became of it on each side, since when, and "Send again" (S46).
 *
 * @fires crm-send-again - `detail` is the pair
 */
@customElement('crm-deleted-pairs')
export class CrmDeletedPairs extends LitElement {
  static override styles = [sharedStyles, buttonStyles, tableStyles];

  @consume({ context: apiContext })
  private api!: ApiClient;

  @property() module: ModuleName = 'contacts';
  @property({ attribute: false }) pairs: readonly Deletion[] = [];
  /** Keys of those that were sent again. */
  @property({ attribute: false }) sent: ReadonlySet<string> = new Set();
  @state() private rows = ROWS;
  private readonly facts: RecordFacts = new RecordFacts(this, () => this.api);

  override render() {
    return html`<div class="wide">
        <table>
          <thead>
            <tr>
              <th scope="col">${t('failures.record')}</th>
              ${SIDES.map((side) => html`<th scope="col">${sideName(side)}</th>`)}
              <th scope="col">${t('inboxes.gone-since')}</th>
              <th scope="col"><span class="visually-hidden">${t('inboxes.send-again')}</span></th>
            </tr>
          </thead>
          <tbody>
            ${repeat(this.pairs.slice(0, this.rows), keyOf, (pair) => this.renderPair(pair))}
          </tbody>
        </table>
      </div>
      ${
        this.pairs.length > this.rows
          ? html`<crm-more
              .label=${moduleName(this.module)}
              @crm-more=${() => (this.rows += ROWS)}
            ></crm-more>`
          : nothing
      }`;
  }

  private renderPair(pair: Deletion) {
    const { deskId, crmId, recordKey, since } = pair;
    const ids = { desk: deskId, crm: crmId };
    const name = plain(recordKey ?? deskId, 120);
    const state = (side: SideName) => {
      const words = t(`inboxes.presence.${pair[side]}`);
      return html`<td data-label=${sideName(side)}>
        <div>${pair[side] === 'purged' ? words : this.facts.link(side, this.module, ids[side], words)}</div>
      </td>`;
    };
    return html`<tr>
      <td data-label=${t('failures.record')}>
        <div><bdi>${name}</bdi></div>
      </td>
      ${SIDES.map(state)}
      <td data-label=${t('inboxes.gone-since')}>${formatInstant(since)}</td>
      <td class="actions">${this.renderAction(pair, name)}</td>
    </tr>`;
  }
  private renderAction(pair: Deletion, name: string) {
    if (goneSide(pair) === null) return nothing;
    if (this.sent.has(keyOf(pair)))
      return html`<span class="secondary small" role="status">${t('inboxes.on-its-way')}</span>`;
    return html`<button
      type="button"
      class="button quiet"
      aria-label="${t('inboxes.send-again')}: ${name}"
      @click=${() => this.wish(pair)}
    >
      ${t('inboxes.send-again')}
    </button>`;
  }

  private wish(detail: Deletion) {
    this.dispatchEvent(new CustomEvent('crm-send-again', { detail, bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-deleted-pairs': CrmDeletedPairs;
  }
}
