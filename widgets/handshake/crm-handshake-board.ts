import { consume } from '@lit/context';
import { Task, TaskStatus } from '@lit/task';
import { LitElement, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Handshake, HandshakeDepartments } from '../../server/contract/handshake.ts';
import type { ApiClient } from '../api/api-client.ts';
import { apiContext } from '../api/api-client.ts';
import { listDepartments, readHandshake } from '../api/handshake-api.ts';
import { mayKeep } from '../page/may-keep.ts';
import '../elements/crm-age.ts';
import '../elements/crm-menu.ts';
import '../elements/crm-notice.ts';
import '../elements/crm-skeleton.ts';
import { icon } from '../elements/icon.ts';
import type { DeskHost } from '../host/desk-host.ts';
import { hostContext } from '../host/host-context.ts';
import { t, tCount } from '../i18n/messages.ts';
import '../page/crm-problem.ts';
import '../page/crm-sign-in.ts';
import { problemText } from '../page/problem-text.ts';
import { SessionController } from '../session/session-controller.ts';
import { buttonStyles } from '../styles/button-styles.ts';
import { sharedStyles } from '../styles/shared-styles.ts';
import { boardStyles } from './board-styles.ts';
import type { BoardChoice } from './crm-board-filters.ts';
import './crm-board-columns.ts';
import './crm-board-filters.ts';
import { VisiblePoll } from './visible-poll.ts';

export const POLL_MS = 60_000;
/** How long a board that is being read anew takes, more or less. */
export const SOON_MS = 3000;

/** The handshake board: a department's open tickets by customer type (S6, S107–S112), kept fresh while it is seen. */
@customElement('crm-handshake-board')
export class CrmHandshakeBoard extends LitElement {
  static override styles = [sharedStyles, buttonStyles, boardStyles];

  @consume({ context: apiContext })
  private api!: ApiClient;
  @consume({ context: hostContext })
  private desk!: DeskHost;

  @state() private choice: BoardChoice = { departmentId: '', filter: {} };
  @state() private board: Handshake | null = null;
  private fresh = false;
  private soon: ReturnType<typeof setTimeout> | undefined;

  private readonly session: SessionController = new SessionController(this);
  private readonly departments = new Task(this, {
    args: () => [this.session.signedIn] as const,
    task: async ([signedIn], { signal }): Promise<HandshakeDepartments['departments']> => {
      if (!signedIn) return [];
      const { departments } = await listDepartments(this.api, signal);
      const { departmentId } = await this.desk.viewer();
      const first = departments.find(({ id }) => id === departmentId) ?? departments[0];
      this.choice = { departmentId: first?.id ?? '', filter: {} };
      return departments;
    },
  });
  private readonly reading = new Task(this, {
    args: () => [this.session.signedIn, this.choice] as const,
    task: async ([signedIn, { departmentId, filter }], { signal }) => {
      clearTimeout(this.soon);
      if (!signedIn || departmentId === '') return;
      const refresh = this.fresh ? ({ refresh: 'true' } as const) : {};
      this.fresh = false;
      const board = await readHandshake(this.api, departmentId, { ...filter, ...refresh }, signal);
      signal.throwIfAborted();
      this.board = board;
      if (board.refreshing) this.soon = setTimeout(() => void this.reading.run(), SOON_MS);
    },
    onError: (error) => {
      if (!mayKeep(error)) this.board = null;
    },
  });

