import type { LitElement, ReactiveController, TemplateResult } from 'lit';
import { html } from 'lit';
import '../elements/crm-skeleton.ts';
import { ApiError } from '../api/api-error.ts';
import { t } from '../i18n/messages.ts';
import '../page/crm-problem.ts';

/** A part of the page that is loaded when it is first shown; loading may fail, and then be tried again. */
export class LazyPart implements ReactiveController {
  readonly #host: LitElement;
  readonly #load: () => Promise<unknown>;
  #state: 'asleep' | 'loading' | 'loaded' | 'failed' = 'asleep';

  /** @param load an `import()` of the elements that the template names */
  constructor(host: LitElement, load: () => Promise<unknown>) {
    this.#host = host;
    this.#load = load;
    host.addController(this);
  }
  hostConnected(): void {
    if (this.#state === 'failed') this.#state = 'asleep';
  }

  render(template: () => TemplateResult): TemplateResult {
    if (this.#state === 'loaded') return template();
    if (this.#state === 'failed') {
      return html`<crm-problem
        .error=${new ApiError('unreachable', 0)}
        @crm-retry=${() => this.#begin()}
      ></crm-problem>`;
    }
    if (this.#state === 'asleep') this.#begin();
    return html`<crm-skeleton .label=${t('loading')} lines="6"></crm-skeleton>`;
  }

  #begin(): void {
    this.#state = 'loading';
    this.#load()
      .then(
        () => (this.#state = 'loaded'),
        () => (this.#state = 'failed'),
      )
      .finally(() => this.#host.requestUpdate());
  }
}
