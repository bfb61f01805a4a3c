import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { t } from '../../i18n/messages.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';

export const STEPS = ['connect', 'mapping', 'products', 'plan'] as const;
export type Step = (typeof STEPS)[number];

/** Where the wizard is: done, current, to come. */
@customElement('crm-steps')
export class CrmSteps extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      ol {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 20px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        align-items: center;
        gap: 6px;
        color: var(--text-secondary);
      }
      li[aria-current='step'] {
        color: var(--text);
        font-weight: var(--weight-bold);
      }
      .number {
        display: inline-grid;
        place-items: center;
        inline-size: 22px;
        block-size: 22px;
        border: 1px solid var(--border-strong);
        border-radius: 50%;
        font-size: var(--small);
      }
      li[aria-current='step'] .number {
        border-color: var(--button);
        background: var(--button);
        color: var(--on-button);
      }
      .done .number {
        border-color: var(--success);
        background: var(--success-tint);
        color: var(--on-success);
      }
    `,
  ];

  @property() current: Step = 'connect';

  override render() {
    const at = STEPS.indexOf(this.current);
    return html`<nav aria-label=${t('connect.steps')}>
      <ol>
        ${STEPS.map(
          (step, index) =>
            html`<li class=${index < at ? 'done' : ''} aria-current=${index === at ? 'step' : 'false'}>
              <span class="number" aria-hidden="true">${index < at ? '✓' : index + 1}</span>
              ${t(`connect.step.${step}`)}
              ${index < at ? html`<span class="visually-hidden">(${t('connect.step.done')})</span>` : ''}
            </li>`,
        )}
      </ol>
    </nav>`;
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-steps': CrmSteps;
  }
}
