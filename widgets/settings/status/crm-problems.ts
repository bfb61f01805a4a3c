import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { StatusProblem } from '../../api/shapes/status-shape.ts';
import '../../elements/crm-notice.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/messages.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import { statusProblemText } from './problem-words.ts';

/**
 * What is not well, worst first, in plain words, each with one thing to do.
 *
 * @fires crm-act - `detail` is the problem whose button was pressed.
 */
@customElement('crm-problems')
export class CrmProblems extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      ul {
        display: grid;
        gap: 8px;
      }
    `,
  ];

  @property({ attribute: false }) problems: readonly StatusProblem[] = [];

  override render() {
    return html`<section aria-label=${t('status.problems')}>
      <ul role="list">
        ${this.problems.map(
          (problem) =>
            html`<li>
              <crm-notice
                .kind=${problem.code === 'paused' ? 'paused' : problem.severity}
                .text=${statusProblemText(problem)}
                .action=${t(`status.action.${problem.action}`)}
                @crm-action=${() => this.act(problem)}
              >
                ${
                  problem.since === null
                    ? nothing
                    : html`<p class="small secondary">
                        ${t('status.since', { time: formatInstant(problem.since) })}
                      </p>`
                }
              </crm-notice>
            </li>`,
        )}
      </ul>
    </section>`;
  }

  private act(problem: StatusProblem) {
    this.dispatchEvent(new CustomEvent('crm-act', { detail: problem, bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-problems': CrmProblems;
  }
}