  constructor() {
    super();
    new VisiblePoll(this, POLL_MS, () => {
      if (this.board && this.reading.status !== TaskStatus.PENDING) void this.reading.run();
    });
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.soon);
  }
  protected override willUpdate() {
    if (!this.session.signedIn) this.board = null;
  }

  override render() {
    return html`<main @crm-open-ticket=${this.openTicket}>
      <header>
        <h1>${t('board.heading')}</h1>
        ${this.session.signedIn ? this.renderTools() : nothing}
      </header>
      ${this.renderContent()}
    </main>`;
  }

  private renderTools() {
    const busy = this.reading.status === TaskStatus.PENDING ? 'true' : 'false';
    return html`${this.board ? html`<crm-age class="secondary small" .at=${this.board.readAt}></crm-age>` : nothing}
      <button
        type="button"
        class="button icon-only"
        aria-label=${t('refresh')}
        title=${t('refresh')}
        aria-busy=${busy}
        aria-disabled=${busy}
        @click=${this.refresh}
      >
        ${icon('refresh')}
      </button>
      <crm-menu
        .label=${t('more-actions')}
        .items=${[{ id: 'sign-out', text: t('sign-out') }]}
        @crm-choose=${() => this.session.signOut()}
      ></crm-menu>`;
  }

  private renderContent() {
    const { kind } = this.session.state;
    if (kind === 'starting') return this.renderSkeleton();
    if (kind !== 'signed-in') return html`<crm-sign-in></crm-sign-in>`;
    return this.departments.render({
      initial: () => this.renderSkeleton(),
      pending: () => this.renderSkeleton(),
      error: (error) =>
        html`<crm-problem .error=${error} @crm-retry=${() => this.departments.run()}></crm-problem>`,
      complete: (departments) => this.renderDepartments(departments),
    });
  }
  private renderSkeleton() {
    return html`<crm-skeleton .label=${t('loading.board')} lines="9"></crm-skeleton>`;
  }
  private renderDepartments(departments: HandshakeDepartments['departments']) {
    if (departments.length === 0) return html`<crm-notice .text=${t('board.no-departments')}></crm-notice>`;
    return html`<crm-board-filters
        .departments=${departments}
        .options=${this.board?.filters ?? null}
        .choice=${this.choice}
        @crm-board-choice=${this.choose}
      ></crm-board-filters>
      ${this.renderBoard()}`;
  }
  private renderBoard() {
    const { status, error } = this.reading;
    const failed = status === TaskStatus.ERROR;
    if (!this.board) {
      if (failed) return html`<crm-problem .error=${error} @crm-retry=${this.refresh}></crm-problem>`;
      return this.renderSkeleton();
    }
    const { columns, total, truncated, stale } = this.board;
    const shown = columns.reduce((sum, { count }) => sum + count, 0);
    return html`<div class="notices">
        ${
          failed
            ? html`<crm-notice
                kind="warning"
                .text="${t('refresh-failed')} ${problemText(error)}"
              ></crm-notice>`
            : nothing
        }
        ${stale ? html`<crm-notice kind="warning" .text=${t('stale.text')}></crm-notice>` : nothing}
        ${truncated ? html`<crm-notice kind="info" .text=${t('board.truncated')}></crm-notice>` : nothing}
      </div>
      <p class="summary" role="status">
        ${
          shown === total
            ? tCount('board.tickets', total)
            : t('board.shown', { shown, total: tCount('board.tickets', total) })
        }
      </p>
      ${this.renderColumns(columns, total)}`;
  }
  private renderColumns(columns: Handshake['columns'], total: number) {
    if (total === 0) {
      return html`<crm-notice
        .heading=${t('board.empty.heading')}
        .text=${t('board.empty.text')}
      ></crm-notice>`;
    }
    if (columns.length === 0) {
      return html`<crm-notice
        .text=${t('board.no-match')}
        .action=${t('board.clear')}
        @crm-action=${() => (this.choice = { ...this.choice, filter: {} })}
      ></crm-notice>`;
    }
    return html`<crm-board-columns .columns=${columns} .now=${Date.now()}></crm-board-columns>`;
  }

  private choose({ detail }: CustomEvent<BoardChoice>) {
    if (detail.departmentId !== this.choice.departmentId) this.board = null;
    this.choice = detail;
  }
  private async refresh() {
    if (this.reading.status === TaskStatus.PENDING) return;
    this.fresh = true;
    await this.reading.run();
  }
  private openTicket(event: CustomEvent<{ id: string }>) {
    event.preventDefault();
    void this.desk.openTicket(event.detail.id);
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-handshake-board': CrmHandshakeBoard;
  }
}
