import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Status } from '../../../server/contract/status.ts';
import type { Progress, StatusModule } from '../../api/shapes/status-shape.ts';
import '../../elements/crm-badge.ts';
import { formatCount, formatDuration, formatInstant } from '../../i18n/format.ts';
import { t, tCount } from '../../i18n/messages.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import { moduleName } from '../names.ts';
import { settingsStyles } from '../settings-styles.ts';

/** Below this, changes are as good as there. */
const LAG_WORTH_A_WORD_SECONDS = 60;

/**
 * Sync Settings: the state of each module, its first session while it runs (S29), and how far behind it is (S27).
 * Products that are not set up have Configure (S22).
 *
 * @fires crm-configure - Products are to be configured.
 */
@customElement('crm-module-states')
export class CrmModuleStates extends LitElement {
  static override styles = [
    sharedStyles,
    buttonStyles,
    settingsStyles,
    css`
      .module {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 16px;
        padding-block: 10px;
        border-block-start: 1px solid var(--border);
      }
      .module h3 {
        flex: 0 0 150px;
      }
      .facts {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 16px;
      }
      .progress {
        display: grid;
        flex: 1 1 220px;
        gap: 4px;
        align-content: start;
        min-inline-size: 0;
      }
      .module .button {
        align-self: flex-start;
      }
      progress {
        inline-size: 100%;
        max-inline-size: 420px;
        block-size: 8px;
        accent-color: var(--button);
      }
    `,
  ];

  @property({ attribute: false }) status!: Status;

  override render() {
    return html`<section class="card">
      <h2>${t('status.sync-settings')}</h2>
      <div role="list">${this.status.modules.map((module) => this.renderModule(module))}</div>
    </section>`;
  }

  private renderModule(module: StatusModule) {
    return html`<div class="module" role="listitem">
      <h3>${moduleName(module.module)}</h3>
      <div class="progress">
        <div>${this.renderState(module)}</div>
        ${module.progress && module.state === 'syncing' ? this.renderProgress(module, module.progress) : nothing}
        ${module.state === 'unset' ? nothing : this.renderFacts(module)}
      </div>
      ${
        module.module === 'products' && module.state === 'unset'
          ? html`<button type="button" class="button" @click=${this.configure}>
              ${t('status.configure')}
            </button>`
          : nothing
      }
    </div>`;
  }

  private renderState({ state, syncType }: StatusModule) {
    const tone = state === 'synced' ? 'good' : state === 'syncing' ? 'cool' : 'plain';
    const paused = this.status.state === 'paused' && state !== 'unset';
    return html`<crm-badge tone=${paused ? 'warm' : tone}
        >${t(paused ? 'status.state.paused' : `status.module.${state}`)}</crm-badge
      >
      ${syncType === null ? nothing : html`<span class="secondary">${t(`mapping.sync-type.${syncType}`)}</span>`}`;
  }

  private renderProgress({ module }: StatusModule, progress: Progress) {
    const { phase, done, total, ratePerSecond, secondsLeft } = progress;
    const counted =
      total === null
        ? tCount('status.records', done)
        : t('status.progress', { done: formatCount(done), total: tCount('status.records', total) });
    const label = `${moduleName(module)}: ${t(`status.phase.${phase}`)}`;
    // Without a value the bar only says that something happens.
    return html`<progress
        aria-label=${label}
        max=${total === null || total === 0 ? nothing : total}
        value=${total === null || total === 0 ? nothing : done}
      ></progress>
      <p class="facts small secondary">
        <span>${t(`status.phase.${phase}`)}</span><span>${counted}</span>
        ${ratePerSecond === null ? nothing : html`<span>${t('status.rate', { rate: formatCount(ratePerSecond) })}</span>`}
        ${
          secondsLeft === null
            ? nothing
            : html`<span
                >${
                  secondsLeft < 60
                    ? t('status.left.short')
                    : t('status.left', { time: formatDuration(secondsLeft) })
                }</span
              >`
        }
      </p>`;
  }

  private renderFacts({ lastSuccessAt, waiting, lagSeconds, failures, state }: StatusModule) {
    if (state === 'configured') return html`<p class="small secondary">${t('status.not-started')}</p>`;
    return html`<p class="facts small secondary">
      ${
        state === 'synced'
          ? html`<span
              >${
                lastSuccessAt === null
                  ? t('status.last.never')
                  : t('status.last', { time: formatInstant(lastSuccessAt) })
              }</span
            >`
          : nothing
      }
      <span>${tCount('status.waiting', waiting)}</span>
      ${
        lagSeconds < LAG_WORTH_A_WORD_SECONDS
          ? nothing
          : html`<span>${t('status.lag', { time: formatDuration(lagSeconds) })}</span>`
      }
      ${failures === 0 ? nothing : html`<span>${tCount('status.failures', failures)}</span>`}
    </p>`;
  }

  private configure() {
    this.dispatchEvent(new CustomEvent('crm-configure', { bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-module-states': CrmModuleStates;
  }
}
