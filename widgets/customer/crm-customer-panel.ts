import { ContextProvider, consume } from '@lit/context';
import { Task, TaskStatus } from '@lit/task';
import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Panel, PanelPlace } from '../../server/contract/panel.ts';
import type { ApiClient } from '../api/api-client.ts';
import { apiContext } from '../api/api-client.ts';
import type { PanelActionName } from '../api/panel-actions-api.ts';
import { readPanel } from '../api/panel-api.ts';
import '../elements/crm-skeleton.ts';
import type { DeskHost } from '../host/desk-host.ts';
import { hostContext } from '../host/host-context.ts';
import { t } from '../i18n/messages.ts';
import '../page/crm-problem.ts';
import '../page/crm-sign-in.ts';
import { problemText } from '../page/problem-text.ts';
import { SessionController } from '../session/session-controller.ts';
import { sharedStyles } from '../styles/shared-styles.ts';
import './crm-customer.ts';
import { mayKeep } from '../page/may-keep.ts';
import { targetContext } from './panel-target-context.ts';
import type { Wish } from './wishes.ts';

/**
 * What the three panels are made of: asks the connector once per record, once more when it answered from memory and is
 * still reading CRM, and draws every state on the way.
 */
@customElement('crm-customer-panel')
export class CrmCustomerPanel extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      main {
        padding: 8px 12px 16px;
      }
    `,
  ];

  @consume({ context: apiContext })
  private api!: ApiClient;
  @consume({ context: hostContext })
  private desk!: DeskHost;

  @property() place: PanelPlace = 'tickets';
  /** Of the record in Desk. */
  @property({ attribute: false }) deskId = '';

  /** The newest answer about this record for this viewer. */
  @state() private panel: Panel | null = null;
  @state() private wish: Wish | null = null;
  /** Set by whoever wants CRM to be read before the answer. */
  private fresh = false;

  private readonly session: SessionController = new SessionController(this);
  private readonly target = new ContextProvider(this, { context: targetContext });

  private readonly opening = new Task(this, {
    args: () => [this.place, this.deskId, this.session.signedIn] as const,
    task: async ([place, id, signedIn], { signal }) => {
      if (!signedIn || id === '') return;
      const refresh = this.fresh ? ({ refresh: 'true' } as const) : {};
      this.fresh = false;
      const panel = await readPanel(this.api, { place, id }, refresh, signal);
      signal.throwIfAborted();
      this.panel = panel;
      if (!panel.refreshing) return;
      const newer = await readPanel(this.api, { place, id }, { since: panel.readAt }, signal);
      signal.throwIfAborted();
      this.panel = newer;
    },
    onError: (error) => {
      if (!mayKeep(error)) this.panel = null;
    },
  });

  protected override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('deskId') || changed.has('place')) {
      this.panel = null;
      this.wish = null;
      this.target.setValue({ place: this.place, id: this.deskId });
    }
    if (!this.session.signedIn) this.panel = null;
  }

  override render() {
    return html`<main
      @crm-wish=${this.open}
      @crm-close=${this.close}
      @crm-done=${this.celebrate}
      @crm-refresh=${this.refresh}
      @crm-sign-out=${() => this.session.signOut()}
    >
      ${this.renderContent()} ${this.renderDialog()}
    </main>`;
  }

  private renderContent() {
    const { kind } = this.session.state;
    if (kind === 'starting') return this.renderSkeleton();
    if (kind !== 'signed-in') return html`<crm-sign-in></crm-sign-in>`;
    const { status, error } = this.opening;
    const failed = status === TaskStatus.ERROR;
    if (this.panel) {
      return html`<crm-customer
        .panel=${this.panel}
        .busy=${status === TaskStatus.PENDING}
        .problem=${failed ? problemText(error) : ''}
      ></crm-customer>`;
    }
    if (!failed) return this.renderSkeleton();
    return html`<crm-problem .error=${error} @crm-retry=${() => this.opening.run()}></crm-problem>`;
  }
  private renderSkeleton() {
    return html`<crm-skeleton .label=${t('loading.customer')} lines="8"></crm-skeleton>`;
  }
  private renderDialog() {
    const { wish } = this;
    if (!wish || !this.panel) return nothing;
    switch (wish.kind) {
      case 'add':
        return html`<crm-add-dialog .entity=${wish.entity} .item=${wish.item}></crm-add-dialog>`;
      case 'link':
        return html`<crm-link-dialog .entity=${wish.entity}></crm-link-dialog>`;
      case 'create':
      case 'unlink':
        return html`<crm-confirm-dialog .wish=${wish}></crm-confirm-dialog>`;
    }
  }

  private open({ detail }: CustomEvent<Wish>) {
    this.wish = detail;
    // The dialog's element wakes up when its code is here.
    import('./dialogs.ts').catch(() => {
      this.wish = null;
      void this.desk.notify({ title: t('problem.unreachable'), kind: 'failure' });
    });
  }
  private close() {
    this.wish = null;
  }
  private async celebrate({ detail }: CustomEvent<PanelActionName>) {
    this.wish = null;
    void this.desk.notify({ title: t(`done.${detail}`), kind: 'success' });
    await this.refresh();
  }
  private async refresh() {
    this.fresh = true;
    await this.opening.run();
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-customer-panel': CrmCustomerPanel;
  }
}
