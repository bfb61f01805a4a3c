import { consume } from '@lit/context';
import { Task } from '@lit/task';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HistoryChanges } from '../../../server/contract/history.ts';
import type { ApiClient } from '../../api/api-client.ts';
import { apiContext } from '../../api/api-client.ts';
import { readPlanChanges } from '../../api/plan-api.ts';
import '../../elements/crm-skeleton.ts';
import { formatText } from '../../i18n/format.ts';
import { t, tMaybe } from '../../i18n/messages.ts';
import { plain } from '../../i18n/plain-text.ts';
import '../../page/crm-problem.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import type { ModuleName } from '../names.ts';
import { SIDE_NAMES } from '../names.ts';
import { settingsStyles } from '../settings-styles.ts';

type PlanChange = HistoryChanges['changes'][number];

/** Records of each kind of change; enough to see whether the mapping does what was meant. */
const PER_KIND = 3;
const FIELDS = 6;

/** Some of a flight plan's records as they would be written, a few of each kind. */
@customElement('crm-plan-samples')
export class CrmPlanSamples extends LitElement {
  static override styles = [
    sharedStyles,
    settingsStyles,
    css`
      ul {
        display: grid;
        gap: 10px;
      }
      dl {
        display: grid;
        gap: 2px 12px;
        grid-template-columns: minmax(80px, max-content) minmax(0, 1fr);
        overflow-wrap: anywhere;
      }
      dt {
        color: var(--text-secondary);
      }
      del {
        color: var(--text-secondary);
      }
      ins {
        text-decoration: none;
      }
    `,
  ];

  @consume({ context: apiContext })
  private api!: ApiClient;
  @property() module: ModuleName = 'contacts';

  private readonly reading = new Task(this, {
    args: () => [this.api, this.module] as const,
    task: async ([api, module], { signal }) =>
      fewOfEach((await readPlanChanges(api, { module }, signal)).changes),
  });

  override render() {
    return this.reading.render({
      pending: () => html`<crm-skeleton .label=${t('loading')}></crm-skeleton>`,
      error: (error) =>
        html`<crm-problem .error=${error} @crm-retry=${() => this.reading.run()}></crm-problem>`,
      complete: (changes) =>
        changes.length === 0
          ? html`<p class="secondary">${t('plan.samples.none')}</p>`
          : html`<ul role="list">
              ${changes.map((change) => this.renderChange(change))}
            </ul>`,
    });
  }

  private renderChange({ action, target, recordKey, fields }: PlanChange) {
    const side = SIDE_NAMES[target];
    return html`<li>
      <strong>${tMaybe(`plan.sample.${action}`, { side }) ?? t('plan.sample.unknown', { side })}</strong>
      ${recordKey === null ? nothing : html`<bdi>${plain(recordKey, 120)}</bdi>`}
      <dl>
        ${fields.slice(0, FIELDS).map(
          ({ field, from, to }) =>
            html`<dt><bdi>${plain(field, 60)}</bdi></dt>
              <dd>
                ${empty(from) ? nothing : html`<del><bdi>${words(from)}</bdi></del> → `}<ins
                  ><bdi>${empty(to) ? t('field.empty') : words(to)}</bdi></ins
                >
              </dd>`,
        )}
      </dl>
      ${
        fields.length > FIELDS
          ? html`<p class="secondary small">${t('plan.samples.more', { count: fields.length - FIELDS })}</p>`
          : nothing
      }
    </li>`;
  }
}

type Value = PlanChange['fields'][number]['to'];

function fewOfEach(changes: readonly PlanChange[]): PlanChange[] {
  const seen = new Map<string, number>();
  return changes.filter(({ action, target, fields }) => {
    if (fields.length === 0) return false;
    const kind = `${action} ${target}`;
    const count = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, count);
    return count <= PER_KIND;
  });
}
function empty(value: Value): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
function words(value: Value): string {
  if (typeof value === 'boolean') return t(value ? 'field.yes' : 'field.no');
  return plain(Array.isArray(value) ? value.join(', ') : formatText(String(value)), 120);
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-plan-samples': CrmPlanSamples;
  }
}
