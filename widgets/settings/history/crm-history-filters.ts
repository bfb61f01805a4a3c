import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ModuleName, SideName } from '../../../server/contract/common.ts';
import type { HistoryEntry } from '../../api/shapes/history-shape.ts';
import { t } from '../../i18n/messages.ts';
import { fieldStyles, sharedStyles } from '../../styles/shared-styles.ts';
import { MODULE_NAMES, direction, moduleName, otherSide } from '../records/names.ts';
import { partStyles } from '../records/table-styles.ts';

/** What narrows the Sync History; an absent one lets everything through. */
export interface HistoryChoice {
  readonly module?: ModuleName;
  readonly target?: SideName;
  readonly kind?: HistoryEntry['kind'];
  readonly failed?: true;
}
const KINDS: readonly HistoryEntry['kind'][] = ['first-sync', 'continuous', 'retry', 'legacy-import'];
const SIDES: readonly SideName[] = ['crm', 'desk'];

/**
 * Record type, direction, kind and outcome.
 *
 * @fires crm-history-choice - `detail` is the new `HistoryChoice`
 */
@customElement('crm-history-filters')
export class CrmHistoryFilters extends LitElement {
  static override styles = [sharedStyles, fieldStyles, partStyles];

  @property({ attribute: false }) choice: HistoryChoice = {};

  override render() {
    return html`<div class="tools">
      ${this.renderSelect('module', t('history.record-type'), MODULE_NAMES, moduleName)}
      ${this.renderSelect('target', t('history.direction.label'), SIDES, (target) =>
        direction(otherSide(target), target),
      )}
      ${this.renderSelect('kind', t('history.kind.label'), KINDS, (kind) => t(`history.kind.${kind}`))}
      ${this.renderSelect('failed', t('history.outcome'), ['true'] as const, () => t('history.with-failures'))}
    </div>`;
  }

  private renderSelect<T extends string>(
    name: keyof HistoryChoice,
    label: string,
    values: readonly T[],
    words: (value: T) => string,
  ) {
    const chosen = String(this.choice[name] ?? '');
    return html`<label
      >${label}
      <select @change=${(event: Event) => this.choose(name, (event.target as HTMLSelectElement).value)}>
        <option value="" ?selected=${chosen === ''}>${t('board.all')}</option>
        ${values.map(
          (value) => html`<option value=${value} ?selected=${value === chosen}>${words(value)}</option>`,
        )}
      </select></label
    >`;
  }

  private choose(name: keyof HistoryChoice, value: string) {
    const { [name]: _old, ...others } = this.choice;
    const chosen = value === '' ? {} : { [name]: name === 'failed' ? true : value };
    const detail: HistoryChoice = { ...others, ...chosen };
    this.dispatchEvent(new CustomEvent('crm-history-choice', { detail, bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-history-filters': CrmHistoryFilters;
  }
}
