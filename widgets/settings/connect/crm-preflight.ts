import { consume } from '@lit/context';
import { Task, TaskStatus } from '@lit/task';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Preflight, PreflightCheck } from '../../../server/contract/preflight.ts';
import type { ApiClient } from '../../api/api-client.ts';
import { apiContext } from '../../api/api-client.ts';
import { readPreflight } from '../../api/preflight-api.ts';
import '../../elements/crm-skeleton.ts';
import type { IconName } from '../../elements/icon.ts';
import { icon } from '../../elements/icon.ts';
import { t, tMaybe } from '../../i18n/messages.ts';
import { plain } from '../../i18n/plain-text.ts';
import '../../page/crm-problem.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import { settingsStyles } from '../settings-styles.ts';

type Verdict = 'passed' | 'failed' | 'warning' | 'later';
const ICONS: Readonly<Record<Verdict, IconName>> = {
  passed: 'success',
  failed: 'error',
  warning: 'warning',
  later: 'clock',
};

/**
 * The preconditions of the setup (S7–S9, S15), each with its cause and remedy; asked again when `key` changes.
 *
 * @fires crm-preflight - `detail.ready`: nothing that blocks is wrong or unknown.
 */
@customElement('crm-preflight')
export class CrmPreflight extends LitElement {
  static override styles = [
    sharedStyles,
    buttonStyles,
    settingsStyles,
    css`
      ul {
        display: grid;
        gap: 8px;
      }
      li {
        display: flex;
        gap: 8px;
      }
      .mark {
        line-height: 0;
        padding-block-start: 2px;
        color: var(--text-secondary);
      }
      .passed .mark {
        color: var(--on-success);
      }
      .failed .mark {
        color: var(--on-danger);
      }
      .warning .mark {
        color: var(--on-warning);
      }
      li div {
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @consume({ context: apiContext })
  private api!: ApiClient;
  /** Whatever the checks depend on, e.g. the wizard's step. */
  @property() key = '';

  private readonly checking = new Task(this, {
    args: () => [this.api, this.key] as const,
    task: ([api], { signal }) => readPreflight(api, signal),
    onComplete: ({ ready }) =>
      this.dispatchEvent(
        new CustomEvent('crm-preflight', { detail: { ready }, bubbles: true, composed: true }),
      ),
  });

  override render() {
    const busy = this.checking.status === TaskStatus.PENDING;
    return html`<section class="card">
      <div class="head">
        <h2>${t('connect.checks')}</h2>
        <button
          type="button"
          class="button"
          aria-busy=${busy ? 'true' : 'false'}
          aria-disabled=${busy ? 'true' : 'false'}
          @click=${() => (busy ? undefined : this.checking.run())}
        >
          ${icon('refresh')}${t('connect.check-again')}
        </button>
      </div>
      ${this.renderChecks()}
    </section>`;
  }

  private renderChecks() {
    const { status, error, value } = this.checking;
    if (status === TaskStatus.ERROR)
      return html`<crm-problem .error=${error} @crm-retry=${() => this.checking.run()}></crm-problem>`;
    if (!value) return html`<crm-skeleton .label=${t('connect.checking')} lines="6"></crm-skeleton>`;
    return html`<ul role="list">
      ${byWeight(value.checks).map((check) => this.renderCheck(check))}
    </ul>`;
  }

  private renderCheck(check: PreflightCheck) {
    const verdict = verdictOf(check);
    const values = { ...factsOf(check.details), code: plain(check.cause ?? '', 60) };
    return html`<li class=${verdict}>
      <span class="mark">${icon(ICONS[verdict])}</span>
      <div>
        <span class="visually-hidden">${t(`connect.verdict.${verdict}`)}: </span>
        <strong>${t(`connect.check.${check.check}`)}</strong>
        ${
          check.ok === true || check.cause === null
            ? nothing
            : html`<p class="secondary">
                ${tMaybe(`connect.cause.${check.cause}`, values) ?? t('connect.cause.unknown', values)}
                ${check.remedy === null ? nothing : t(`connect.remedy.${check.remedy}`)}
              </p>`
        }
      </div>
    </li>`;
  }
}

function verdictOf({ ok, blocking, cause }: PreflightCheck): Verdict {
  // What this very page is for is nothing wrong.
  if (ok === null || cause === 'not-connected') return 'later';
  if (ok) return 'passed';
  return blocking ? 'failed' : 'warning';
}

/** What is wrong comes first. */
function byWeight(checks: Preflight['checks']): Preflight['checks'] {
  const order: readonly Verdict[] = ['failed', 'warning', 'later', 'passed'];
  return checks.toSorted((a, b) => order.indexOf(verdictOf(a)) - order.indexOf(verdictOf(b)));
}

/** Facts for the sentences, as text. */
function factsOf(details: PreflightCheck['details']): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(details).flatMap(([name, value]): [string, string | number][] => {
      if (typeof value === 'number') return [[name, value]];
      if (typeof value === 'string') return [[name, plain(value, 120)]];
      return Array.isArray(value) ? [[name, plain(value.join(', '), 300)]] : [];
    }),
  );
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-preflight': CrmPreflight;
  }
}
