import { consume } from '@lit/context';
import { LitElement, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Integration } from '../../server/contract/integration.ts';
import type { ApiClient } from '../api/api-client.ts';
import { apiContext } from '../api/api-client.ts';
import { pauseSync, resumeSync } from '../api/sync-api.ts';
import '../elements/crm-badge.ts';
import '../elements/crm-menu.ts';
import '../elements/crm-notice.ts';
import '../elements/crm-skeleton.ts';
import type { DeskHost } from '../host/desk-host.ts';
import { hostContext } from '../host/host-context.ts';
import { t, tCount } from '../i18n/messages.ts';
import '../page/crm-problem.ts';
import { problemText } from '../page/problem-text.ts';
import { SessionController } from '../session/session-controller.ts';
import { buttonStyles } from '../styles/button-styles.ts';
import { sharedStyles } from '../styles/shared-styles.ts';
import './crm-tab-bar.ts';
import { LazyPart } from './lazy-part.ts';
import { MODULE_NAMES } from './names.ts';
import { pageStyles } from './page-styles.ts';
import { settingsStyles } from './settings-styles.ts';
import './status/crm-status.ts';
import { LiveStatus } from './status/live-status.ts';
import type { Place, Tab } from './tabs.ts';
import { hashOf, placeOf } from './tabs.ts';

/**
 * The integration page once sync has started: Pause Sync or Resume, More, and the tabs. The status is followed live
 * for all of them, so that what another administrator does shows everywhere.
 *
 * @fires crm-changed - The integration's state is another than it was.
 */
@customElement('crm-integration')
export class CrmIntegration extends LitElement {
  static override styles = [sharedStyles, buttonStyles, settingsStyles, pageStyles];

  @consume({ context: apiContext })
  private api!: ApiClient;
  @consume({ context: hostContext })
  private desk!: DeskHost;
  @property({ attribute: false }) integration!: Integration;

  @state() private place: Place = placeOf(location.hash);
  /** Pause or Resume is on its way. */
  @state() private busy = false;
  @state() private refused: unknown = null;

  private readonly session: SessionController = new SessionController(this);
  private readonly live: LiveStatus = new LiveStatus(this, () => (this.session.signedIn ? this.api : null));
  private readonly parts: Readonly<Record<Exclude<Tab, 'status'>, LazyPart>> = {
    permissions: new LazyPart(this, () => import('./permissions/crm-permissions.ts')),
    history: new LazyPart(this, () => import('./history/crm-sync-history.ts')),
    failures: new LazyPart(this, () => import('./failures/crm-failure-log.ts')),
    inboxes: new LazyPart(this, () => import('./inboxes/crm-inboxes.ts')),
  };

  override connectedCallback() {
    super.connectedCallback();
    window.addEventListener('hashchange', this.follow);
  }
  override disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.follow);
  }
  protected override willUpdate() {
    const { status } = this.live;
    if (status && status.state !== 'active' && status.state !== 'paused') this.tellChange();
  }

  override render() {
    const state = this.live.status?.state ?? this.integration.state;
    return html`<div class="cards" @crm-go=${this.goTo} @crm-refresh=${() => this.live.refresh()}>
      <header>
        <h1>${t('settings.heading')}</h1>
        ${this.renderBadge(state)} ${this.renderSwitch(state)}
        <crm-menu
          .label=${t('settings.more')}
          .items=${[
            { id: 'delete', text: t('settings.delete') },
            { id: 'sign-out', text: t('sign-out') },
          ]}
        ></crm-menu>
      </header>
      ${
        this.refused === null
          ? nothing
          : html`<crm-notice kind="error" .text=${problemText(this.refused)}></crm-notice>`
      }
      <crm-tab-bar
        .current=${this.place.tab}
        @crm-tab=${({ detail }: CustomEvent<{ tab: Tab }>) => this.go({ tab: detail.tab, part: '' })}
      ></crm-tab-bar>
      ${this.renderTab()}
    </div>`;
  }

  private renderBadge(state: Integration['state']) {
    if (state === 'paused') return html`<crm-badge tone="warm">${t('status.state.paused')}</crm-badge>`;
    const importing = this.live.status?.modules.some((module) => module.state === 'syncing') ?? false;
    return html`<crm-badge tone=${importing ? 'cool' : 'good'}
      >${t(importing ? 'status.state.importing' : 'status.state.active')}</crm-badge
    >`;
  }
  private renderSwitch(state: Integration['state']) {
    const paused = state === 'paused';
    return html`<button
      type="button"
      class="button ${paused ? 'primary' : ''}"
      aria-disabled=${this.busy ? 'true' : 'false'}
      aria-busy=${this.busy ? 'true' : 'false'}
      @click=${() => this.switchTo(paused ? 'active' : 'paused')}
    >
      ${t(paused ? 'status.resume' : 'status.pause')}
    </button>`;
  }

  private renderTab(): TemplateResult {
    const { tab, part } = this.place;
    if (tab === 'status') return this.renderStatus(part);
    return this.parts[tab].render(() => {
      switch (tab) {
        case 'permissions':
          return html`<crm-permissions></crm-permissions>`;
        case 'history':
          return html`<crm-sync-history></crm-sync-history>`;
        case 'failures':
          return html`<crm-failure-log
            .module=${MODULE_NAMES.find((module) => module === part) ?? null}
          ></crm-failure-log>`;
        case 'inboxes':
          return html`<crm-inboxes .inbox=${part}></crm-inboxes>`;
      }
    });
  }
  private renderStatus(part: string) {
    const { status, error } = this.live;
    if (!status) {
      if (error === null)
        return html`<crm-skeleton .label=${t('settings.loading')} lines="8"></crm-skeleton>`;
      return html`<crm-problem .error=${error} @crm-retry=${() => this.live.refresh()}></crm-problem>`;
    }
    return html`${
        error === null
          ? nothing
          : html`<crm-notice
              kind="warning"
              .text="${t('status.not-live')} ${problemText(error)}"
            ></crm-notice>`
      }
      <crm-status
        .status=${status}
        .integration=${this.integration}
        .below=${part}
        @crm-switch=${({ detail }: CustomEvent<{ to: 'active' | 'paused' }>) => this.switchTo(detail.to)}
      ></crm-status>`;
  }

  /** A second click while it is under way does nothing; the connector takes a repeated one as well (S79). */
  private async switchTo(to: 'active' | 'paused') {
    if (this.busy) return;
    this.busy = true;
    this.refused = null;
    try {
      const title = to === 'paused' ? await this.pause() : await this.resume();
      void this.desk.notify({ title, kind: 'success' });
      await this.live.refresh();
    } catch (error) {
      this.refused = error;
    } finally {
      this.busy = false;
    }
  }
  private async pause(): Promise<string> {
    return t((await pauseSync(this.api)) ? 'status.paused.done' : 'status.paused.unsettled');
  }
  private async resume(): Promise<string> {
    return tCount('status.resumed', await resumeSync(this.api));
  }

  private goTo({ detail }: CustomEvent<Place>) {
    this.go(detail);
  }
  private go(place: Place) {
    this.place = place;
    history.pushState(null, '', hashOf(place));
  }
  private readonly follow = () => {
    this.place = placeOf(location.hash);
  };
  private tellChange() {
    this.dispatchEvent(new CustomEvent('crm-changed', { bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-integration': CrmIntegration;
  }
}
