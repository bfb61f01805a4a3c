import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Field } from '../../../server/contract/fields.ts';
import type { MappingRow } from '../../../server/contract/mapping.ts';
import { icon } from '../../elements/icon.ts';
import { formatCount } from '../../i18n/format.ts';
import { t } from '../../i18n/messages.ts';
import { plain } from '../../i18n/plain-text.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { fieldStyles, sharedStyles } from '../../styles/shared-styles.ts';
import { unmatchedOptions } from './unmatched-options.ts';

type Pair = NonNullable<MappingRow['valueMap']>[number];
const MOST_NAMED = 6;

/**
 * Which options of two picklists mean the same. Options of one name need no pair; of a field that is no picklist, any
 * text may stand there.
 *
 * @fires crm-value-map - `detail` are all pairs, after the change
 */
@customElement('crm-value-map')
export class CrmValueMap extends LitElement {
  static override styles = [
    sharedStyles,
    buttonStyles,
    fieldStyles,
    css`
      h4 {
        margin: 0 0 4px;
        font-size: var(--small);
        font-weight: var(--weight-bold);
      }
      ul {
        display: grid;
        gap: 6px;
        margin-block: 6px;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 16px minmax(0, 1fr) 28px;
        gap: 6px;
        align-items: center;
        max-inline-size: 640px;
      }
      :is(input, select) {
        margin: 0;
      }
      .equals {
        text-align: center;
        color: var(--text-secondary);
      }
      .gone {
        border-color: var(--danger);
      }
    `,
  ];

  @property({ attribute: false }) desk!: Field;
  @property({ attribute: false }) crm!: Field;
  @property({ attribute: false }) pairs: readonly Pair[] = [];

  override render() {
    const { desk, crm, pairs } = this;
    const alone = {
      desk: unmatchedOptions(desk, crm, pairs, 'desk'),
      crm: unmatchedOptions(crm, desk, pairs, 'crm'),
    };
    return html`<section aria-labelledby="head">
      <h4 id="head">${t('mapping.values')}</h4>
      <p class="small secondary">${t('mapping.values.hint')}</p>
      ${
        pairs.length === 0
          ? nothing
          : html`<ul>
              ${pairs.map((pair, at) => this.renderPair(pair, at))}
            </ul>`
      }
      ${(['desk', 'crm'] as const).map((side) => this.renderAlone(side, alone[side]))}
      <button
        type="button"
        class="button quiet"
        @click=${() => this.add(alone.desk[0] ?? '', alone.desk.length > 0 ? '' : (alone.crm[0] ?? ''))}
      >
        ${icon('plus')}${t('mapping.values.add')}
      </button>
    </section>`;
  }

  private renderPair(pair: Pair, at: number) {
    return html`<li>
      ${this.renderOption('desk', pair, at)}<span class="equals" aria-hidden="true">=</span>
      ${this.renderOption('crm', pair, at)}
      <button
        type="button"
        class="button icon-only"
        aria-label="${t('mapping.values.remove')}: ${plain(pair.desk, 80)} = ${plain(pair.crm, 80)}"
        title=${t('mapping.values.remove')}
        @click=${() => this.tell(this.pairs.filter((_, other) => other !== at))}
      >
        ${icon('close')}
      </button>
    </li>`;
  }
  private renderOption(side: 'desk' | 'crm', pair: Pair, at: number) {
    const { options } = this[side];
    const value = pair[side];
    const label = `${t(`mapping.side.${side}`)}, ${t('mapping.values.number', { number: formatCount(at + 1) })}`;
    const change = (event: Event) => {
      const entered = (event.target as HTMLSelectElement | HTMLInputElement).value;
      this.tell(this.pairs.map((each, other) => (other === at ? { ...each, [side]: entered } : each)));
    };
    if (options === null) {
      return html`<input
        dir="auto"
        maxlength="1000"
        aria-label=${label}
        .value=${value}
        @change=${change}
      />`;
    }
    const isGone = value !== '' && !options.includes(value);
    return html`<select aria-label=${label} class=${isGone ? 'gone' : ''} @change=${change}>
      ${value === '' ? html`<option value="" selected>${t('mapping.choose')}</option>` : nothing}
      ${
        isGone
          ? html`<option value=${value} selected>${t('mapping.gone', { field: plain(value, 120) })}</option>`
          : nothing
      }
      ${options.map(
        (option) =>
          html`<option value=${option} ?selected=${option === value}>${plain(option, 120)}</option>`,
      )}
    </select>`;
  }
  private renderAlone(side: 'desk' | 'crm', options: readonly string[]) {
    if (options.length === 0) return nothing;
    const named = options.slice(0, MOST_NAMED).map((option) => plain(option, 60));
    const more = options.length > MOST_NAMED ? ' …' : '';
    return html`<p class="small">
      ${t(`mapping.values.alone.${side}`, { count: formatCount(options.length) })}
      <bdi>${named.join(', ')}${more}</bdi>
    </p>`;
  }

  private add(desk: string, crm: string) {
    this.tell([...this.pairs, { desk, crm }]);
  }
  private tell(detail: readonly Pair[]) {
    this.dispatchEvent(new CustomEvent('crm-value-map', { detail, bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-value-map': CrmValueMap;
  }
}
