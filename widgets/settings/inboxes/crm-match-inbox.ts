import { consume } from '@lit/context';
import { Task, TaskStatus } from '@lit/task';
import { LitElement, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Ambiguous, AmbiguousChoice } from '../../../server/contract/ambiguous.ts';
import { chooseMatch, listAmbiguous, undoMatch } from '../../api/ambiguous-api.ts';
import type { ApiClient } from '../../api/api-client.ts';
import { apiContext } from '../../api/api-client.ts';
import type { AmbiguousEntry, MatchDecision } from '../../api/shapes/ambiguous-shape.ts';
import '../../elements/crm-disclosure.ts';
import '../../elements/crm-more.ts';
import '../../elements/crm-notice.ts';
import '../../elements/crm-skeleton.ts';
import { formatCount, formatInstant } from '../../i18n/format.ts';
import { t, tCount } from '../../i18n/messages.ts';
import { plain } from '../../i18n/plain-text.ts';
import { mayKeep } from '../../page/may-keep.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import { KeepLooking } from '../records/keep-looking.ts';
import { moduleName, otherSide, sideName } from '../records/names.ts';
import { careText, problemNotice } from '../records/problem.ts';
import './crm-match-case.ts';
import './crm-match-decisions.ts';
import { decided } from './decision.ts';
import { inboxStyles } from './inbox-styles.ts';

export interface MatchWish {
  readonly id: string;
  readonly choice: AmbiguousChoice;
}

/**
 * Records whose partner is not clear, or taken (S33, S34, S72): each with its candidates side by side; and what was
 * decided in the last 30 days.
 *
 * @fires crm-decided - `detail` is the `Decision`
 */
@customElement('crm-match-inbox')
export class CrmMatchInbox extends LitElement {
  static override styles = [sharedStyles, buttonStyles, inboxStyles];

  @consume({ context: apiContext })
  private api!: ApiClient;

  @state() private ambiguous: Ambiguous | null = null;
  /** Entries of the pages after the first, and where those go on. */
  @state() private further: readonly AmbiguousEntry[] = [];
  @state() private next: string | null = null;
  @state() private opened: ReadonlySet<string> = new Set();
  @state() private refusal: unknown = null;
  @state() private busy = false;

  private readonly reading = new Task(this, {
    args: () => [] as const,
    task: async (_args, { signal }) => {
      const ambiguous = await listAmbiguous(this.api, undefined, signal);
      signal.throwIfAborted();
      this.ambiguous = ambiguous;
      if (this.further.length === 0) this.next = ambiguous.next;
    },
    onError: (error) => {
      if (!mayKeep(error)) this.ambiguous = null;
    },
  });

  constructor() {
    super();
    new KeepLooking(
      this,
      async () => (this.reading.status === TaskStatus.PENDING ? undefined : this.reading.run()),
      () => false,
    );
  }

  override render() {
    const total = this.ambiguous?.total ?? 0;
    return html`<section @crm-choose-match=${this.choose} @crm-undo-match=${this.undoEarlier}>
      <h3>
        ${t('inboxes.matches')}
        ${total > 0 ? html`<span class="count">${formatCount(total)}</span>` : nothing}
      </h3>
      <p class="secondary">${t('inboxes.matches.about')}</p>
      ${
        this.refusal === null
          ? nothing
          : html`<crm-notice kind="error" .text=${careText(this.refusal)}></crm-notice>`
      }
      ${this.renderContent()}
    </section>`;
  }

  private renderContent() {
    const { ambiguous, reading } = this;
    if (!ambiguous) {
      if (reading.status !== TaskStatus.ERROR)
        return html`<crm-skeleton .label=${t('loading')} lines="4"></crm-skeleton>`;
      return problemNotice(reading.error, () => void reading.run());
    }
    const { entries, next } = this;
    const { decisions } = ambiguous;
    return html`${
      entries.length === 0
        ? html`<crm-notice kind="success" .text=${t('inboxes.matches.empty')}></crm-notice>`
        : repeat(
            entries,
            ({ id }) => id,
            (entry) => this.renderEntry(entry),
          )
    }
    ${
      next === null
        ? nothing
        : html`<crm-more
            .label=${t('inboxes.matches')}
            .busy=${this.busy}
            @crm-more=${() => this.acting(async () => this.readMore(next))}
          ></crm-more>`
    }
    ${
      decisions.length === 0
        ? nothing
        : html`<crm-disclosure .heading=${t('inboxes.decisions')} .count=${formatCount(decisions.length)}>
            <crm-match-decisions .decisions=${decisions} .busy=${this.busy}></crm-match-decisions>
          </crm-disclosure>`
    }`;
  }
  private renderEntry({ id, module, side, recordId, recordName, code, candidateIds, since }: AmbiguousEntry) {
    const isOpen = this.opened.has(id);
    const text =
      code === 'already-linked'
        ? t('inboxes.matches.taken', { side: sideName(otherSide(side)) })
        : tCount('inboxes.matches.several', candidateIds.length, { side: sideName(otherSide(side)) });
    return html`<crm-disclosure
      .heading=${plain(recordName ?? recordId, 120)}
      .open=${isOpen}
      @crm-toggle=${(event: CustomEvent<{ open: boolean }>) => this.toggle(id, event.detail.open)}
    >
      <span slot="action" class="secondary small">${moduleName(module)} · ${sideName(side)}</span>
      <p>
        ${text} <span class="secondary small">${t('inboxes.since', { time: formatInstant(since) })}</span>
      </p>
      ${isOpen ? html`<crm-match-case .entryId=${id} .busy=${this.busy}></crm-match-case>` : nothing}
    </crm-disclosure>`;
  }

  private get entries(): readonly AmbiguousEntry[] {
    const listed = this.ambiguous?.entries ?? [];
    const known = new Set(listed.map(({ id }) => id));
    const gone = new Set(this.ambiguous?.decisions.map(({ id }) => id));
    return [...listed, ...this.further.filter(({ id }) => !known.has(id) && !gone.has(id))];
  }
  private toggle(id: string, open: boolean) {
    const opened = new Set(this.opened);
    if (open) opened.add(id);
    else opened.delete(id);
    this.opened = opened;
  }

  private choose({ detail: { id, choice } }: CustomEvent<MatchWish>) {
    const undo = async () => this.undo(id);
    void this.acting(async () => {
      await chooseMatch(this.api, id, choice);
      this.dispatchEvent(decided({ text: t(`inboxes.matched.${choice.choose}`), undo }));
    });
  }
  private undoEarlier({ detail: { id } }: CustomEvent<MatchDecision>) {
    void this.acting(async () => {
      this.dispatchEvent(decided({ text: await this.undo(id), undo: null }));
    });
  }
  private async undo(id: string): Promise<string> {
    await undoMatch(this.api, id);
    await this.reading.run();
    return t('inboxes.matched.undone');
  }
  private async readMore(after: string) {
    const page = await listAmbiguous(this.api, after);
    this.further = [...this.further, ...page.entries];
    this.next = page.next;
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
    'crm-match-inbox': CrmMatchInbox;
  }
}
