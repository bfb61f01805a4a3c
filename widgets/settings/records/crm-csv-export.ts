import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import '../../elements/crm-notice.ts';
import { t } from '../../i18n/messages.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { fieldStyles, sharedStyles } from '../../styles/shared-styles.ts';
import { careText } from './problem.ts';

type State =
  | { readonly kind: 'idle' | 'busy' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'ready'; readonly csv: string; readonly address: string };

/** Spreadsheets take a file without it for the machine's own encoding; reading an answer drops it. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * A button that saves a CSV file. The session is in a header, so a plain link cannot fetch it: the text is read, and
 * offered as a file of this page. The link stays, and so does the text, for a frame whose browser saves nothing.
 */
@customElement('crm-csv-export')
export class CrmCsvExport extends LitElement {
  static override styles = [
    sharedStyles,
    buttonStyles,
    fieldStyles,
    css`
      .result {
        display: grid;
        gap: 6px;
        max-inline-size: 420px;
        margin-block-start: 6px;
        font-size: var(--small);
      }
      .result a {
        text-decoration: underline;
      }
      summary {
        color: var(--link);
        cursor: pointer;
      }
      textarea {
        font-family: monospace;
        white-space: pre;
      }
    `,
  ];

  @property() label = '';
  @property() fileName = 'export.csv';
  /** Reads the text of the file. */
  @property({ attribute: false }) read: () => Promise<string> = async () => Promise.resolve('');
  @state() private now: State = { kind: 'idle' };
  @query('a') private link!: HTMLAnchorElement | null;

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.forget();
  }

  override render() {
    const busy = this.now.kind === 'busy' ? 'true' : 'false';
    return html`<button
        type="button"
        class="button"
        aria-busy=${busy}
        aria-disabled=${busy}
        @click=${this.save}
      >
        ${this.label}
      </button>
      <div aria-live="polite">${this.renderResult()}</div>`;
  }

  private renderResult() {
    const { now } = this;
    if (now.kind === 'failed')
      return html`<crm-notice kind="error" .text=${careText(now.error)}></crm-notice>`;
    if (now.kind !== 'ready') return nothing;
    return html`<div class="result">
      <p>
        ${t('history.export.ready')}
        <a href=${now.address} download=${this.fileName}>${this.fileName}</a>
      </p>
      <details>
        <summary>${t('history.export.as-text')}</summary>
        <textarea readonly rows="6" aria-label=${this.fileName} .value=${now.csv}></textarea>
      </details>
    </div>`;
  }

  private async save() {
    if (this.now.kind === 'busy') return;
    this.forget();
    this.now = { kind: 'busy' };
    try {
      const csv = (await this.read()).replace(BYTE_ORDER_MARK, '');
      const file = new Blob([BYTE_ORDER_MARK, csv], { type: 'text/csv;charset=utf-8' });
      this.now = { kind: 'ready', csv, address: URL.createObjectURL(file) };
      await this.updateComplete;
      this.link?.click();
    } catch (error) {
      this.now = { kind: 'failed', error };
    }
  }
  private forget() {
    if (this.now.kind === 'ready') URL.revokeObjectURL(this.now.address);
    this.now = { kind: 'idle' };
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-csv-export': CrmCsvExport;
  }
}
