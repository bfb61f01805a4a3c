import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Handshake, HandshakeDepartments } from '../../server/contract/handshake.ts';
import type { CustomerTypeName } from '../../server/contract/panel.ts';
import type { HandshakeFilter } from '../api/handshake-api.ts';
import { t } from '../i18n/messages.ts';
import { plain } from '../i18n/plain-text.ts';
import { buttonStyles } from '../styles/button-styles.ts';
import { fieldStyles, sharedStyles } from '../styles/shared-styles.ts';

/** What narrows the board; without `refresh`, which is no filter. */
export type BoardFilter = Pick<HandshakeFilter, 'status' | 'priority' | 'assigneeId' | 'type'>;
export interface BoardChoice {
  readonly departmentId: string;
  readonly filter: BoardFilter;
}
interface Option {
  readonly value: string;
  readonly text: string;
}

const TYPES: readonly CustomerTypeName[] = ['customers', 'prospects', 'contacts-leads', 'new'];

/**
 * Department and filters above the board.
 *
 * @fires crm-board-choice - `detail` is the new `BoardChoice`
 */
@customElement('crm-board-filters')
export class CrmBoardFilters extends LitElement {
  static override styles = [
    sharedStyles,
    buttonStyles,
    fieldStyles,
    css`
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 12px;
        align-items: end;
      }
      label {
        flex: 0 1 170px;
        min-inline-size: 120px;
      }
    `,
  ];

  @property({ attribute: false }) departments: HandshakeDepartments['departments'] = [];
  @property({ attribute: false }) options: Handshake['filters'] | null = null;
  @property({ attribute: false }) choice: BoardChoice = { departmentId: '', filter: {} };

  override render() {
    const { departmentId, filter } = this.choice;
    const words = (known: readonly string[], chosen: string | undefined) =>
      [...new Set([...known, ...(chosen ? [chosen] : [])])].map((word) => ({
        value: word,
        text: plain(word, 80),
      }));
    const people = (this.options?.assignees ?? []).map(({ id, name }) => ({
      value: id,
      text: plain(name, 80),
    }));
    return html`<form @submit=${(event: Event) => event.preventDefault()}>
      <label
        >${t('board.department')}
        <select @change=${this.chooseDepartment}>
          ${this.departments.map(
            ({ id, name }) =>
              html`<option value=${id} ?selected=${id === departmentId}>${plain(name, 120)}</option>`,
          )}
        </select></label
      >
      ${this.renderFilter('status', t('board.status'), words(this.options?.statuses ?? [], filter.status))}
      ${this.renderFilter('priority', t('board.priority'), words(this.options?.priorities ?? [], filter.priority))}
      ${this.renderFilter('assigneeId', t('board.assignee'), [{ value: 'none', text: t('board.nobody') }, ...people])}
      ${this.renderFilter(
        'type',
        t('board.type'),
        TYPES.map((type) => ({ value: type, text: t(`board.column.${type}`) })),
      )}
      ${
        Object.keys(filter).length === 0
          ? nothing
          : html`<button
              type="button"
              class="button quiet"
              @click=${() => this.tell({ departmentId, filter: {} })}
            >
              ${t('board.clear')}
            </button>`
      }
    </form>`;
  }

  private renderFilter(name: keyof BoardFilter, label: string, options: readonly Option[]) {
    const chosen = this.choice.filter[name] ?? '';
    return html`<label
      >${label}
      <select @change=${(event: Event) => this.chooseFilter(name, (event.target as HTMLSelectElement).value)}>
        <option value="" ?selected=${chosen === ''}>${t('board.all')}</option>
        ${options.map(
          ({ value, text }) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`,
        )}
      </select></label
    >`;
  }

  private chooseDepartment(event: Event) {
    // Statuses and people of one department mean nothing in another.
    this.tell({ departmentId: (event.target as HTMLSelectElement).value, filter: {} });
  }
  private chooseFilter(name: keyof BoardFilter, value: string) {
    const { departmentId, filter } = this.choice;
    const { [name]: _old, ...others } = filter;
    this.tell({ departmentId, filter: value === '' ? others : { ...others, [name]: value } });
  }
  private tell(detail: BoardChoice) {
    this.dispatchEvent(new CustomEvent('crm-board-choice', { detail, bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-board-filters': CrmBoardFilters;
  }
}
