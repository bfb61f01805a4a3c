import { consume } from '@lit/context';
import { Task } from '@lit/task';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ApiClient } from '../../api/api-client.ts';
import { apiContext } from '../../api/api-client.ts';
import { correctValue, readCorrectableFields } from '../../api/failures-api.ts';
import type { CorrectableField, Failure, FieldFacts } from '../../api/shapes/failures-shape.ts';
import type { Value } from '../../api/shapes/value-shape.ts';
import '../../elements/crm-dialog.ts';
import '../../elements/crm-notice.ts';
import '../../elements/crm-skeleton.ts';
import { t, tMaybe } from '../../i18n/messages.ts';
import { plain } from '../../i18n/plain-text.ts';
import { problemCode } from '../../page/problem-text.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { fieldStyles, sharedStyles } from '../../styles/shared-styles.ts';
import { sideName } from '../records/names.ts';
import { careText, problemNotice } from '../records/problem.ts';
import { shownValue } from '../records/shown-value.ts';
import { correctStyles } from './correct-styles.ts';
import { nameOf } from './crm-failure-records.ts';
import type { Draft } from './value-input.ts';
import { draftOf, valueInput, valueOf } from './value-input.ts';

const NUMBERS = new Set(['decimal', 'currency', 'percent']);

/**
 * Corrects the value that kept a record from being synced, in the record itself, and has it tried again (S71). The
 * value that the administrator looked at goes along: whoever edited it meanwhile is not overwritten.
 *
 * @fires crm-done - The value is written and the record is tried again.
 * @fires crm-close - The viewer gave up.
 */
@customElement('crm-correct-dialog')
export class CrmCorrectDialog extends LitElement {
  static override styles = [sharedStyles, buttonStyles, fieldStyles, correctStyles];

  @consume({ context: apiContext })
  private api!: ApiClient;

  @property({ attribute: false }) failure!: Failure;
  /** API name; null: the field at fault, or the first. */
  @state() private chosen: string | null = null;
  /** Null: what is stored. */
  @state() private draft: Draft | null = null;
  @state() private sending = false;
  @state() private error: unknown = null;
  @state() private mistake = '';

  private readonly fields = new Task(this, {
    args: () => [this.failure] as const,
    task: async ([failure], { signal }) => (await readCorrectableFields(this.api, failure, signal)).fields,
  });

  override render() {
    return html`<crm-dialog .heading=${t('failures.correct.heading', { name: nameOf(this.failure) })}>
      ${this.fields.render({
        pending: () => html`<crm-skeleton .label=${t('loading')} lines="4"></crm-skeleton>`,
        error: (error) => problemNotice(error, () => void this.fields.run()),
        complete: (fields) => this.renderForm(fields),
      })}
    </crm-dialog>`;
  }

  private renderForm(fields: readonly CorrectableField[]) {
    const field = this.fieldOf(fields);
    if (!field) return html`<crm-notice .text=${t('failures.correct.none')}></crm-notice>`;
    return html`<form novalidate @submit=${(event: SubmitEvent) => this.submit(event, field)}>
      <label
        >${t('failures.correct.field', { side: sideName(this.failure.side) })}
        <select ?disabled=${this.sending} @change=${this.choose}>
          ${fields.map(
            ({ field: { name, label }, atFault }) =>
              html`<option value=${name} ?selected=${name === field.field.name}>
                ${atFault ? t('failures.correct.at-fault', { field: plain(label, 100) }) : plain(label, 100)}
              </option>`,
          )}
        </select></label
      >
      <p class="small">
        <span class="secondary">${t('failures.correct.now')}</span> ${shownValue(field.value)}
      </p>
      <div>
        <label for="value">${t('failures.correct.value')}</label>
        ${valueInput(field.field, this.draft ?? draftOf(field), (draft) => (this.draft = draft))}
        ${this.mistake ? html`<p class="mistake" role="alert">${this.mistake}</p>` : nothing}
        ${limitsOf(field).map((limit) => html`<p class="secondary small">${limit}</p>`)}
      </div>
      <p class="secondary small">${t('failures.correct.where', { side: sideName(this.failure.side) })}</p>
      ${this.error === null ? nothing : html`<crm-notice kind="error" .text=${careText(this.error)}></crm-notice>`}
      <div class="buttons">
        <button type="button" class="button" @click=${this.giveUp}>${t('cancel')}</button>
        <button type="submit" class="button primary" aria-disabled=${this.sending ? 'true' : 'false'}>
          ${this.sending ? t('add.sending') : t('failures.correct.submit')}
        </button>
      </div>
    </form>`;
  }

  private fieldOf(fields: readonly CorrectableField[]): CorrectableField | undefined {
    return (
      fields.find(({ field }) => field.name === this.chosen) ??
      fields.find(({ atFault }) => atFault) ??
      fields[0]
    );
  }
  private choose(event: Event) {
    this.chosen = (event.target as HTMLSelectElement).value;
    this.draft = null;
    this.error = null;
    this.mistake = '';
  }
  private async submit(event: SubmitEvent, field: CorrectableField) {
    event.preventDefault();
    if (this.sending) return;
    const value = valueOf(field, this.draft ?? draftOf(field));
    this.error = null;
    this.mistake = value === undefined ? t('failures.correct.no-value') : '';
    if (value !== undefined) await this.send(field, value);
  }
  private async send({ field, value: expected }: CorrectableField, value: Value) {
    const { module, side, recordId } = this.failure;
    this.sending = true;
    try {
      await correctValue(this.api, { module, side, recordId, field: field.name, expected, value });
      this.dispatchEvent(new CustomEvent('crm-done', { bubbles: true, composed: true }));
    } catch (error) {
      this.error = error;
      // The value of now comes into view; what was typed stays.
      if (problemCode(error) === 'value-changed') await this.fields.run();
    } finally {
      this.sending = false;
    }
  }
  private giveUp() {
    this.dispatchEvent(new CustomEvent('crm-close', { bubbles: true, composed: true }));
  }
}

/** What both sides take: the value must fit on both. */
function limitsOf({ field, target }: CorrectableField): string[] {
  return [...new Set([...wordsOf(field), ...wordsOf(target)])];
}

/** What a field takes, in sentences; nothing about a field that takes any text. */
function wordsOf({ label, type, mandatory, maxLength }: FieldFacts): string[] {
  const field = plain(label, 100);
  const kind = tMaybe(`failures.type.${NUMBERS.has(type) ? 'number' : type}`);
  return [
    ...(kind === undefined ? [] : [t('failures.correct.takes', { field, kind })]),
    ...(maxLength === null ? [] : [t('failures.correct.longest', { field, count: maxLength })]),
    ...(mandatory ? [t('failures.correct.mandatory', { field })] : []),
  ];
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-correct-dialog': CrmCorrectDialog;
  }
}
