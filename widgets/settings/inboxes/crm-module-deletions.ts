import { consume } from '@lit/context';
import { Task, TaskStatus } from '@lit/task';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ModuleName } from '../../../server/contract/common.ts';
import type { Deletions } from '../../../server/contract/deletions.ts';
import type { ApiClient } from '../../api/api-client.ts';
import { apiContext } from '../../api/api-client.ts';
import { acceptDeletions, listDeletions, sendAgain, undoDeletions } from '../../api/deletions-api.ts';
import type { Deletion, Hold } from '../../api/shapes/deletions-shape.ts';
import '../../elements/crm-dialog.ts';
import '../../elements/crm-disclosure.ts';
import '../../elements/crm-more.ts';
import '../../elements/crm-notice.ts';
import '../../elements/crm-skeleton.ts';
import { formatCount, formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/messages.ts';
import { mayKeep } from '../../page/may-keep.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import { KeepLooking } from '../records/keep-looking.ts';
import { moduleName, sideName } from '../records/names.ts';
import { careText, problemNotice } from '../records/problem.ts';
import { RecordFacts } from '../records/record-facts.ts';
import './crm-deleted-pairs.ts';
import { goneSide, keyOf } from './deleted-pair.ts';
import { decided } from './decision.ts';
import { inboxStyles } from './inbox-styles.ts';

/**
 * One record type's deletions.
 *
 * @fires crm-decided - `detail` is the `Decision`
 */
@customElement('crm-module-deletions')
export class CrmModuleDeletions extends LitElement {
  static override styles = [sharedStyles, buttonStyles, inboxStyles];

  @consume({ context: apiContext })
  private api!: ApiClient;

  @property() module: ModuleName = 'contacts';
  @state() private first: Deletions | null = null;
  /** Pages after the first. */
  @state() private further: readonly Deletion[] = [];
  @state() private next: string | null = null;
  @state() private refusal: unknown = null;
  @state() private busy = false;
  /** To be confirmed. */
  @state() private asked: Deletion | null = null;
  /** Keys of the pairs that were sent again and are not back yet. */
  @state() private sent: ReadonlySet<string> = new Set();
  private readonly facts: RecordFacts = new RecordFacts(this, () => this.api);

  private readonly reading = new Task(this, {
    args: () => [this.module] as const,
    task: async ([module], { signal }) => {
      const first = await listDeletions(this.api, module, undefined, signal);
      signal.throwIfAborted();
      this.first = first;
      // Further pages begin where the first ended; they are asked for again when it moved.
      if (this.further.length === 0) this.next = first.next;
    },
    onError: (error) => {
      if (!mayKeep(error)) this.first = null;
    },
  });

  constructor() {
    super();
    new KeepLooking(
      this,
      async () => (this.reading.status === TaskStatus.PENDING ? undefined : this.reading.run()),
      () => this.sent.size > 0 && this.pairs.some((pair) => this.sent.has(keyOf(pair))),
    );
  }

  override render() {
    const { first, reading } = this;
    return html`${
      this.refusal === null
        ? nothing
        : html`<crm-notice kind="error" .text=${careText(this.refusal)}></crm-notice>`
    }
    ${first ? this.renderDeletions(first) : this.renderWithout(reading)} ${this.renderQuestion()}`;
  }

  private renderWithout({ status, error }: { status: TaskStatus; error: unknown }) {
    if (status !== TaskStatus.ERROR)
      return html`<crm-skeleton .label=${t('loading')} lines="2"></crm-skeleton>`;
    return problemNotice(error, () => void this.reading.run());
  }
  private renderDeletions({ held, acceptedUntil }: Deletions) {
    const { pairs, next } = this;
    const count = `${formatCount(pairs.length)}${next === null ? '' : '+'}`;
    return html`${held ? this.renderHold(held) : nothing}
      ${acceptedUntil === null ? nothing : this.renderAccepted(acceptedUntil)}
      <crm-disclosure .heading=${moduleName(this.module)} .count=${count}>
        ${
          pairs.length === 0
            ? html`<p class="secondary">${t('inboxes.deletions.empty')}</p>`
            : html`<crm-deleted-pairs
                .module=${this.module}
                .pairs=${pairs}
                .sent=${this.sent}
                @crm-send-again=${(event: CustomEvent<Deletion>) => (this.asked = event.detail)}
              ></crm-deleted-pairs>`
        }
        ${
          next === null
            ? nothing
            : html`<crm-more
                .label=${moduleName(this.module)}
                .busy=${this.busy}
                @crm-more=${() => this.acting(async () => this.readMore(next))}
              ></crm-more>`
        }
      </crm-disclosure>`;
  }
  private renderHold({ code, side, lost, total, field, since }: Hold) {
    const facts = {
      module: moduleName(this.module),
      side: sideName(side),
      lost: formatCount(lost),
      total: formatCount(total),
    };
    const label = field === null ? '' : this.facts.label(this.module, side, field);
    return html`<div class="card held">
      <div class="head">
        <h4>${t('inboxes.held', { module: facts.module })}</h4>
        <span class="secondary small">${t('inboxes.since', { time: formatInstant(since) })}</span>
      </div>
      <p>
        ${code === 'mass-emptying' ? t('inboxes.held.mass-emptying', { ...facts, field: label }) : t(`inboxes.held.${code}`, facts)}
      </p>
      <p class="secondary">${t('inboxes.held.about', { side: facts.side })}</p>
      <div class="buttons">
        <button
          type="button"
          class="button"
          aria-disabled=${this.busy ? 'true' : 'false'}
          @click=${this.accept}
        >
          ${t('inboxes.accept')}
        </button>
      </div>
    </div>`;
  }
  private renderAccepted(until: string) {
    return html`<crm-notice
      kind="info"
      .text=${t('inboxes.accepted', { module: moduleName(this.module), time: formatInstant(until) })}
      .action=${t('inboxes.undo')}
      @crm-action=${() => this.acting(async () => this.say(await this.undoAcceptance()))}
    ></crm-notice>`;
  }
  private renderQuestion() {
    const { asked } = this;
    const side = asked ? goneSide(asked) : null;
    if (!asked || side === null) return nothing;
    return html`<crm-dialog
      .heading=${t('inboxes.send-again.heading')}
      @crm-close=${() => (this.asked = null)}
    >
      <p>${t('inboxes.send-again.text', { side: sideName(side) })}</p>
      <div class="buttons">
        <button type="button" class="button" @click=${() => (this.asked = null)}>${t('cancel')}</button>
        <button
          type="button"
          class="button primary"
          aria-disabled=${this.busy ? 'true' : 'false'}
          @click=${() => this.acting(async () => this.send(asked))}
        >
          ${t('inboxes.send-again')}
        </button>
      </div>
    </crm-dialog>`;
  }

  private get pairs(): readonly Deletion[] {
    const listed = this.first?.deletions ?? [];
    const known = new Set(listed.map(keyOf));
    return [...listed, ...this.further.filter((pair) => !known.has(keyOf(pair)))];
  }
  private accept() {
    const undo = async () => this.undoAcceptance();
    void this.acting(async () => {
      await acceptDeletions(this.api, this.module);
      const text = t('inboxes.accepted.now', { module: moduleName(this.module) });
      this.dispatchEvent(decided({ text, undo }));
    });
  }
  private async undoAcceptance(): Promise<string> {
    await undoDeletions(this.api, this.module);
    await this.reading.run();
    return t('inboxes.accepted.undone', { module: moduleName(this.module) });
  }
  private async send(pair: Deletion) {
    const { deskId, crmId } = pair;
    this.asked = null;
    await sendAgain(this.api, this.module, { deskId, crmId });
    this.sent = new Set([...this.sent, keyOf(pair)]);
    this.say(t('inboxes.sent', { side: sideName(goneSide(pair) ?? 'desk') }));
  }
  private async readMore(after: string) {
    const page = await listDeletions(this.api, this.module, after);
    this.further = [...this.further, ...page.deletions];
    this.next = page.next;
  }
  private say(text: string) {
    this.dispatchEvent(decided({ text, undo: null }));
  }

  /** One at a time; whatever came of it, the list is read anew. */
  private async acting(act: () => Promise<void>) {
    if (this.busy) return;
    this.busy = true;
    this.refusal = null;
    try {
      await act();
    } catch (error) {
      this.refusal = error;
    }
    await this.reading.run();
    this.busy = false;
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-module-deletions': CrmModuleDeletions;
  }
}
