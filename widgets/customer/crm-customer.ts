import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CustomerTypeName, Panel, PanelEntity } from '../../server/contract/panel.ts';
import '../elements/crm-age.ts';
import '../elements/crm-badge.ts';
import type { CrmBadge } from '../elements/crm-badge.ts';
import '../elements/crm-menu.ts';
import '../elements/crm-notice.ts';
import { icon } from '../elements/icon.ts';
import { t } from '../i18n/messages.ts';
import { codeText } from '../page/problem-text.ts';
import { buttonStyles } from '../styles/button-styles.ts';
import { sharedStyles } from '../styles/shared-styles.ts';
import './crm-no-record.ts';
import './crm-record.ts';

const TONES: Readonly<Record<CustomerTypeName, CrmBadge['tone']>> = {
  customers: 'good',
  prospects: 'warm',
  'contacts-leads': 'cool',
  new: 'plain',
};
const BLOCKS: readonly { readonly entity: PanelEntity; readonly key: 'contact' | 'account' }[] = [
  { entity: 'contacts', key: 'contact' },
  { entity: 'accounts', key: 'account' },
];

/**
 * Everything the connector answered about a customer: type, age, warnings, and the contact's and account's records.
 * What the profile may not see is not in the answer (P21).
 *
 * @fires crm-refresh - The viewer wants CRM to be read now.
 * @fires crm-sign-out - The viewer wants to sign out.
 */
@customElement('crm-customer')
export class CrmCustomer extends LitElement {
  static override styles = [
    sharedStyles,
    buttonStyles,
    css`
      :host {
        container-type: inline-size;
      }
      .top {
        display: flex;
        align-items: center;
        gap: 8px;
        min-block-size: 32px;
      }
      .what {
        display: flex;
        flex: 1;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px 8px;
        min-inline-size: 0;
      }
      .age {
        color: var(--text-secondary);
        font-size: var(--small);
      }
      .tools {
        display: flex;
        flex: none;
      }
      .notices {
        display: grid;
        gap: 8px;
      }
      .notices:not(:empty) {
        margin-block: 8px;
      }
      .blocks > * {
        max-inline-size: 720px;
      }
      .blocks {
        display: grid;
        gap: 12px;
        margin-block-start: 4px;
      }
      @container (min-inline-size: 680px) {
        .blocks {
          grid-template-columns: repeat(auto-fit, minmax(320px, 1fr));
          gap: 32px;
          align-items: start;
        }
      }
    `,
  ];

  @property({ attribute: false }) panel!: Panel;
  /** CRM is being read. */
  @property({ type: Boolean }) busy = false;
  /** Only to be looked at: without the buttons above. */
  @property({ type: Boolean }) still = false;
  /** Why the last refresh failed; what is shown is older. */
  @property() problem = '';

  override render() {
    const { panel } = this;
    return html`<div class="top">
        <div class="what">
          ${this.renderType()}
          <crm-age class="age" .at=${panel.readAt}></crm-age>
        </div>
        ${this.still ? nothing : this.renderTools()}
      </div>
      <div class="notices">${this.renderNotices()}</div>
      <div class="blocks">${BLOCKS.map(({ entity, key }) => this.renderBlock(entity, key))}</div>`;
  }

  private renderTools() {
    return html`<div class="tools">
      <button
        type="button"
        class="button icon-only"
        aria-label=${t('refresh')}
        title=${t('refresh')}
        aria-busy=${this.busy ? 'true' : 'false'}
        aria-disabled=${this.busy ? 'true' : 'false'}
        @click=${this.wishRefresh}
      >
        ${icon('refresh')}
      </button>
      <crm-menu
        .label=${t('more-actions')}
        .items=${[{ id: 'sign-out', text: t('sign-out') }]}
        @crm-choose=${() => this.tell('crm-sign-out')}
      ></crm-menu>
    </div>`;
  }

  private renderType() {
    const type = this.panel.customerType;
    if (!type) return nothing;
    return html`<crm-badge .tone=${TONES[type]}
      ><span class="visually-hidden">${t('customer-type.label')} </span
      >${t(`customer-type.${type}`)}</crm-badge
    >`;
  }

  private renderNotices() {
    const { stale, integration } = this.panel;
    return [
      this.problem
        ? html`<crm-notice kind="warning" .text="${t('refresh-failed')} ${this.problem}"></crm-notice>`
        : nothing,
      stale
        ? html`<crm-notice
            kind="warning"
            .heading=${t('stale.text')}
            .text=${stale.code === 'crm-unavailable' ? '' : codeText(stale.code)}
            .action=${t('retry')}
            @crm-action=${this.wishRefresh}
          ></crm-notice>`
        : nothing,
      integration.state === 'paused'
        ? html`<crm-notice kind="paused" .text=${t('paused.text')}></crm-notice>`
        : nothing,
      integration.importing
        ? html`<crm-notice kind="info" .text=${t('importing.text')}></crm-notice>`
        : nothing,
    ];
  }

  private renderBlock(entity: PanelEntity, key: 'contact' | 'account') {
    const { [key]: block, match, can } = this.panel;
    if (block === undefined) return nothing;
    if (block === null) {
      return html`<crm-no-record
        .entity=${entity}
        .match=${match[entity]}
        .can=${can[entity]}
      ></crm-no-record>`;
    }
    return html`<crm-record
      .entity=${entity}
      .block=${block}
      .match=${match[entity]}
      .can=${can[entity]}
      @crm-retry=${this.wishRefresh}
    ></crm-record>`;
  }

  private wishRefresh() {
    if (!this.busy) this.tell('crm-refresh');
  }
  private tell(name: 'crm-refresh' | 'crm-sign-out') {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-customer': CrmCustomer;
  }
}
