import { consume } from '@lit/context';
import { LitElement, html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FlightPlan } from '../../../server/contract/plan.ts';
import type { ApiClient } from '../../api/api-client.ts';
import { apiContext } from '../../api/api-client.ts';
import { startSync } from '../../api/sync-api.ts';
import '../../elements/crm-notice.ts';
import '../../elements/crm-skeleton.ts';
import { formatCount, formatDuration } from '../../i18n/format.ts';
import { t, tCount } from '../../i18n/messages.ts';
import '../../page/crm-problem.ts';
import { problemText } from '../../page/problem-text.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import type { ModuleName } from '../names.ts';
import { SIDE_NAMES, moduleName } from '../names.ts';
import { settingsStyles } from '../settings-styles.ts';
import './crm-planned-module.ts';
import { PlanController } from './plan-controller.ts';

const SIDES = ['desk', 'crm'] as const;

/**
 * What Start Sync would do, counted before anything is written, with its credits and time; then Start Sync (S20, S26).
 *
 * @fires crm-changed - The first session began.
 * @fires crm-back - The administrator wants to change something first.
 */
@customElement('crm-flight-plan')
export class CrmFlightPlan extends LitElement {
  static override styles = [sharedStyles, buttonStyles, settingsStyles];

  @consume({ context: apiContext })
  private api!: ApiClient;
  /** What would be started. */
  @property({ attribute: false }) modules: readonly ModuleName[] = [];
  @state() private starting = false;
  @state() private refused: unknown = null;

  private readonly planning: PlanController = new PlanController(this);
  #planned = '';

  protected override updated(_changed: PropertyValues) {
    const wanted = this.modules.join(' ');
    if (wanted === this.#planned || wanted === '') return;
    this.#planned = wanted;
    this.plan();
  }

  override render() {
    const { state } = this.planning;
    return html`<section class="card">
      <div class="head">
        <h2>${t('plan.heading')}</h2>
        <span class="secondary">${this.modules.map((module) => moduleName(module)).join(' · ')}</span>
      </div>
      <p class="secondary">${t('plan.intro')}</p>
      ${this.renderPlan()}
      ${
        this.refused === null
          ? nothing
          : html`<crm-notice kind="error" .text=${problemText(this.refused)}></crm-notice>`
      }
      <div class="buttons">
        <button type="button" class="button" @click=${this.goBack}>${t('connect.back')}</button>
        ${
          state.kind === 'computing'
            ? nothing
            : html`<button type="button" class="button" @click=${this.plan}>${t('plan.again')}</button>`
        }
        <button
          type="button"
          class="button primary push"
          aria-disabled=${this.mayStart ? 'false' : 'true'}
          aria-busy=${this.starting ? 'true' : 'false'}
          @click=${this.start}
        >
          ${t('connect.start')}
        </button>
      </div>
    </section>`;
  }

  private renderPlan() {
    const { state } = this.planning;
    switch (state.kind) {
      case 'computing':
        return html`<crm-skeleton .label=${t('plan.computing')} lines="6"></crm-skeleton>
          <p class="secondary small">${t('plan.computing')}</p>`;
      case 'failed':
        return html`<crm-notice kind="warning" .heading=${t('plan.failed')} .text=${t('plan.failed.text')}>
          ${state.reason === null ? nothing : html`<p class="small">${state.reason}</p>`}
        </crm-notice>`;
      case 'error':
        return html`<crm-problem .error=${state.error} @crm-retry=${this.plan}></crm-problem>`;
      case 'ready':
        return this.renderSummary(state.plan);
    }
  }

  private renderSummary({ summary }: FlightPlan) {
    if (!summary || summary.modules.length === 0)
      return html`<crm-notice .heading=${t('plan.nothing')} .text=${t('plan.nothing.text')}></crm-notice>`;
    const { cost, estimatedSeconds } = summary;
    const credits = SIDES.map((side) =>
      t('plan.cost', { side: SIDE_NAMES[side], credits: tCount('plan.credits', cost[side].credits) }),
    ).join(' · ');
    const minutes = formatDuration(Math.max(60, estimatedSeconds));
    return html`<div class="cards" role="status" aria-label=${t('plan.ready')}>
      ${summary.modules.map((module) => html`<crm-planned-module .planned=${module}></crm-planned-module>`)}
      <p><strong>${t('plan.costs')}</strong> ${credits}</p>
      <p>
        <strong>${t('plan.time')}</strong>
        ${estimatedSeconds < 60 ? t('plan.time.short') : t('plan.time.about', { time: minutes })}
        <span class="secondary small"
          >${t('plan.calls', { count: formatCount(cost.desk.calls + cost.crm.calls) })}</span
        >
      </p>
    </div>`;
  }

  private get mayStart(): boolean {
    const { kind } = this.planning.state;
    return !this.starting && (kind === 'ready' || kind === 'failed');
  }

  private plan() {
    this.refused = null;
    void this.planning.compute(this.api, { kind: 'first-sync', modules: [...this.modules] });
  }
  private async start() {
    if (!this.mayStart) return;
    this.starting = true;
    this.refused = null;
    try {
      await startSync(this.api, this.modules);
      this.dispatchEvent(new CustomEvent('crm-changed', { bubbles: true, composed: true }));
    } catch (error) {
      this.refused = error;
      this.starting = false;
    }
  }
  private goBack() {
    this.dispatchEvent(new CustomEvent('crm-back', { bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-flight-plan': CrmFlightPlan;
  }
}
