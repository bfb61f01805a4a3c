import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { t } from '../i18n/messages.ts';
import { plain } from '../i18n/plain-text.ts';
import { buttonStyles } from '../styles/button-styles.ts';
import { sharedStyles } from '../styles/shared-styles.ts';

const SHORT = 280;
const SHORT_LINES = 5;
/** More than CRM keeps in a note. */
const LIMIT = 64_000;

/** A note's text with its line breaks, never as markup; long ones are cut until the viewer wants all of it. */
@customElement('crm-note-text')
export class CrmNoteText extends LitElement {
  static override styles = [
    sharedStyles,
    buttonStyles,
    css`
      p {
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .button {
        padding-inline: 0;
        min-block-size: 24px;
      }
    `,
  ];

  @property() text = '';
  @state() private whole = false;

  override render() {
    const text = plain(this.text, LIMIT);
    const start = text.split('\n').slice(0, SHORT_LINES).join('\n').slice(0, SHORT);
    const cut = !this.whole && start.length < text.length;
    return html`<p dir="auto">${cut ? `${start.trimEnd()}…` : text}</p>
      ${
        cut
          ? html`<button type="button" class="button quiet" @click=${() => (this.whole = true)}>
              ${t('show-all')}
            </button>`
          : nothing
      }`;
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-note-text': CrmNoteText;
  }
}
