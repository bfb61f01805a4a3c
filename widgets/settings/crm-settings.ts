import { consume } from '@lit/context';
import { Task, TaskStatus } from '@lit/task';
import { LitElement, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Integration } from '../../server/contract/integration.ts';
import type { ApiClient } from '../api/api-client.ts';
import { apiContext } from '../api/api-client.ts';
import { readIntegration } from '../api/integration-api.ts';
import '../elements/crm-menu.ts';
import '../elements/crm-notice.ts';
import '../elements/crm-skeleton.ts';
import { t } from '../i18n/messages.ts';
import '../page/crm-problem.ts';
import '../page/crm-sign-in.ts';
import { SessionController } from '../session/session-controller.ts';
import { buttonStyles } from '../styles/button-styles.ts';
import { sharedStyles } from '../styles/shared-styles.ts';
import './connect/crm-wizard.ts';
import './crm-integration.ts';
import './crm-legacy.ts';
import { pageStyles } from './page-styles.ts';
import { settingsStyles } from './settings-styles.ts';
import './status/crm-delete-dialog.ts';

const DELETABLE: ReadonlySet<Integration['state']> = new Set([
  'connecting',
  'configured',
  'active',
  'paused',
  'legacy',
]);

/**
 * The settings page: nothing for who is no Desk administrator (S7), Integrate while there is no integration (S10), the
 * wizard until Start Sync, then the integration with its tabs. Which of them is the connector's word, so a tab that
 * was closed goes on where it was.
 */
@customElement('crm-settings')
export class CrmSettings extends LitElement {
  static override styles = [sharedStyles, buttonStyles, settingsStyles, pageStyles];

  @consume({ context: apiContext })
  private api!: ApiClient;

  /** Integrate was pressed; nothing is stored before the first authorisation. */
  @state() private begun = false;
  @state() private deleting = false;
  @state() private integration: Integration | null = null;

  private readonly session: SessionController = new SessionController(this);
  private readonly reading = new Task(this, {
    args: () => [this.isAdministrator] as const,
    task: async ([mayAsk], { signal }) => {
      if (!mayAsk) return;
      const integration = await readIntegration(this.api, signal);
      signal.throwIfAborted();
      this.integration = integration;
    },
    onError: () => (this.integration = null),
  });

  private get isAdministrator(): boolean {
    const { state } = this.session;
    return state.kind === 'signed-in' && state.agent.administrator;
  }

  protected override willUpdate() {
    if (this.isAdministrator) return;
    this.integration = null;
    this.deleting = false;
  }

  override render() {
    const state = this.integration?.state ?? 'none';
    return html`<main @crm-changed=${this.reload}>
      ${state === 'active' || state === 'paused' ? nothing : this.renderHeader(DELETABLE.has(state))}
      ${this.renderContent()}
      ${
        this.deleting
          ? html`<crm-delete-dialog
              @crm-close=${() => (this.deleting = false)}
              @crm-deleted=${this.forget}
            ></crm-delete-dialog>`
          : nothing
      }
    </main>`;
  }

  private renderHeader(mayDelete: boolean) {
    return html`<header>
      <h1>${t('settings.heading')}</h1>
      ${
        this.isAdministrator
          ? html`<crm-menu
              .label=${t('settings.more')}
              .items=${[
                ...(mayDelete ? [{ id: 'delete', text: t('settings.delete') }] : []),
                { id: 'sign-out', text: t('sign-out') },
              ]}
              @crm-choose=${this.choose}
            ></crm-menu>`
          : nothing
      }
    </header>`;
  }

  private renderContent() {
    const { state } = this.session;
    if (state.kind === 'starting') return this.renderSkeleton();
    if (state.kind !== 'signed-in') {
      return html`<crm-sign-in
        .heading=${t('settings.sign-in')}
        .why=${t('settings.sign-in.why')}
      ></crm-sign-in>`;
    }
    if (!state.agent.administrator) {
      return html`<crm-notice
        kind="restricted"
        .heading=${t('settings.not-administrator')}
        .text=${t('settings.not-administrator.text')}
      ></crm-notice>`;
    }
    if (this.integration) return this.renderIntegration(this.integration);
    if (this.reading.status === TaskStatus.ERROR) {
      return html`<crm-problem .error=${this.reading.error} @crm-retry=${this.reload}></crm-problem>`;
    }
    return this.renderSkeleton();
  }

  private renderSkeleton() {
    return html`<crm-skeleton .label=${t('settings.loading')} lines="8"></crm-skeleton>`;
  }

  private renderIntegration(integration: Integration) {
    const { step } = integration;
    if (step === 'integrate' && !this.begun) return this.renderIntegrate(integration.state === 'deleted');
    if (step === 'legacy') return html`<crm-legacy .integration=${integration}></crm-legacy>`;
    if (step === 'running') {
      return html`<crm-integration .integration=${integration} @crm-choose=${this.choose}></crm-integration>`;
    }
    return html`<crm-wizard .integration=${integration}></crm-wizard>`;
  }

  private renderIntegrate(wasDeleted: boolean) {
    return html`<section class="card">
      ${wasDeleted ? html`<crm-notice .text=${t('settings.was-deleted')}></crm-notice>` : nothing}
      <p>${t('settings.intro')}</p>
      <ul class="dots">
        <li>${t('settings.intro.sync')}</li>
        <li>${t('settings.intro.panels')}</li>
        <li>${t('settings.intro.handshake')}</li>
      </ul>
      <p class="secondary small">${t('settings.intro.needs')}</p>
      <div class="buttons">
        <button type="button" class="button primary" @click=${() => (this.begun = true)}>
          ${t('settings.integrate')}
        </button>
      </div>
    </section>`;
  }

  private choose({ detail }: CustomEvent<{ id: string }>) {
    if (detail.id === 'delete') this.deleting = true;
    if (detail.id === 'sign-out') this.session.signOut();
  }
  private forget() {
    this.deleting = false;
    this.begun = false;
    this.reload();
  }
  private reload() {
    void this.reading.run();
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-settings': CrmSettings;
  }
}
