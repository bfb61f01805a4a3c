import { consume } from '@lit/context';
import { Task } from '@lit/task';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { PanelOptions } from '../../server/contract/panel-actions.ts';
import type { PanelEntity } from '../../server/contract/panel.ts';
import type { ApiClient } from '../api/api-client.ts';
import { apiContext } from '../api/api-client.ts';
import { readPanelOptions } from '../api/panel-actions-api.ts';
import type { PanelTarget } from '../api/panel-api.ts';
import '../elements/crm-dialog.ts';
import '../elements/crm-skeleton.ts';
import { t } from '../i18n/messages.ts';
import '../page/crm-problem.ts';
import { buttonStyles } from '../styles/button-styles.ts';
import { fieldStyles, sharedStyles } from '../styles/shared-styles.ts';
import { ActionSender } from './action-sender.ts';
import type { Addable, FormField } from './add-forms.ts';
import { ADD_FORMS, findMistake } from './add-forms.ts';
import { formStyles } from './form-styles.ts';
import { targetContext } from './panel-target-context.ts';
import { drawSendState, submitText } from './send-state.ts';
import { doneEvent } from './wishes.ts';

/**
 * The form that adds a note, task, call, event or potential to the CRM record. A double click adds one.
 *
 * @fires crm-done - It was added.
 * @fires crm-close - The viewer gave up.
 */
@customElement('crm-add-dialog')
export class CrmAddDialog extends LitElement {
  static override styles = [sharedStyles, buttonStyles, fieldStyles, formStyles];

  @consume({ context: apiContext })
  private api!: ApiClient;
  @consume({ context: targetContext })
  private target!: PanelTarget;

  @property() entity: PanelEntity = 'contacts';
  @property() item: Addable = 'notes';
  @state() private mistake: { name: string; text: string } | null = null;

  private readonly sender: ActionSender = new ActionSender(this);
  private readonly opened = new Date();
  private focused = false;
  private readonly options = new Task(this, {
    args: () => [this.api, this.item] as const,
    task: async ([api, item], { signal }): Promise<PanelOptions> =>
      ADD_FORMS[item].needsOptions ? readPanelOptions(api, signal) : {},
  });

  protected override updated() {
    // The dialog opens before the form is there, and so puts the focus elsewhere.
    if (!this.focused) void this.focusFirstField();
  }
  private async focusFirstField() {
    const field = this.renderRoot.querySelector<HTMLElement>('[autofocus]');
    if (!field) return;
    this.focused = true;
    await this.renderRoot.querySelector('crm-dialog')?.updateComplete;
    field.focus();
  }

  override render() {
    return html`<crm-dialog .heading=${t(`add.${this.item}`)}>
      ${this.options.render({
        pending: () => html`<crm-skeleton .label=${t('loading')}></crm-skeleton>`,
        error: (error) =>
          html`<crm-problem .error=${error} @crm-retry=${() => this.options.run()}></crm-problem>`,
        complete: (options) => this.renderForm(ADD_FORMS[this.item].fields(options, this.opened)),
      })}
    </crm-dialog>`;
  }

  private renderForm(fields: readonly FormField[]) {
    const { state } = this.sender;
    return html`<form novalidate @submit=${(event: SubmitEvent) => void this.submit(event, fields)}>
      ${fields.map((field, index) => this.renderField(field, index === 0))} ${drawSendState(state)}
      <div class="buttons">
        <button type="button" class="button" @click=${this.giveUp}>${t('cancel')}</button>
        <button
          type="submit"
          class="button primary"
          aria-disabled=${state.kind === 'sending' ? 'true' : 'false'}
        >
          ${submitText(state, t('add.submit'))}
        </button>
      </div>
    </form>`;
  }

  private renderField(field: FormField, first: boolean) {
    const wrong = this.mistake?.name === field.name ? this.mistake.text : null;
    return html`<div>
      <label for=${field.name}>
        ${field.label}${field.required ? nothing : html` <span>(${t('optional')})</span>`}
      </label>
      ${this.renderControl(field, first, wrong !== null)}
      ${wrong === null ? nothing : html`<p class="mistake" id="mistake" role="alert">${wrong}</p>`}
    </div>`;
  }
  private renderControl(
    { name, type, required, length, value, choices }: FormField,
    first: boolean,
    wrong: boolean,
  ) {
    const { locked } = this.sender;
    const invalid = wrong ? 'true' : 'false';
    const described = wrong ? 'mistake' : nothing;
    if (type === 'choice') {
      return html`<select
        id=${name}
        name=${name}
        ?disabled=${locked}
        aria-invalid=${invalid}
        aria-describedby=${described}
      >
        ${choices?.map((choice) => html`<option value=${choice.value}>${choice.label}</option>`)}
      </select>`;
    }
    if (type === 'area') {
      return html`<textarea
        id=${name}
        name=${name}
        dir="auto"
        maxlength=${length ?? nothing}
        ?autofocus=${first}
        ?required=${required}
        ?readonly=${locked}
        aria-invalid=${invalid}
        aria-describedby=${described}
      ></textarea>`;
    }
    return html`<input
      id=${name}
      name=${name}
      type=${type}
      dir=${type === 'text' ? 'auto' : nothing}
      value=${value ?? ''}
      step=${type === 'number' ? 'any' : nothing}
      min=${type === 'number' ? '0' : nothing}
      maxlength=${length ?? nothing}
      autocomplete="off"
      ?autofocus=${first}
      ?required=${required}
      ?readonly=${locked}
      aria-invalid=${invalid}
      aria-describedby=${described}
    />`;
  }

  private async submit(event: SubmitEvent, fields: readonly FormField[]) {
    event.preventDefault();
    const values = this.values(fields);
    this.mistake = findMistake(fields, values);
    if (this.mistake) {
      const { name } = this.mistake;
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>(`[name="${name}"]`)?.focus();
      return;
    }
    const { api, target, item, entity } = this;
    const done = await this.sender.send(api, target, item, { ...ADD_FORMS[item].read(values), entity });
    if (done) this.dispatchEvent(doneEvent(item));
  }
  private values(fields: readonly FormField[]): Record<string, string> {
    const controls = fields.map(({ name }) => {
      const control = this.renderRoot.querySelector<HTMLInputElement>(`[name="${name}"]`);
      return [name, control?.value ?? ''];
    });
    return Object.fromEntries(controls) as Record<string, string>;
  }
  private giveUp() {
    this.dispatchEvent(new CustomEvent('crm-close', { bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-add-dialog': CrmAddDialog;
  }
}
