import { consume } from '@lit/context';
import { Task, TaskStatus } from '@lit/task';
import { LitElement, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Conflicts } from '../../../server/contract/conflicts.ts';
import type { ApiClient } from '../../api/api-client.ts';
import { apiContext } from '../../api/api-client.ts';
import { listConflicts, resolveConflict, undoConflict } from '../../api/conflicts-api.ts';
import type { OpenConflict, SettledConflict } from '../../api/shapes/conflicts-shape.ts';
import '../../elements/crm-disclosure.ts';
import '../../elements/crm-more.ts';
import '../../elements/crm-notice.ts';
import '../../elements/crm-skeleton.ts';
import { formatCount } from '../../i18n/format.ts';
import { t } from '../../i18n/messages.ts';
import { mayKeep } from '../../page/may-keep.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import { KeepLooking } from '../records/keep-looking.ts';
import { sideName } from '../records/names.ts';
import { careText, problemNotice } from '../records/problem.ts';
import './crm-conflict-card.ts';
import type { ConflictWish } from './crm-conflict-card.ts';
import './crm-settled-conflicts.ts';
import { decided } from './decision.ts';
import { inboxStyles } from './inbox-styles.ts';
import { undoChoice } from './undo-choice.ts';

/** Cards drawn at first, and more at each wish. */
export const CARDS = 20;

/**
 * Fields that both sides changed, with base and both values, to choose one (S96); and those that are settled.
 *
 * @fires crm-decided - `detail` is the `Decision`
 */
@customElement('crm-conflict-inbox')
export class CrmConflictInbox extends LitElement {
  static override styles = [sharedStyles, buttonStyles, inboxStyles];

  @consume({ context: apiContext })
  private api!: ApiClient;

  @state() private conflicts: Conflicts | null = null;
  @state() private refusal: unknown = null;
  @state() private busy: ReadonlySet<string> = new Set();
  @state() private cards = CARDS;

  private readonly reading = new Task(this, {
    args: () => [] as const,
    task: async (_args, { signal }) => {
      const conflicts = await listConflicts(this.api, signal);
      signal.throwIfAborted();
      this.conflicts = conflicts;
    },
    onError: (error) => {
      if (!mayKeep(error)) this.conflicts = null;
    },
  });

  constructor() {
    super();
    new KeepLooking(
      this,
      async () => (this.reading.status === TaskStatus.PENDING ? undefined : this.reading.run()),
      () => this.conflicts?.open.some(({ choice }) => choice !== null) ?? false,
    );
  }

  override render() {
    const open = this.conflicts?.open ?? [];
    return html`<section @crm-choose-side=${this.choose} @crm-undo-settled=${this.undoSettled}>
      <h3>
        ${t('inboxes.conflicts')}
        ${open.length > 0 ? html`<span class="count">${formatCount(open.length)}</span>` : nothing}
      </h3>
      <p class="secondary">${t('inboxes.conflicts.about')}</p>
      ${
        this.refusal === null
          ? nothing
          : html`<crm-notice kind="error" .text=${careText(this.refusal)}></crm-notice>`
      }
      ${this.renderContent()}
    </section>`;
  }

  private renderContent() {
    const { conflicts, reading } = this;
    if (!conflicts) {
      if (reading.status !== TaskStatus.ERROR)
        return html`<crm-skeleton .label=${t('loading')} lines="4"></crm-skeleton>`;
      return problemNotice(reading.error, () => void reading.run());
    }
    const { open, settled } = conflicts;
    return html`${
      open.length === 0
        ? html`<crm-notice kind="success" .text=${t('inboxes.conflicts.empty')}></crm-notice>`
        : repeat(
            open.slice(0, this.cards),
            keyOf,
            (conflict) =>
              html`<crm-conflict-card
                .conflict=${conflict}
                .busy=${this.busy.has(keyOf(conflict))}
              ></crm-conflict-card>`,
          )
    }
    ${
      open.length > this.cards
        ? html`<crm-more
            .label=${t('inboxes.conflicts')}
            @crm-more=${() => (this.cards += CARDS)}
          ></crm-more>`
        : nothing
    }
    ${
      settled.length === 0
        ? nothing
        : html`<crm-disclosure .heading=${t('inboxes.settled')} .count=${formatCount(settled.length)}>
            <crm-settled-conflicts .settled=${settled} .busy=${this.busy}></crm-settled-conflicts>
          </crm-disclosure>`
    }`;
  }

  private choose({ detail: { conflict, side } }: CustomEvent<ConflictWish>) {
    const { module, deskId, key, version } = conflict;
    const undo = async () => {
      const outcome = await undoChoice(this.api, conflict, conflict.choice ?? side ?? 'crm');
      await this.reading.run();
      return t(`inboxes.undone.${outcome}`);
    };
    void this.acting(keyOf(conflict), async () => {
      if (side === null) {
        this.dispatchEvent(decided({ text: await undo(), undo: null }));
        return;
      }
      await resolveConflict(this.api, { module, deskId, key, version, choose: side });
      this.dispatchEvent(decided({ text: t('inboxes.chosen', { side: sideName(side) }), undo }));
    });
  }
  private undoSettled({ detail: { id } }: CustomEvent<SettledConflict>) {
    void this.acting(id, async () => {
      const outcome = await undoConflict(this.api, { settledId: id });
      this.dispatchEvent(decided({ text: t(`inboxes.undone.${outcome}`), undo: null }));
    });
  }

  /** Once at a time per conflict; whatever came of it, the list is read anew. */
  private async acting(key: string, act: () => Promise<void>) {
    if (this.busy.has(key)) return;
    this.busy = new Set([...this.busy, key]);
    this.refusal = null;
    try {
      await act();
    } catch (error) {
      this.refusal = error;
    }
    await this.reading.run();
    this.busy = new Set([...this.busy].filter((other) => other !== key));
  }
}

function keyOf({ module, deskId, key }: OpenConflict): string {
  return `${module} ${deskId} ${key}`;
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-conflict-inbox': CrmConflictInbox;
  }
}
