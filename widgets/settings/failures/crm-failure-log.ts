import { consume } from '@lit/context';
import { Task, TaskStatus } from '@lit/task';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ModuleName } from '../../../server/contract/common.ts';
import type { Failures, RetryRequest } from '../../../server/contract/failures.ts';
import type { ApiClient } from '../../api/api-client.ts';
import { apiContext } from '../../api/api-client.ts';
import { exportFailures, listFailures, retryFailures } from '../../api/failures-api.ts';
import type { Failure } from '../../api/shapes/failures-shape.ts';
import '../../elements/crm-disclosure.ts';
import '../../elements/crm-notice.ts';
import '../../elements/crm-skeleton.ts';
import { formatCount } from '../../i18n/format.ts';
import { t, tCount } from '../../i18n/messages.ts';
import { mayKeep } from '../../page/may-keep.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import '../records/crm-csv-export.ts';
import { KeepLooking } from '../records/keep-looking.ts';
import { MODULE_NAMES, moduleName } from '../records/names.ts';
import { careText, problemNotice } from '../records/problem.ts';
import { partStyles } from '../records/table-styles.ts';
import type { Outcome } from './attempts.ts';
import { Attempts, keyOf } from './attempts.ts';
import type { Cause } from './causes.ts';
import { causesOf, fixText, reasonText, scopeOf } from './causes.ts';
import './crm-correct-dialog.ts';
import './crm-failure-records.ts';
import { nameOf } from './crm-failure-records.ts';
import { failureStyles } from './failure-styles.ts';

/**
 * The Failure Log (S68–S77): record types with their counts, below each the causes, below each the records. What is
 * tried again leaves by itself once it is synced.
 *
 * @fires crm-go - The viewer wants to decide who is who; `detail` is the `Place`.
 */
@customElement('crm-failure-log')
export class CrmFailureLog extends LitElement {
  static override styles = [sharedStyles, buttonStyles, partStyles, failureStyles];

  @consume({ context: apiContext })
  private api!: ApiClient;

  /** Record type that is open at first. */
  @property({ attribute: false }) module: ModuleName | null = null;
  @state() private log: Failures | null = null;
  @state() private order: 'asc' | 'desc' = 'desc';
  @state() private opened: ReadonlySet<ModuleName> = new Set();
  @state() private correcting: Failure | null = null;
  @state() private refusal: unknown = null;
  @state() private outcome: Outcome = { synced: [], failedAgain: [] };
  private readonly attempts = new Attempts();

  private readonly reading = new Task(this, {
    args: () => [this.order] as const,
    task: async ([order], { signal }) => {
      const log = await listFailures(this.api, { order }, signal);
      signal.throwIfAborted();
      this.log = log;
      const outcome = this.attempts.settle(log.failures, Date.now());
      if (outcome.synced.length + outcome.failedAgain.length > 0) this.outcome = outcome;
    },
    onError: (error) => {
      if (!mayKeep(error)) this.log = null;
    },
  });
  private readonly looking = new KeepLooking(
    this,
    async () => (this.reading.status === TaskStatus.PENDING ? undefined : this.reading.run()),
    () => this.attempts.some,
  );

  override connectedCallback() {
    super.connectedCallback();
    if (this.module) this.opened = new Set([this.module]);
  }

  override render() {
    const some = (this.log?.failures.length ?? 0) > 0;
    return html`<div
      @crm-try-again=${this.retryOne}
      @crm-correct=${(event: CustomEvent<Failure>) => (this.correcting = event.detail)}
      @crm-order=${(event: CustomEvent<'asc' | 'desc'>) => (this.order = event.detail)}
    >
      <div class="part">
        <h2>${t('failures.heading')}</h2>
        <span class="grow secondary small">${t('failures.covers')}</span>
        ${
          some
            ? html`<button type="button" class="button" @click=${() => this.retry({}, this.log?.failures)}>
                  ${t('failures.try-all')}
                </button>
                <crm-csv-export
                  .label=${t('history.export')}
                  fileName="failure-log.csv"
                  .read=${async () => exportFailures(this.api, { order: this.order })}
                ></crm-csv-export>`
            : nothing
        }
      </div>
      <div class="notices" aria-live="polite">${this.renderNotices()}</div>
      ${this.renderContent()}
      ${
        this.correcting
          ? html`<crm-correct-dialog
              .failure=${this.correcting}
              @crm-close=${() => (this.correcting = null)}
              @crm-done=${this.corrected}
            ></crm-correct-dialog>`
          : nothing
      }
    </div>`;
  }

