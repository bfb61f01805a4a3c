import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '../elements/crm-notice.ts';
import { icon } from '../elements/icon.ts';
import { t } from '../i18n/messages.ts';
import { SessionController } from '../session/session-controller.ts';
import { buttonStyles } from '../styles/button-styles.ts';
import { sharedStyles } from '../styles/shared-styles.ts';
import { codeText } from './problem-text.ts';

/** One button and why it is needed; while the popup is open, how to go on without it. */
@customElement('crm-sign-in')
export class CrmSignIn extends LitElement {
  static override styles = [
    sharedStyles,
    buttonStyles,
    css`
      .card {
        display: grid;
        justify-items: start;
        gap: 10px;
        max-inline-size: 420px;
        padding: 16px;
        border: 1px solid var(--border);
        border-radius: var(--radius-large);
        background: var(--bg-raised);
      }
      h2 {
        font-size: var(--large);
        font-weight: var(--weight-bold);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      crm-notice {
        inline-size: 100%;
      }
    `,
  ];

  /** Instead of the words for agents. */
  @property() heading = '';
  @property() why = '';
  private readonly session: SessionController = new SessionController(this);

  override render() {
    return html`<div class="card">
      <h2>${this.heading || t('sign-in.heading')}</h2>
      ${this.session.state.kind === 'waiting' ? this.renderWaiting() : this.renderOffer()}
    </div>`;
  }

  private renderOffer() {
    const { state } = this.session;
    const code = state.kind === 'signed-out' ? state.code : null;
    return html`${
        code === null
          ? nothing
          : html`<crm-notice
              .kind=${code === 'session-ended' ? 'info' : 'error'}
              .text=${codeText(code)}
            ></crm-notice>`
      }
      <p class="secondary">${this.why || t('sign-in.why')}</p>
      <button type="button" class="button primary" @click=${() => this.session.signIn()}>
        ${t('sign-in.button')}
      </button>`;
  }

  private renderWaiting() {
    const { state } = this.session;
    if (state.kind !== 'waiting') return nothing;
    return html`<p role="status">${state.blocked ? t('sign-in.blocked') : t('sign-in.waiting')}</p>
      <div class="row">
        ${
          state.address === null
            ? nothing
            : html`<a class="button" href=${state.address} target="_blank" rel="noopener noreferrer"
                >${t('sign-in.link')}${icon('external')}</a
              >`
        }
        <button type="button" class="button quiet" @click=${() => this.session.cancel()}>
          ${t('cancel')}
        </button>
      </div>`;
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-sign-in': CrmSignIn;
  }
}
