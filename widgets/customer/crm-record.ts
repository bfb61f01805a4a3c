import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type {
  PanelBlock,
  PanelCan,
  PanelEntity,
  PanelItem,
  PanelMatch,
} from '../../server/contract/panel.ts';
import '../elements/crm-disclosure.ts';
import type { MenuItem } from '../elements/crm-menu.ts';
import '../elements/crm-menu.ts';
import { icon } from '../elements/icon.ts';
import { formatCount } from '../i18n/format.ts';
import { t } from '../i18n/messages.ts';
import { safeUrl } from '../i18n/plain-text.ts';
import { buttonStyles } from '../styles/button-styles.ts';
import { sharedStyles } from '../styles/shared-styles.ts';
import type { Addable } from './add-forms.ts';
import './crm-item.ts';
import { wishEvent } from './wishes.ts';

const ACTIVITIES = ['calls', 'events', 'tasks'] as const;

/**
 * One CRM record: where it is in CRM, its profile, potentials, notes and activities. The contact's and the account's
 * look the same (S117, S118).
 *
 * @fires crm-wish - The viewer wants to add, link or unlink.
 */
@customElement('crm-record')
export class CrmRecord extends LitElement {
  static override styles = [
    sharedStyles,
    buttonStyles,
    css`
      header {
        display: flex;
        align-items: center;
        gap: 6px;
        padding-block: 8px;
      }
      header > .icon {
        color: var(--text-secondary);
      }
      h2 {
        flex: 1;
        font-size: var(--large);
        font-weight: var(--weight-bold);
      }
      header a {
        display: inline-flex;
        align-items: center;
        gap: 2px;
        font-size: var(--small);
      }
      .found {
        margin-block: -4px 6px;
      }
      .activity + .activity {
        margin-block-start: 10px;
      }
      .activity-head {
        display: flex;
        align-items: center;
        justify-content: space-between;
      }
      h4 {
        margin: 0;
        font-size: inherit;
        font-weight: var(--weight-medium);
      }
    `,
  ];

  @property() entity: PanelEntity = 'contacts';
  @property({ attribute: false }) block!: PanelBlock;
  @property({ attribute: false }) match: PanelMatch | undefined;
  @property({ attribute: false }) can: PanelCan | undefined;

  override render() {
    const { record } = this.block;
    const kind = t(`record.${record.module}`);
    const address = safeUrl(record.url);
    return html`<section aria-labelledby="kind">
      <header>
        ${icon(this.entity === 'contacts' ? 'person' : 'building')}
        <h2 id="kind">${kind}</h2>
        ${
          address === undefined
            ? nothing
            : html`<a
                href=${address}
                target="_blank"
                rel="noopener noreferrer"
                aria-label="${kind}: ${t('open-in-crm')} (${t('new-tab')})"
                >${t('open-in-crm')}${icon('external')}</a
              >`
        }
        <crm-menu
          .label="${kind}: ${t('more-actions')}"
          .items=${this.menu}
          @crm-choose=${this.choose}
        ></crm-menu>
      </header>
      ${this.renderHowFound()} ${this.renderItem('information', true)} ${this.renderItem('potentials', true)}
      ${this.renderItem('notes', false)}
      <crm-disclosure .heading=${t('item.activities')} .count=${this.countOf(...ACTIVITIES)}>
        ${ACTIVITIES.map(
          (item) =>
            html`<div class="activity">
              <div class="activity-head">
                <h4>${t(`item.${item}`)}</h4>
                ${this.renderAdd(item)}
              </div>
              <crm-item .entity=${this.entity} .item=${item} .section=${this.block[item]}></crm-item>
            </div>`,
        )}
      </crm-disclosure>
    </section>`;
  }

  private renderHowFound() {
    if (this.match?.outcome !== 'matched') return nothing;
    const { by } = this.match;
    if (by === 'pair' || by === 'contact') return nothing;
    return html`<p class="found small secondary">${t(`match.by.${by}`)}</p>`;
  }
  private renderItem(item: 'information' | 'potentials' | 'notes', open: boolean) {
    return html`<crm-disclosure
      .heading=${t(`item.${item}`)}
      .count=${item === 'information' ? '' : this.countOf(item)}
      ?open=${open}
    >
      ${item === 'information' ? nothing : this.renderAdd(item)}
      <crm-item .entity=${this.entity} .item=${item} .section=${this.block[item]}></crm-item>
    </crm-disclosure>`;
  }
  private renderAdd(item: Addable) {
    if (!this.can?.add.includes(item)) return nothing;
    const label = t(`add.${item}`);
    return html`<button
      type="button"
      slot="action"
      class="button icon-only"
      aria-label=${label}
      title=${label}
      @click=${() => this.dispatchEvent(wishEvent({ kind: 'add', entity: this.entity, item }))}
    >
      ${icon('plus')}
    </button>`;
  }

  /** How many rows are known; "3+" when there are more. Empty when nothing is. */
  private countOf(...items: PanelItem[]): string {
    const ready = items.flatMap((item) => {
      const section = this.block[item];
      return section?.state === 'ready' ? [section] : [];
    });
    if (ready.length === 0) return '';
    const count = ready.reduce((sum, { rows }) => sum + rows.length, 0);
    return `${formatCount(count)}${ready.some(({ hasMore }) => hasMore) ? '+' : ''}`;
  }
  private get menu(): MenuItem[] {
    const { can } = this;
    return [
      ...(can?.link ? [{ id: 'link', text: t('link.action') }] : []),
      ...(can?.unlink ? [{ id: 'unlink', text: t('unlink.action') }] : []),
    ];
  }
  private choose({ detail }: CustomEvent<{ id: string }>) {
    const { entity } = this;
    const wish =
      detail.id === 'unlink'
        ? ({ kind: 'unlink', entity, crmId: this.block.record.id } as const)
        : ({ kind: 'link', entity } as const);
    this.dispatchEvent(wishEvent(wish));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-record': CrmRecord;
  }
}
