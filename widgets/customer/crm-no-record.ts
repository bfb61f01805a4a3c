import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PanelCan, PanelEntity, PanelMatch } from '../../server/contract/panel.ts';
import { icon } from '../elements/icon.ts';
import { t, tCount } from '../i18n/messages.ts';
import { buttonStyles } from '../styles/button-styles.ts';
import { sharedStyles } from '../styles/shared-styles.ts';
import { wishEvent } from './wishes.ts';

/**
 * A Desk contact or account without CRM record: why, and what the viewer may do about it (S4).
 *
 * @fires crm-wish - The viewer wants to link or create.
 */
@customElement('crm-no-record')
export class CrmNoRecord extends LitElement {
  static override styles = [
    sharedStyles,
    buttonStyles,
    css`
      section {
        display: grid;
        gap: 8px;
        padding: 12px;
        border: 1px dashed var(--border-strong);
        border-radius: var(--radius-large);
        background: var(--bg-raised);
      }
      .why {
        display: flex;
        gap: 6px;
      }
      .icon {
        flex: none;
        color: var(--text-secondary);
        margin-block-start: 1px;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
    `,
  ];

  @property() entity: PanelEntity = 'contacts';
  @property({ attribute: false }) match: PanelMatch | undefined;
  @property({ attribute: false }) can: PanelCan | undefined;

  override render() {
    const { entity, can } = this;
    return html`<section aria-label=${t(`record.${entity}`)}>
      <p class="why">${icon(entity === 'contacts' ? 'person' : 'building')}<span>${this.why}</span></p>
      ${
        can?.link || can?.create
          ? html`<div class="buttons">
              ${can.link ? this.renderButton('link') : nothing}
              ${can.create ? this.renderButton('create') : nothing}
            </div>`
          : nothing
      }
    </section>`;
  }

  private renderButton(kind: 'link' | 'create') {
    const { entity } = this;
    return html`<button
      type="button"
      class="button"
      @click=${() => this.dispatchEvent(wishEvent({ kind, entity }))}
    >
      ${t(`${kind}.action`)}
    </button>`;
  }
  private get why(): string {
    const { match, entity } = this;
    if (match?.outcome === 'ambiguous') return tCount(`match.${entity}.ambiguous`, match.count);
    return t(`match.${entity}.${match?.outcome === 'nobody' ? 'nobody' : 'not-in-crm'}`);
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-no-record': CrmNoRecord;
  }
}
