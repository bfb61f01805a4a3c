import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { PlannedModule } from '../../api/shapes/plan-shape.ts';
import '../../elements/crm-disclosure.ts';
import { formatCount } from '../../i18n/format.ts';
import type { MessageKey } from '../../i18n/messages.ts';
import { t, tCount, tMaybe } from '../../i18n/messages.ts';
import { plain } from '../../i18n/plain-text.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import { SIDE_NAMES, moduleName } from '../names.ts';
import { settingsStyles } from '../settings-styles.ts';
import './crm-plan-samples.ts';

const SIDES = ['desk', 'crm'] as const;
const ROWS = [
  { key: 'creates', text: 'plan.creates' },
  { key: 'updates', text: 'plan.updates' },
  { key: 'restores', text: 'plan.restores' },
  { key: 'skips', text: 'plan.skips' },
] as const satisfies readonly { key: keyof PlannedModule; text: MessageKey }[];

/** One module of a flight plan: counts per side, what is paired, what would fail and why, the fields, samples. */
@customElement('crm-planned-module')
export class CrmPlannedModule extends LitElement {
  static override styles = [
    sharedStyles,
    settingsStyles,
    css`
      section {
        display: grid;
        gap: 8px;
      }
      table {
        max-inline-size: 480px;
      }
    `,
  ];

  @property({ attribute: false }) planned!: PlannedModule;
  @state() private opened = false;

  override render() {
    const { module, pairs, conflicts } = this.planned;
    return html`<section>
      <h3>${moduleName(module)}</h3>
      <table>
        <thead>
          <tr>
            <td></td>
            ${SIDES.map((side) => html`<th scope="col" class="number">${SIDE_NAMES[side]}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${ROWS.map((row) => this.renderRow(row))}
        </tbody>
      </table>
      <p class="secondary">
        ${tCount('plan.pairs', pairs)}
        ${conflicts > 0 ? html`· ${tCount('plan.conflicts', conflicts)}` : nothing}
      </p>
      ${this.renderFailures()} ${this.renderFields()}
      <crm-disclosure .heading=${t('plan.samples')} @click=${() => (this.opened = true)}>
        ${this.opened ? html`<crm-plan-samples .module=${module}></crm-plan-samples>` : nothing}
      </crm-disclosure>
    </section>`;
  }

  private renderRow({ key, text }: (typeof ROWS)[number]) {
    const counts = this.planned[key];
    // Put back and left alone are rare; a row of zeros would only ask questions.
    if (key !== 'creates' && key !== 'updates' && counts.desk + counts.crm === 0) return nothing;
    return html`<tr>
      <th scope="row">${t(text)}</th>
      ${SIDES.map((side) => html`<td class="number">${formatCount(counts[side])}</td>`)}
    </tr>`;
  }

  private renderFailures() {
    const entries = Object.entries(this.planned.failures);
    if (entries.length === 0) return nothing;
    return html`<div>
      <p>
        ${tCount(
          'plan.failures',
          entries.reduce((sum, [, count]) => sum + count, 0),
        )}
      </p>
      <ul>
        ${entries.map(
          ([code, count]) =>
            html`<li class="secondary">
              ${formatCount(count)} ×
              ${tMaybe(`plan.failure.${code}`) ?? t('plan.failure.unknown', { code: plain(code, 60) })}
            </li>`,
        )}
      </ul>
    </div>`;
  }

  private renderFields() {
    const { fields } = this.planned;
    if (fields.length === 0) return nothing;
    const most = fields.toSorted((a, b) => b.records - a.records);
    return html`<crm-disclosure .heading=${t('plan.fields')} .count=${formatCount(fields.length)}>
      <table>
        <thead>
          <tr>
            <th scope="col">${t('plan.field')}</th>
            <th scope="col">${t('plan.field.in')}</th>
            <th scope="col" class="number">${t('plan.field.records')}</th>
          </tr>
        </thead>
        <tbody>
          ${most.map(
            ({ target, field, records }) =>
              html`<tr>
                <th scope="row"><bdi>${plain(field, 100)}</bdi></th>
                <td>${SIDE_NAMES[target]}</td>
                <td class="number">${formatCount(records)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </crm-disclosure>`;
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-planned-module': CrmPlannedModule;
  }
}
