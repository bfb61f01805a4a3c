import { consume } from '@lit/context';
import { Task } from '@lit/task';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Candidate } from '../../server/contract/panel-actions.ts';
import type { PanelEntity } from '../../server/contract/panel.ts';
import type { ApiClient } from '../api/api-client.ts';
import { apiContext } from '../api/api-client.ts';
import { readCandidates } from '../api/panel-actions-api.ts';
import type { PanelTarget } from '../api/panel-api.ts';
import '../elements/crm-dialog.ts';
import '../elements/crm-skeleton.ts';
import { t } from '../i18n/messages.ts';
import { plain } from '../i18n/plain-text.ts';
import '../page/crm-problem.ts';
import { buttonStyles } from '../styles/button-styles.ts';
import { fieldStyles, sharedStyles } from '../styles/shared-styles.ts';
import { ActionSender } from './action-sender.ts';
import { formStyles } from './form-styles.ts';
import { targetContext } from './panel-target-context.ts';
import { drawSendState, submitText } from './send-state.ts';
import { doneEvent } from './wishes.ts';

const SEARCH_FROM = 2;
const SEARCH_AFTER_MS = 350;

/**
 * Picks the CRM record that is the same customer: first those who share e-mail, phone or name, then by search.
 *
 * @fires crm-done - Both are linked.
 * @fires crm-close - The viewer gave up.
 */
@customElement('crm-link-dialog')
export class CrmLinkDialog extends LitElement {
  static override styles = [
    sharedStyles,
    buttonStyles,
    fieldStyles,
    formStyles,
    css`
      fieldset {
        margin: 0;
        padding: 0;
        border: 0;
        min-inline-size: 0;
      }
      legend {
        padding: 0;
        color: var(--text-secondary);
        font-size: var(--small);
      }
      .candidate {
        display: flex;
        gap: 8px;
        align-items: flex-start;
        padding-block: 6px;
        color: var(--text);
        font-size: var(--normal);
        overflow-wrap: anywhere;
      }
      .candidate input {
        inline-size: auto;
        min-block-size: 0;
        margin: 3px 0 0;
        flex: none;
      }
      .candidate.taken {
        color: var(--text-secondary);
      }
    `,
  ];

  @consume({ context: apiContext })
  private api!: ApiClient;
  @consume({ context: targetContext })
  private target!: PanelTarget;

  @property() entity: PanelEntity = 'contacts';
  @state() private query = '';
  @state() private chosen: string | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  private readonly sender: ActionSender = new ActionSender(this);
  private readonly candidates = new Task(this, {
    args: () => [this.api, this.query] as const,
    task: async ([api, query], { signal }) => {
      const search = { entity: this.entity, ...(query === '' ? {} : { query }) };
      return (await readCandidates(api, this.target, search, signal)).candidates;
    },
  });

  override disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  override render() {
    const { state } = this.sender;
    return html`<crm-dialog .heading=${t(`link.heading.${this.entity}`)}>
      <form novalidate @submit=${this.submit}>
        <div>
          <label for="query">${t('link.search')}</label>
          <input
            id="query"
            type="search"
            dir="auto"
            maxlength="100"
            autocomplete="off"
            autofocus
            @input=${this.search}
          />
        </div>
        <div aria-live="polite">${this.renderCandidates()}</div>
        ${drawSendState(state)}
        <div class="buttons">
          <button type="button" class="button" @click=${this.giveUp}>${t('cancel')}</button>
          <button
            type="submit"
            class="button primary"
            aria-disabled=${this.chosen === null || state.kind === 'sending' ? 'true' : 'false'}
          >
            ${submitText(state, t('link.submit'))}
          </button>
        </div>
      </form>
    </crm-dialog>`;
  }

  private renderCandidates() {
    return this.candidates.render({
      pending: () => html`<crm-skeleton .label=${t('loading')} lines="3"></crm-skeleton>`,
      error: (error) =>
        html`<crm-problem .error=${error} @crm-retry=${() => this.candidates.run()}></crm-problem>`,
      complete: (list) =>
        list.length === 0
          ? html`<p class="secondary">${t('link.none')}</p>`
          : html`<fieldset ?disabled=${this.sender.locked}>
              <legend>${this.query === '' ? t('link.suggested') : t('link.found')}</legend>
              ${repeat(
                list,
                ({ id }) => id,
                (candidate) => this.renderCandidate(candidate),
              )}
            </fieldset>`,
    });
  }
  private renderCandidate({ id, name, email, phone, taken }: Candidate) {
    const reach = [email, phone].filter((part) => part !== null);
    return html`<label class="candidate ${taken ? 'taken' : ''}">
      <input
        type="radio"
        name="candidate"
        value=${id}
        ?disabled=${taken}
        .checked=${this.chosen === id}
        @change=${() => (this.chosen = id)}
      />
      <span>
        <bdi>${plain(name)}</bdi>
        ${reach.map((part) => html`<br /><bdi class="secondary small">${plain(part, 120)}</bdi>`)}
        ${taken ? html`<br /><span class="small">${t('link.taken')}</span>` : nothing}
      </span>
    </label>`;
  }

  private search(event: Event) {
    const text = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.sender.locked) return;
      this.query = text.length < SEARCH_FROM ? '' : text;
      this.chosen = null;
    }, SEARCH_AFTER_MS);
  }
  private async submit(event: SubmitEvent) {
    event.preventDefault();
    if (this.chosen === null) return;
    const { api, target, entity, chosen: crmId } = this;
    if (await this.sender.send(api, target, 'link', { entity, crmId })) this.dispatchEvent(doneEvent('link'));
  }
  private giveUp() {
    this.dispatchEvent(new CustomEvent('crm-close', { bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-link-dialog': CrmLinkDialog;
  }
}
