import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatAge, formatInstant } from '../i18n/format.ts';
import { t } from '../i18n/messages.ts';
import { sharedStyles } from '../styles/shared-styles.ts';

const TICK_MS = 30_000;

/** "Updated 3 minutes ago", kept true while it is shown; the exact time in the tooltip. */
@customElement('crm-age')
export class CrmAge extends LitElement {
  static override styles = sharedStyles;

  /** ISO 8601. */
  @property() at = '';
  #timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback() {
    super.connectedCallback();
    this.#timer = setInterval(() => this.requestUpdate(), TICK_MS);
  }
  override disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  override render() {
    if (!this.at) return html``;
    return html`<time datetime=${this.at} title=${formatInstant(this.at)}
      >${t('updated', { age: formatAge(this.at, Date.now()) })}</time
    >`;
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-age': CrmAge;
  }
}
