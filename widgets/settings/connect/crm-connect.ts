import { consume } from '@lit/context';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Integration } from '../../../server/contract/integration.ts';
import type { ApiClient } from '../../api/api-client.ts';
import { apiContext } from '../../api/api-client.ts';
import { ApiError } from '../../api/api-error.ts';
import '../../elements/crm-notice.ts';
import { icon } from '../../elements/icon.ts';
import { t } from '../../i18n/messages.ts';
import { plain } from '../../i18n/plain-text.ts';
import type { Popup } from '../../session/sign-in.ts';
import { openPopup } from '../../session/sign-in.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { fieldStyles, sharedStyles } from '../../styles/shared-styles.ts';
import { SIDE_NAMES } from '../names.ts';
import { settingsStyles } from '../settings-styles.ts';
import type { CrmAccess } from './connect-flow.ts';
import { ConnectFlow, isConnected } from './connect-flow.ts';
import { refusalText } from './refusal-text.ts';

/** The choices below the accounts that are offered. */
const OTHER = 'other-account';
const KEY = 'zsc-key';

/**
 * Step 1: which CRM account (S11), another one (S12), or the e-mail and ZSC key of a CRM administrator (S14); then
 * Authenticate. The key is forgotten here as soon as it was taken or refused.
 *
 * @fires crm-changed - Something was connected.
 */
@customElement('crm-connect')
export class CrmConnect extends LitElement {
  static override styles = [
    sharedStyles,
    buttonStyles,
    fieldStyles,
    settingsStyles,
    css`
      .key {
        display: grid;
        gap: 10px;
        max-inline-size: 460px;
        padding-inline-start: 24px;
      }
      .mistake {
        color: var(--on-danger);
        font-size: var(--small);
      }
    `,
  ];

  @consume({ context: apiContext })
  private api!: ApiClient;

  @property({ attribute: false }) integration!: Integration;
  /** Opens the window of Zoho's pages. */
  @property({ attribute: false }) open: () => Popup | null = openPopup;
  /** Undefined: the first account that is offered. */
  @state() private choice: string | undefined;
  @state() private mistake: 'email' | 'key' | null = null;

  private readonly flow: ConnectFlow = new ConnectFlow(this, () => this.open());

  override render() {
    const needsCrm = !isConnected(this.integration, 'crm');
    return html`<form class="cards" novalidate @submit=${this.authenticate}>
      ${needsCrm ? this.renderChoices() : html`<p>${t('connect.desk-only')}</p>`} ${this.renderState()}
      <div class="buttons">${this.renderButton()}</div>
    </form>`;
  }

  private renderChoices() {
    const accounts = this.integration.suggestedCrmAccounts;
    const chosen = this.chosen;
    const option = (value: string, words: unknown, hint: string) =>
      html`<label class="choice">
        <input
          type="radio"
          name="account"
          value=${value}
          .checked=${chosen === value}
          ?disabled=${this.isBusy}
          @change=${() => (this.choice = value)}
        />
        <span>${words}${hint ? html`<small>${hint}</small>` : nothing}</span>
      </label>`;
    return html`<fieldset>
        <legend>${t('connect.account')}</legend>
        ${accounts.map((email, index) =>
          option(
            email,
            html`<bdi>${plain(email, 254)}</bdi>`,
            index === 0 ? t('connect.account.matching') : '',
          ),
        )}
        ${option(OTHER, t('connect.account.another'), t('connect.account.another.hint'))}
        ${option(KEY, t('connect.key'), t('connect.key.hint'))}
      </fieldset>
      ${chosen === KEY ? this.renderKey() : nothing}`;
  }

  private renderKey() {
    const page = `${this.api.origin}/zsc`;
    const field = (name: 'email' | 'key', label: string, type: string) => {
      const wrong = this.mistake === name;
      return html`<div>
        <label for=${name}>${label}</label>
        <input
          id=${name}
          name=${name}
          type=${type}
          dir="ltr"
          maxlength=${name === 'email' ? 254 : 200}
          autocomplete="off"
          spellcheck="false"
          required
          ?readonly=${this.isBusy}
          aria-invalid=${wrong ? 'true' : 'false'}
          aria-describedby=${wrong ? `${name}-mistake` : nothing}
        />
        ${
          wrong
            ? html`<p class="mistake" id="${name}-mistake" role="alert">${t('connect.required')}</p>`
            : nothing
        }
      </div>`;
    };
    return html`<div class="key">
      <h3>${t('connect.key.heading')}</h3>
      <p class="secondary">${t('connect.key.where')}</p>
      <p><a href=${page} target="_blank" rel="noopener noreferrer">${page}</a></p>
      ${field('email', t('connect.key.email'), 'email')} ${field('key', t('connect.key.key'), 'password')}
    </div>`;
  }

  private renderState() {
    const { state } = this.flow;
    if (state.kind === 'refused') {
      return html`<crm-notice
        kind="error"
        .heading=${t('connect.refused')}
        .text=${refusalText(state.error)}
      ></crm-notice>`;
    }
    if (state.kind !== 'waiting') return nothing;
    const product = SIDE_NAMES[state.product];
    return html`<crm-notice .text=${t(state.blocked ? 'connect.blocked' : 'connect.waiting', { product })}>
      <div class="buttons">
        <a class="button" href=${state.address} target="_blank" rel="noopener noreferrer"
          >${t('connect.open', { product })}${icon('external')}</a
        >
        <button type="button" class="button quiet" @click=${() => this.flow.cancel()}>${t('cancel')}</button>
      </div>
    </crm-notice>`;
  }

  private renderButton() {
    return html`<button
      type="submit"
      class="button primary"
      aria-disabled=${this.isBusy ? 'true' : 'false'}
      aria-busy=${this.isBusy ? 'true' : 'false'}
    >
      ${t('connect.authenticate')}
    </button>`;
  }

  private get isBusy(): boolean {
    const { kind } = this.flow.state;
    return kind === 'checking' || kind === 'waiting';
  }
  private get chosen(): string {
    return this.choice ?? this.integration.suggestedCrmAccounts[0] ?? OTHER;
  }

  private async authenticate(event: SubmitEvent) {
    event.preventDefault();
    if (this.isBusy) return;
    const access = this.access();
    if (!access) return;
    const done = await this.flow.connect(this.api, this.integration, access);
    const { state } = this.flow;
    const isKeyWrong = state.kind === 'refused' && state.error instanceof ApiError;
    if (access.kind === 'key' && (done || isKeyWrong)) this.forgetKey();
    // Also after a failure: perhaps one of the two is connected now.
    this.dispatchEvent(new CustomEvent('crm-changed', { bubbles: true, composed: true }));
  }

  private access(): CrmAccess | null {
    const chosen = this.chosen;
    this.mistake = null;
    if (chosen !== KEY) return { kind: 'account', loginHint: chosen === OTHER ? undefined : chosen };
    const [email, key] = (['email', 'key'] as const).map((name) => this.input(name)?.value.trim() ?? '');
    if (email && key) return { kind: 'key', email, key };
    this.mistake = email ? 'key' : 'email';
    this.input(this.mistake)?.focus();
    return null;
  }
  private input(name: string): HTMLInputElement | null {
    return this.renderRoot.querySelector<HTMLInputElement>(`input[name="${name}"]`);
  }
  private forgetKey() {
    const field = this.input('key');
    if (field) field.value = '';
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-connect': CrmConnect;
  }
}
