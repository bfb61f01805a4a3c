import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Departments } from '../../../server/contract/fields.ts';
import { t } from '../../i18n/messages.ts';
import { plain } from '../../i18n/plain-text.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import { choiceStyles } from './choice-styles.ts';

/**
 * The departments whose products sync (S24); at least one. A chosen one that Desk has no more is shown, so that it can
 * be taken away.
 *
 * @fires crm-departments - `detail` are the ids of all chosen ones
 */
@customElement('crm-department-choice')
export class CrmDepartmentChoice extends LitElement {
  static override styles = [
    sharedStyles,
    buttonStyles,
    choiceStyles,
    css`
      label {
        flex: 0 1 220px;
      }
      .mistake {
        color: var(--on-danger);
      }
      .hint {
        flex-basis: 100%;
      }
    `,
  ];

  @property({ attribute: false }) departments: Departments['departments'] = [];
  @property({ attribute: false }) chosen: readonly string[] = [];
  /** The viewer tried to save: none is a mistake now. */
  @property({ type: Boolean }) strict = false;

  override render() {
    const { departments, chosen } = this;
    const gone = chosen.filter((id) => !departments.some((each) => each.id === id));
    const isNone = this.strict && chosen.length === 0;
    return html`<fieldset aria-describedby="hint">
      <legend>${t('mapping.departments')}</legend>
      <p id="hint" class="hint small ${isNone ? 'mistake' : 'secondary'}" role=${isNone ? 'alert' : nothing}>
        ${isNone ? t('mapping.refused-save.departments-required') : t('mapping.departments.hint')}
      </p>
      ${departments.map(({ id, name, enabled }) =>
        this.renderChoice(id, plain(name, 120), enabled ? '' : t('mapping.departments.disabled')),
      )}
      ${gone.map((id) => this.renderChoice(id, id, t('mapping.departments.gone')))}
    </fieldset>`;
  }
  private renderChoice(id: string, name: string, note: string) {
    return html`<label>
      <input
        type="checkbox"
        value=${id}
        .checked=${this.chosen.includes(id)}
        @change=${(event: Event) => this.choose(id, (event.target as HTMLInputElement).checked)}
      />
      <span><bdi>${name}</bdi>${note ? html` <span class="small secondary">${note}</span>` : nothing}</span>
    </label>`;
  }
  private choose(id: string, on: boolean) {
    const detail = on ? [...this.chosen, id] : this.chosen.filter((each) => each !== id);
    this.dispatchEvent(new CustomEvent('crm-departments', { detail, bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-department-choice': CrmDepartmentChoice;
  }
}
