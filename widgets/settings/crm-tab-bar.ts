import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { t } from '../i18n/messages.ts';
import { sharedStyles } from '../styles/shared-styles.ts';
import type { Tab } from './tabs.ts';
import { TABS } from './tabs.ts';

/**
 * The tabs of the settings page. They are links, for each has an address of its own: a list of links is what they are.
 *
 * @fires crm-tab - `detail.tab` is wanted.
 */
@customElement('crm-tab-bar')
export class CrmTabBar extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      nav {
        display: flex;
        flex-wrap: wrap;
        gap: 0 4px;
        border-block-end: 1px solid var(--border);
      }
      a {
        padding: 8px 12px;
        border-block-end: 3px solid transparent;
        color: var(--text-secondary);
        font-weight: var(--weight-medium);
      }
      a:hover {
        color: var(--text);
        text-decoration: none;
      }
      a[aria-current='page'] {
        border-color: var(--brand);
        color: var(--text);
      }
    `,
  ];

  @property() current: Tab = 'status';

  override render() {
    return html`<nav aria-label=${t('settings.tabs')}>
      ${TABS.map(
        (tab) =>
          html`<a
            href="#${tab}"
            aria-current=${tab === this.current ? 'page' : 'false'}
            @click=${(event: Event) => this.open(event, tab)}
            >${t(`settings.tab.${tab}`)}</a
          >`,
      )}
    </nav>`;
  }

  private open(event: Event, tab: Tab) {
    event.preventDefault();
    this.dispatchEvent(new CustomEvent('crm-tab', { detail: { tab }, bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-tab-bar': CrmTabBar;
  }
}
