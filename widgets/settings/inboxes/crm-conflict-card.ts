import { consume } from '@lit/context';
import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { SideName } from '../../../server/contract/common.ts';
import type { ApiClient } from '../../api/api-client.ts';
import { apiContext } from '../../api/api-client.ts';
import type { OpenConflict } from '../../api/shapes/conflicts-shape.ts';
import '../../elements/crm-notice.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/messages.ts';
import { plain } from '../../i18n/plain-text.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import { moduleName, sideName } from '../records/names.ts';
import { RecordFacts } from '../records/record-facts.ts';
import { shownValue, valueText } from '../records/shown-value.ts';
import { inboxStyles } from './inbox-styles.ts';
import { fieldsOfKey } from './undo-choice.ts';

export interface ConflictWish {
  readonly conflict: OpenConflict;
  /** Whose value stays; null: the choice is taken back. */
  readonly side: SideName | null;
}
const SIDES: readonly SideName[] = ['desk', 'crm'];

/**
 * One field of one pair: what it was, what each side says, and a button below each.
 *
 * @fires crm-choose-side - `detail` is the `ConflictWish`
 */
@customElement('crm-conflict-card')
export class CrmConflictCard extends LitElement {
  static override styles = [sharedStyles, buttonStyles, inboxStyles];

  @consume({ context: apiContext })
  private api!: ApiClient;

  @property({ attribute: false }) conflict!: OpenConflict;
  @property({ type: Boolean }) busy = false;
  private readonly facts: RecordFacts = new RecordFacts(this, () => this.api);

  override render() {
    const { module, deskId, crmId, recordKey, key, choice, since } = this.conflict;
    const ids = { desk: deskId, crm: crmId };
    const name = plain(recordKey ?? deskId, 120);
    const field = this.facts.label(module, 'desk', fieldsOfKey(key).desk);
    return html`<div class="card">
      <div class="head">
        <h4><bdi>${name}</bdi>: <bdi>${field}</bdi></h4>
        <span class="secondary small"
          >${moduleName(module)} · ${t('inboxes.since', { time: formatInstant(since) })}</span
        >
        ${SIDES.map((side) => html`<span class="small">${this.facts.link(side, module, ids[side], sideName(side))}</span>`)}
      </div>
      <div class="sides">
        <div class="value">
          <span class="secondary small">${t('inboxes.base')}</span>
          <span class="is">${this.renderBase()}</span>
        </div>
        ${SIDES.map((side) => this.renderSide(side, `${name}, ${field}`))}
      </div>
      ${
        choice === null
          ? ''
          : html`<crm-notice
              kind="info"
              .text=${t('inboxes.waits', { side: sideName(choice) })}
              .action=${t('inboxes.undo')}
              @crm-action=${() => this.wish(null)}
            ></crm-notice>`
      }
    </div>`;
  }

  private renderBase() {
    const { base } = this.conflict;
    if (base === null) return html`<span class="secondary">${t('inboxes.base.none')}</span>`;
    if (valueText(base.desk) === valueText(base.crm)) return shownValue(base.desk);
    return html`${shownValue(base.desk)} / ${shownValue(base.crm)}`;
  }
  private renderSide(side: SideName, about: string) {
    const { conflict, busy } = this;
    const words = t('inboxes.keep', { side: sideName(side) });
    return html`<div class="value">
      <span class="secondary small">${sideName(side)}</span>
      <span class="is">${shownValue(conflict[side])}</span>
      ${
        conflict.choice === null
          ? html`<button
              type="button"
              class="button"
              aria-disabled=${busy ? 'true' : 'false'}
              aria-label="${words}: ${about}"
              @click=${() => this.wish(side)}
            >
              ${words}
            </button>`
          : ''
      }
    </div>`;
  }

  private wish(side: SideName | null) {
    if (this.busy) return;
    const detail: ConflictWish = { conflict: this.conflict, side };
    this.dispatchEvent(new CustomEvent('crm-choose-side', { detail, bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-conflict-card': CrmConflictCard;
  }
}
