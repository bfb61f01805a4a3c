import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ModuleMapping } from '../../../server/contract/mapping.ts';
import '../../elements/crm-disclosure.ts';
import { icon } from '../../elements/icon.ts';
import { formatCount, formatShare } from '../../i18n/format.ts';
import { t } from '../../i18n/messages.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import type { KnownFields } from './field-facts.ts';
import { fieldLabel } from './field-facts.ts';

export type Suggestion = ModuleMapping['suggestions'][number];

/**
 * Custom fields that seem to mean the same (S3), surest first, each with its confidence and why.
 *
 * @fires crm-suggestions - `detail` are those to add as rows
 */
@customElement('crm-mapping-suggestions')
export class CrmMappingSuggestions extends LitElement {
  static override styles = [
    sharedStyles,
    buttonStyles,
    css`
      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 12px;
        padding-block: 4px;
      }
      .pair {
        flex: 1 1 220px;
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) suggestions: readonly Suggestion[] = [];
  @property({ attribute: false }) fields!: KnownFields;

  override render() {
    const { suggestions } = this;
    if (suggestions.length === 0) return nothing;
    return html`<crm-disclosure
      .heading=${t('mapping.suggestions')}
      .count=${formatCount(suggestions.length)}
      open
    >
      ${
        suggestions.length < 2
          ? nothing
          : html`<button
              slot="action"
              type="button"
              class="button quiet"
              @click=${() => this.tell(suggestions)}
            >
              ${icon('plus')}${t('mapping.suggestions.all')}
            </button>`
      }
      <ul>
        ${suggestions.map((suggestion) => this.renderSuggestion(suggestion))}
      </ul>
    </crm-disclosure>`;
  }
  private renderSuggestion(suggestion: Suggestion) {
    const { confidence, reason } = suggestion;
    const desk = fieldLabel(this.fields, 'desk', suggestion.desk);
    const crm = fieldLabel(this.fields, 'crm', suggestion.crm);
    return html`<li>
      <span class="pair"><bdi>${desk}</bdi> <span aria-hidden="true">↔</span> <bdi>${crm}</bdi></span>
      <span class="small secondary">${formatShare(confidence)} · ${t(`mapping.because.${reason}`)}</span>
      <button
        type="button"
        class="button"
        aria-label="${t('mapping.suggestions.add')}: ${t('mapping.pair', { desk, crm })}"
        @click=${() => this.tell([suggestion])}
      >
        ${t('mapping.suggestions.add')}
      </button>
    </li>`;
  }
  private tell(detail: readonly Suggestion[]) {
    this.dispatchEvent(new CustomEvent('crm-suggestions', { detail, bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-mapping-suggestions': CrmMappingSuggestions;
  }
}
