import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Status } from '../../../server/contract/status.ts';
import type { Side } from '../names.ts';
import '../../elements/crm-badge.ts';
import { formatCount, formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/messages.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import { SIDE_NAMES } from '../names.ts';
import { settingsStyles } from '../settings-styles.ts';

const SIDES: readonly Side[] = ['desk', 'crm'];

/**
 * Of both products: whether the authorisation holds, whether changes are told at once, credits used today and their
 * forecast.
 *
 * @fires crm-reconnect - An authorisation that ended is to be given again.
 */
@customElement('crm-health')
export class CrmHealth extends LitElement {
  static override styles = [
    sharedStyles,
    buttonStyles,
    settingsStyles,
    css`
      .sides {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(260px, 100%), 1fr));
        gap: 16px 32px;
      }
      .side {
        display: grid;
        gap: 8px;
        align-content: start;
      }
      dl {
        display: grid;
        gap: 6px;
      }
      dt {
        color: var(--text-secondary);
        font-size: var(--small);
      }
      meter {
        inline-size: 100%;
        block-size: 10px;
      }
    `,
  ];

  @property({ attribute: false }) status!: Status;

  override render() {
    return html`<section class="card">
      <h2>${t('status.health')}</h2>
      <div class="sides">${SIDES.map((side) => this.renderSide(side))}</div>
    </section>`;
  }

  private renderSide(side: Side) {
    return html`<div class="side">
      <h3>${SIDE_NAMES[side]}</h3>
      <dl>
        <div>
          <dt>${t('status.connection')}</dt>
          <dd>${this.renderConnection(side)}</dd>
        </div>
        <div>
          <dt>${t('status.channel')}</dt>
          <dd>${this.renderChannel(side)}</dd>
        </div>
        <div>
          <dt>${t('status.credits')}</dt>
          <dd>${this.renderCredits(side)}</dd>
        </div>
      </dl>
    </div>`;
  }

  private renderConnection(side: Side) {
    const connection = this.status.connections.find(({ product }) => product === side);
    if (connection?.status === 'valid')
      return html`<crm-badge tone="good">${t('status.connection.valid')}</crm-badge>`;
    return html`<crm-badge tone="warm">${t('status.connection.ended')}</crm-badge>
      <button type="button" class="button" @click=${this.reconnect}>
        ${t('status.action.reconnect-crm')}
      </button>`;
  }

  private renderChannel(side: Side) {
    const channel = this.status.channels.find((each) => each.side === side);
    const state = channel?.state ?? 'none';
    return html`<crm-badge tone=${state === 'live' ? 'good' : 'warm'}
        >${t(`status.channel.${state}`)}</crm-badge
      >
      ${
        channel?.lastEventAt
          ? html`<span class="small secondary"
              >${t('status.channel.last', { time: formatInstant(channel.lastEventAt) })}</span
            >`
          : nothing
      }`;
  }

  private renderCredits(side: Side) {
    const usage = this.status.usage.find((each) => each.side === side);
    if (!usage) return t('status.credits.unknown');
    const { calls, creditsUsed, creditsLeft, forecastLeft } = usage;
    const own = html`<p class="small secondary">${t('status.calls', { count: formatCount(calls) })}</p>`;
    if (creditsUsed === null || creditsLeft === null)
      return html`<p>${t(side === 'crm' ? 'status.credits.untold' : 'status.credits.unknown')}</p>
        ${own}`;
    const all = creditsUsed + creditsLeft;
    return html`<meter
        aria-label=${t('status.credits')}
        min="0"
        max=${all}
        low=${all * 0.7}
        high=${all * 0.9}
        optimum="0"
        value=${creditsUsed}
      ></meter>
      <p>${t('status.credits.of', { used: formatCount(creditsUsed), all: formatCount(all) })}</p>
      ${
        forecastLeft === null
          ? nothing
          : html`<p class="small secondary">
              ${
                forecastLeft < 0
                  ? t('status.credits.short')
                  : t('status.credits.forecast', { left: formatCount(forecastLeft) })
              }
            </p>`
      }
      ${own}`;
  }

  private reconnect() {
    this.dispatchEvent(new CustomEvent('crm-reconnect', { bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-health': CrmHealth;
  }
}
