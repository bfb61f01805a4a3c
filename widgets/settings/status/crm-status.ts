import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Integration } from '../../../server/contract/integration.ts';
import type { Status } from '../../../server/contract/status.ts';
import type { StatusProblem } from '../../api/shapes/status-shape.ts';
import '../../elements/crm-dialog.ts';
import { t } from '../../i18n/messages.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import '../connect/crm-connect.ts';
import '../connect/crm-preflight.ts';
import { LazyPart } from '../lazy-part.ts';
import { settingsStyles } from '../settings-styles.ts';
import type { Place } from '../tabs.ts';
import './crm-configuration.ts';
import './crm-health.ts';
import './crm-module-states.ts';
import './crm-problems.ts';

/**
 * The Status tab: what is wrong and the one thing to do about it, the modules, credits and connections, and the
 * configuration with its Edit (S21, S22, S26, S27, S79).
 *
 * @fires crm-go - Another place of the page is wanted.
 * @fires crm-switch - `detail.to`: pause or resume.
 */
@customElement('crm-status')
export class CrmStatus extends LitElement {
  static override styles = [sharedStyles, buttonStyles, settingsStyles];

  @property({ attribute: false }) status!: Status;
  @property({ attribute: false }) integration!: Integration;
  /** Below the tab: `edit/contacts`, `products` …; empty: the overview. */
  @property() below = '';
  @state() private dialog: 'reconnect' | 'checks' | null = null;

  private readonly editing: LazyPart = new LazyPart(this, () => import('../setup-steps.ts'));

  override render() {
    return html`<div class="cards" @crm-act=${({ detail }: CustomEvent<StatusProblem>) => this.act(detail)}>
        ${this.renderPart()}
      </div>
      ${this.renderDialog()}`;
  }

  private renderPart() {
    const [name, module] = this.below.split('/');
    if (name === 'edit') {
      return this.editing.render(
        () =>
          html`<crm-edit-configuration
            .integration=${this.integration}
            .first=${module ?? 'contacts'}
            @crm-back=${() => this.go('status')}
          ></crm-edit-configuration>`,
      );
    }
    if (name === 'products') {
      return this.editing.render(
        () =>
          html`<crm-configure-products
            .integration=${this.integration}
            @crm-back=${() => this.go('status')}
          ></crm-configure-products>`,
      );
    }
    const { status } = this;
    return html`${
        status.problems.length === 0
          ? nothing
          : html`<crm-problems .problems=${status.problems}></crm-problems>`
      }
      <crm-module-states
        .status=${status}
        @crm-configure=${() => this.go('status', 'products')}
      ></crm-module-states>
      <crm-configuration .status=${status} @crm-edit=${() => this.go('status', 'edit')}></crm-configuration>
      <crm-health .status=${status} @crm-reconnect=${() => (this.dialog = 'reconnect')}></crm-health>`;
  }

  private renderDialog() {
    if (this.dialog === null) return nothing;
    const reconnect = this.dialog === 'reconnect';
    return html`<crm-dialog
      .heading=${t(reconnect ? 'status.reconnect' : 'connect.checks')}
      @crm-close=${this.closeDialog}
    >
      ${
        reconnect
          ? html`<crm-connect
              .integration=${this.reconnecting}
              @crm-changed=${this.reconnected}
            ></crm-connect>`
          : html`<crm-preflight></crm-preflight>`
      }
    </crm-dialog>`;
  }

  /** Connections as they are now: the integration was read when the page opened. */
  private get reconnecting(): Integration {
    return { ...this.integration, connections: this.status.connections };
  }

  /** One thing to do for each problem. */
  private act(problem: StatusProblem) {
    switch (problem.action) {
      case 'connect-desk':
      case 'connect-crm':
      case 'reconnect-desk':
      case 'reconnect-crm':
        this.dialog = 'reconnect';
        return;
      case 'check-address':
        this.dialog = 'checks';
        return;
      case 'decide-deletions':
        this.go('inboxes', 'deletions');
        return;
      case 'open-ambiguous':
        this.go('inboxes', 'ambiguous');
        return;
      case 'open-conflicts':
        this.go('inboxes', 'conflicts');
        return;
      case 'open-failures':
        this.go('failures');
        return;
      case 'choose-view':
      case 'edit-mapping':
        this.go('status', `edit/${problem.subject ?? 'contacts'}`);
        return;
      case 'save-credits':
        this.switchTo('paused');
        return;
      case 'resume':
        this.switchTo('active');
        return;
    }
  }

  private go(tab: Place['tab'], part = '') {
    this.dispatchEvent(new CustomEvent('crm-go', { detail: { tab, part }, bubbles: true, composed: true }));
  }
  private switchTo(to: 'active' | 'paused') {
    this.dispatchEvent(new CustomEvent('crm-switch', { detail: { to }, bubbles: true, composed: true }));
  }
  private reconnected() {
    this.dispatchEvent(new CustomEvent('crm-refresh', { bubbles: true, composed: true }));
    this.closeDialog();
  }
  private closeDialog() {
    this.dialog = null;
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-status': CrmStatus;
  }
}