  private renderNotices() {
    const { synced, failedAgain } = this.outcome;
    const told = (
      kind: 'success' | 'warning',
      key: 'failures.synced' | 'failures.again',
      list: readonly Failure[],
    ) => {
      const [first] = list;
      if (!first) return nothing;
      const text =
        list.length === 1 ? t(`${key}.name`, { name: nameOf(first) }) : tCount(`${key}.count`, list.length);
      return html`<crm-notice .kind=${kind} .text=${text}></crm-notice>`;
    };
    return html`${
      this.refusal === null
        ? nothing
        : html`<crm-notice kind="error" .text=${careText(this.refusal)}></crm-notice>`
    }
    ${told('success', 'failures.synced', synced)} ${told('warning', 'failures.again', failedAgain)}
    ${
      this.log && this.reading.status === TaskStatus.ERROR
        ? html`<crm-notice
            kind="warning"
            .text="${t('refresh-failed')} ${careText(this.reading.error)}"
          ></crm-notice>`
        : nothing
    }`;
  }
  private renderContent() {
    const { log, reading } = this;
    if (!log) {
      if (reading.status !== TaskStatus.ERROR)
        return html`<crm-skeleton .label=${t('loading')} lines="6"></crm-skeleton>`;
      return problemNotice(reading.error, () => void reading.run());
    }
    if (log.failures.length === 0) {
      return html`<crm-notice
        kind="success"
        .heading=${t('failures.empty')}
        .text=${t('failures.empty.text')}
      ></crm-notice>`;
    }
    return MODULE_NAMES.map((module) => this.renderModule(module, log));
  }
  private renderModule(module: ModuleName, { groups, failures }: Failures) {
    const own = failures.filter((failure) => failure.module === module);
    if (own.length === 0) return nothing;
    const isOpen = this.opened.has(module);
    return html`<crm-disclosure
      .heading=${moduleName(module)}
      .count=${formatCount(own.length)}
      .open=${isOpen}
      @crm-toggle=${(event: CustomEvent<{ open: boolean }>) => this.toggle(module, event.detail.open)}
    >
      <button
        slot="action"
        type="button"
        class="button quiet"
        aria-label="${t('failures.try-again')}: ${moduleName(module)}"
        @click=${() => this.retry({ module }, own)}
      >
        ${t('failures.try-again')}
      </button>
      ${isOpen ? causesOf(module, groups, own).map((cause) => this.renderCause(cause)) : nothing}
    </crm-disclosure>`;
  }
  private renderCause({ group, failures }: Cause) {
    const [first] = failures;
    if (!first) return nothing;
    const reason = reasonText(first);
    return html`<section>
      <div class="cause">
        <h4>${reason} <span class="count">${formatCount(failures.length)}</span></h4>
        <button
          type="button"
          class="button"
          aria-label="${t('failures.try-again')}: ${reason}"
          @click=${() => this.retry(scopeOf(group), failures)}
        >
          ${t('failures.try-again')}
        </button>
      </div>
      <p class="secondary">${fixText(first)}</p>
      <crm-failure-records
        .failures=${failures}
        .trying=${new Set(failures.filter((failure) => this.attempts.isRunning(failure)).map(keyOf))}
        .order=${this.order}
      ></crm-failure-records>
    </section>`;
  }

  private toggle(module: ModuleName, open: boolean) {
    const opened = new Set(this.opened);
    if (open) opened.add(module);
    else opened.delete(module);
    this.opened = opened;
  }
  private retryOne({ detail }: CustomEvent<Failure>) {
    const { module, side, recordId } = detail;
    void this.retry({ record: { module, side, recordId } }, [detail]);
  }
  private async retry(scope: RetryRequest, failures: readonly Failure[] = []) {
    const fresh = failures.filter((failure) => !this.attempts.isRunning(failure));
    if (fresh.length === 0) return;
    this.attempts.begin(fresh, Date.now());
    this.refusal = null;
    this.outcome = { synced: [], failedAgain: [] };
    try {
      await retryFailures(this.api, scope);
      this.looking.expect();
    } catch (error) {
      this.attempts.cancel(fresh);
      this.refusal = error;
    }
  }
  private corrected() {
    if (!this.correcting) return;
    this.attempts.begin([this.correcting], Date.now());
    this.correcting = null;
    this.refusal = null;
    this.outcome = { synced: [], failedAgain: [] };
    this.looking.expect();
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-failure-log': CrmFailureLog;
  }
}
