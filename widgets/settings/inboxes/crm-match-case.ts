import { consume } from '@lit/context';
import { Task } from '@lit/task';
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AmbiguousCase, AmbiguousChoice } from '../../../server/contract/ambiguous.ts';
import type { SideName } from '../../../server/contract/common.ts';
import { readAmbiguous } from '../../api/ambiguous-api.ts';
import type { ApiClient } from '../../api/api-client.ts';
import { apiContext } from '../../api/api-client.ts';
import type { CaseRow, ShownRecord } from '../../api/shapes/ambiguous-shape.ts';
import '../../elements/crm-notice.ts';
import '../../elements/crm-skeleton.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/messages.ts';
import { plain } from '../../i18n/plain-text.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import { otherSide, sideName } from '../records/names.ts';
import { problemNotice } from '../records/problem.ts';
import { RecordFacts } from '../records/record-facts.ts';
import { shownValue, valueText } from '../records/shown-value.ts';
import { inboxStyles } from './inbox-styles.ts';
import { matchStyles } from './match-styles.ts';

/**
 * One record and its candidates side by side, as the products show them now; what differs is marked.
 *
 * @fires crm-choose-match - `detail` is the `MatchWish`
 */
@customElement('crm-match-case')
export class CrmMatchCase extends LitElement {
  static override styles = [sharedStyles, buttonStyles, inboxStyles, matchStyles];

  @consume({ context: apiContext })
  private api!: ApiClient;

  @property({ attribute: false }) entryId = '';
  @property({ type: Boolean }) busy = false;
  private readonly facts: RecordFacts = new RecordFacts(this, () => this.api);

  private readonly reading = new Task(this, {
    args: () => [this.entryId] as const,
    task: async ([id], { signal }) => readAmbiguous(this.api, id, signal),
  });

  override render() {
    return this.reading.render({
      pending: () => html`<crm-skeleton .label=${t('loading')} lines="6"></crm-skeleton>`,
      error: (error) => problemNotice(error, () => void this.reading.run()),
      complete: (found) => this.renderCase(found),
    });
  }

  private renderCase(found: AmbiguousCase) {
    const { entry, rows, record, candidates, rivals } = found;
    const other = otherSide(entry.side);
    // What is empty everywhere tells nobody apart.
    const filled = rows.filter(({ key }) =>
      [record, ...candidates].some(({ values }) => valueText(values[key] ?? null) !== null),
    );
    return html`<div class="records">
        ${this.renderRecord(found, record, entry.side, filled)}
        ${candidates.map((candidate) => this.renderRecord(found, candidate, other, filled))}
      </div>
      ${
        candidates.length === 0
          ? html`<crm-notice kind="info" .text=${t('inboxes.matches.no-candidate')}></crm-notice>`
          : nothing
      }
      ${rivals.length === 0 ? nothing : this.renderRivals(found)}
      <div class="buttons">
        ${this.renderChoice({ choose: 'create' }, t('inboxes.match.create', { side: sideName(other) }))}
        ${this.renderChoice({ choose: 'leave' }, t('inboxes.match.leave'))}
      </div>`;
  }
  private renderRecord(
    { entry, record }: AmbiguousCase,
    shown: ShownRecord,
    side: SideName,
    rows: readonly CaseRow[],
  ) {
    const isOwn = shown === record;
    const { id, name, modifiedAt, linkedTo } = shown;
    const words = plain(name ?? id, 120);
    return html`<div class="record ${isOwn ? 'own' : ''}">
      <span class="secondary small"
        >${isOwn ? t('inboxes.match.record', { side: sideName(side) }) : sideName(side)}</span
      >
      <h5>${this.facts.link(side, entry.module, id, words)}</h5>
      <dl>
        ${rows.map((row) => this.renderValue(row, shown, record, side))}
        ${
          modifiedAt === null
            ? nothing
            : html`<div>
                <dt>${t('inboxes.match.modified')}</dt>
                <dd>${formatInstant(modifiedAt)}</dd>
              </div>`
        }
      </dl>
      ${isOwn ? nothing : this.renderPairing(shown, linkedTo, words)}
    </div>`;
  }
  private renderValue(
    { key, deskLabel, crmLabel }: CaseRow,
    shown: ShownRecord,
    own: ShownRecord,
    side: SideName,
  ) {
    const value = shown.values[key] ?? null;
    const differs = shown !== own && valueText(value) !== valueText(own.values[key] ?? null);
    return html`<div>
      <dt><bdi>${plain(side === 'desk' ? deskLabel : crmLabel, 100)}</bdi></dt>
      <dd class=${differs ? 'differs' : ''}>
        ${shownValue(value)}
        ${differs ? html`<span class="small">(${t('inboxes.match.differs')})</span>` : nothing}
      </dd>
    </div>`;
  }
  private renderPairing({ id }: ShownRecord, linkedTo: string | null, name: string) {
    if (linkedTo !== null) return html`<p class="secondary small">${t('link.taken')}</p>`;
    return this.renderChoice({ choose: 'pair', candidateId: id }, t('inboxes.match.pair'), name);
  }
  private renderChoice(choice: AmbiguousChoice, words: string, name?: string) {
    return html`<button
      type="button"
      class="button ${choice.choose === 'pair' ? 'primary' : ''}"
      aria-disabled=${this.busy ? 'true' : 'false'}
      aria-label=${name === undefined ? words : `${words}: ${name}`}
      @click=${() => this.wish(choice)}
    >
      ${words}
    </button>`;
  }
  private renderRivals({ entry, rivals }: AmbiguousCase) {
    return html`<p class="secondary small">
      ${t('inboxes.match.rivals', { side: sideName(entry.side) })}
      ${rivals.map(
        ({ id, name }, at) =>
          html`${at > 0 ? ', ' : ''}${this.facts.link(entry.side, entry.module, id, plain(name ?? id, 80))}`,
      )}
    </p>`;
  }

  private wish(choice: AmbiguousChoice) {
    if (this.busy) return;
    const detail = { id: this.entryId, choice };
    this.dispatchEvent(new CustomEvent('crm-choose-match', { detail, bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-match-case': CrmMatchCase;
  }
}
